namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Lets the rates fall along half a cosine wave, and rise again along the next half.</summary>
                public class CosineAnnealingLR : LRScheduler
                {
                    private readonly double _half;
                    private readonly double _lowest;

                    public CosineAnnealingLR(
                        Optimizer optimizer, double T_max, double eta_min = 0, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        _half = T_max;
                        _lowest = eta_min;
                        step();
                    }

                    protected override IEnumerable<double> get_lr()
                    {
                        if (_last_epoch == 0)
                        {
                            return Each((_, rate) => rate);
                        }
                        // At the lowest point the quotient below would be 0 / 0.
                        if ((_last_epoch - 1 - _half) % (2 * _half) == 0)
                        {
                            return Each((group, rate) => rate + (_base_lrs[group] - _lowest) * (1 - Math.Cos(Math.PI / _half)) / 2);
                        }
                        double change = (1 + Math.Cos(Math.PI * _last_epoch / _half)) / (1 + Math.Cos(Math.PI * (_last_epoch - 1) / _half));
                        return Each((_, rate) => change * (rate - _lowest) + _lowest);
                    }

                    protected override IEnumerable<double> get_closed_form_lr() =>
                        _base_lrs.Select(rate => _lowest + (rate - _lowest) * (1 + Math.Cos(Math.PI * _last_epoch / _half)) / 2);
                }
            }
        }
    }
}
