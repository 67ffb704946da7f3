namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Multiplies the rates by a factor for the first steps.</summary>
                public class ConstantLR : LRScheduler
                {
                    private readonly double _factor;
                    private readonly int _total;

                    public ConstantLR(
                        Optimizer optimizer,
                        double factor = 1.0 / 3,
                        int total_iters = 5,
                        int last_epoch = -1,
                        bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        _factor = factor;
                        _total = total_iters;
                        step();
                    }

                    protected override IEnumerable<double> get_lr() => Each((_, rate) =>
                        _last_epoch == 0 ? rate * _factor
                        : _last_epoch == _total ? rate / _factor
                        : rate);

                    protected override IEnumerable<double> get_closed_form_lr() =>
                        _base_lrs.Select(rate => rate * (_last_epoch >= _total ? 1 : _factor));
                }
            }
        }
    }
}
