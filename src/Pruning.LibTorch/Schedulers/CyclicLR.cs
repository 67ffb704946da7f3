namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Lets the rates rise and fall between two bounds, and the momenta the opposite way.</summary>
                public class CyclicLR : LRScheduler
                {
                    private readonly double[] _lowestRates;
                    private readonly double[] _highestRates;
                    private readonly double[] _lowestMomenta;
                    private readonly double[] _highestMomenta;
                    private readonly double _stepsPerCycle;
                    private readonly double _risingPart;
                    private readonly bool _cyclesMomentum;
                    private readonly Func<double, double> _scale;
                    private readonly ScaleMode _scaleMode;

                    public CyclicLR(
                        Optimizer optimizer,
                        double base_lr,
                        double max_lr,
                        int step_size_up = 2000,
                        int step_size_down = -1,
                        Mode mode = Mode.Triangular,
                        double gamma = 1.0,
                        Func<double, double>? scale_fn = null,
                        ScaleMode scale_mode = ScaleMode.Cycle,
                        bool cycle_momentum = true,
                        double base_momentum = 0.8,
                        double max_momentum = 0.9,
                        int last_epoch = -1,
                        bool verbose = false)
                        : this(
                            optimizer, Repeat(optimizer, base_lr), Repeat(optimizer, max_lr), step_size_up, step_size_down, mode, gamma,
                            scale_fn, scale_mode, cycle_momentum, Repeat(optimizer, base_momentum), Repeat(optimizer, max_momentum),
                            last_epoch, verbose)
                    {
                    }

                    public CyclicLR(
                        Optimizer optimizer,
                        IEnumerable<double> base_lr,
                        IEnumerable<double> max_lr,
                        int step_size_up = 2000,
                        int step_size_down = -1,
                        Mode mode = Mode.Triangular,
                        double gamma = 1.0,
                        Func<double, double>? scale_fn = null,
                        ScaleMode scale_mode = ScaleMode.Cycle,
                        bool cycle_momentum = true,
                        IEnumerable<double>? base_momentum = null,
                        IEnumerable<double>? max_momentum = null,
                        int last_epoch = -1,
                        bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        if (cycle_momentum && optimizer is not IMomentum)
                        {
                            throw new ArgumentException("The optimizer must support momentum with the `cycle_momentum` option enabled.");
                        }
                        _lowestRates = PerGroup(base_lr, nameof(base_lr));
                        _highestRates = PerGroup(max_lr, nameof(max_lr));
                        _lowestMomenta = PerGroup(base_momentum ?? Repeat(optimizer, 0.8), nameof(base_momentum));
                        _highestMomenta = PerGroup(max_momentum ?? Repeat(optimizer, 0.9), nameof(max_momentum));
                        _stepsPerCycle = step_size_up + (step_size_down == -1 ? step_size_up : step_size_down);
                        _risingPart = step_size_up / _stepsPerCycle;
                        _cyclesMomentum = cycle_momentum;
                        (_scale, _scaleMode) = (scale_fn, mode) switch
                        {
                            ({ } given, _) => (given, scale_mode),
                            (_, Mode.Triangular2) => (cycle => Math.Pow(2, 1 - cycle), ScaleMode.Cycle),
                            (_, Mode.ExpRange) => (step => Math.Pow(gamma, step), ScaleMode.Iterations),
                            _ => ((Func<double, double>)(_ => 1), ScaleMode.Cycle),
                        };
                        step();
                    }

                    public enum Mode
                    {
                        Triangular,
                        Triangular2,
                        ExpRange,
                    }

                    /// <summary>What the scale is a function of: the number of the cycle, from 1, or that of the step.</summary>
                    public enum ScaleMode
                    {
                        Cycle,
                        Iterations,
                    }

                    protected override IEnumerable<double> get_lr()
                    {
                        double cycle = Math.Floor(1 + _last_epoch / _stepsPerCycle);
                        double done = 1 + _last_epoch / _stepsPerCycle - cycle;
                        double height = done <= _risingPart ? done / _risingPart : (done - 1) / (_risingPart - 1);
                        height *= _scale(_scaleMode == ScaleMode.Cycle ? cycle : _last_epoch);
                        ILearningRateController[] groups = [.. _optimizer.ParamGroups];
                        return Each((index, _) =>
                        {
                            if (_cyclesMomentum && groups[index] is IMomentum group)
                            {
                                group.Momentum = _highestMomenta[index] - (_highestMomenta[index] - _lowestMomenta[index]) * height;
                            }
                            return _lowestRates[index] + (_highestRates[index] - _lowestRates[index]) * height;
                        });
                    }

                    private double[] PerGroup(IEnumerable<double> values, string name)
                    {
                        double[] all = [.. values];
                        RequireOnePerGroup(all.Length, name);
                        return all;
                    }
                }
            }
        }
    }
}
