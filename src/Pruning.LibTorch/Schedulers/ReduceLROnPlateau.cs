namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Multiplies the rates by a factor when a metric has stopped improving.</summary>
                public class ReduceLROnPlateau : LRScheduler
                {
                    private readonly bool _smallerIsBetter;
                    private readonly bool _relative;
                    private readonly double _factor;
                    private readonly int _patience;
                    private readonly double _threshold;
                    private readonly int _cooldown;
                    private readonly double[] _lowest;
                    private readonly double _smallestChange;
                    private double _best;
                    private int _badEpochs;
                    private int _coolingDown;

                    public ReduceLROnPlateau(
                        Optimizer optimizer,
                        string mode = "min",
                        double factor = 0.1,
                        int patience = 10,
                        double threshold = 1e-4,
                        string threshold_mode = "rel",
                        int cooldown = 0,
                        IList<double>? min_lr = null,
                        double eps = 1e-8,
                        bool verbose = false)
                        : base(optimizer, -1, verbose)
                    {
                        if (factor >= 1)
                        {
                            throw new ArgumentException($"The factor must be below 1; it is {factor}.", nameof(factor));
                        }
                        _smallerIsBetter = Choose(mode, "min", "max", nameof(mode));
                        _relative = Choose(threshold_mode, "rel", "abs", nameof(threshold_mode));
                        _factor = factor;
                        _patience = patience;
                        _threshold = threshold;
                        _cooldown = cooldown;
                        _smallestChange = eps;
                        _lowest = min_lr is null or { Count: 0 } ? Repeat(optimizer, 0)
                            : min_lr.Count == 1 ? Repeat(optimizer, min_lr[0])
                            : [.. min_lr];
                        RequireOnePerGroup(_lowest.Length, nameof(min_lr));
                        _best = _smallerIsBetter ? double.PositiveInfinity : double.NegativeInfinity;
                    }

                    /// <summary>Takes in the newest value of the metric.</summary>
                    public override void step(double current, int? epoch = null)
                    {
                        _last_epoch = epoch ?? _last_epoch + 1;
                        if (IsBetter(current))
                        {
                            _best = current;
                            _badEpochs = 0;
                        }
                        else
                        {
                            _badEpochs++;
                        }
                        if (_coolingDown > 0)
                        {
                            _coolingDown--;
                            _badEpochs = 0;
                        }
                        if (_badEpochs > _patience)
                        {
                            Reduce();
                            _coolingDown = _cooldown;
                            _badEpochs = 0;
                        }
                    }

                    public override void step() => throw NeedsMetric();

                    public override void step(int? epoch) => throw NeedsMetric();

                    private static InvalidOperationException NeedsMetric() =>
                        new("ReduceLROnPlateau needs the metric: use step(double, int?) instead.");

                    private static bool Choose(string value, string yes, string no, string name) =>
                        value == yes || (value == no
                            ? false
                            : throw new ArgumentException($"{name} must be '{yes}' or '{no}'; it is '{value}'.", name));

                    private bool IsBetter(double current)
                    {
                        // Not a difference of products: the best value is infinite at first.
                        double sign = _smallerIsBetter ? -1 : 1;
                        double border = _relative ? _best * (1 + sign * _threshold) : _best + sign * _threshold;
                        return _smallerIsBetter ? current < border : current > border;
                    }

                    private void Reduce()
                    {
                        foreach ((int index, ILearningRateController group) in _optimizer.ParamGroups.Index())
                        {
                            double rate = Math.Max(group.LearningRate * _factor, _lowest[index]);
                            if (group.LearningRate - rate > _smallestChange)
                            {
                                group.LearningRate = rate;
                                Report(rate);
                            }
                            _last_lrs[index] = group.LearningRate;
                        }
                    }
                }
            }
        }
    }
}
