namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Lets the rates fall to zero along a polynomial.</summary>
                public class PolynomialLR : LRScheduler
                {
                    private readonly double _total;
                    private readonly double _power;

                    public PolynomialLR(
                        Optimizer optimizer,
                        int total_iters = 5,
                        double power = 1,
                        int last_epoch = -1,
                        bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        _total = total_iters;
                        _power = power;
                        step();
                    }

                    protected override IEnumerable<double> get_lr()
                    {
                        if (_last_epoch == 0 || _last_epoch > _total)
                        {
                            return Each((_, rate) => rate);
                        }
                        double decay = Math.Pow((1.0 - _last_epoch / _total) / (1.0 - (_last_epoch - 1) / _total), _power);
                        return Each((_, rate) => rate * decay);
                    }

                    protected override IEnumerable<double> get_closed_form_lr() =>
                        _base_lrs.Select(rate => rate * Math.Pow(1 - Math.Min(_total, _last_epoch) / _total, _power));
                }
            }
        }
    }
}
