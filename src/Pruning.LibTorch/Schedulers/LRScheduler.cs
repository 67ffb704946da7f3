namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>Changes the learning rates of an optimizer's groups from step to step.</summary>
            public abstract class LRScheduler
            {
                protected int _step_count;
                internal readonly Optimizer _optimizer = null!;
                internal int _last_epoch = -1;
                internal double[] _last_lrs = [];
                private protected readonly double[] _base_lrs = [];
                private readonly bool _verbose;

                protected LRScheduler()
                {
                }

                protected LRScheduler(Optimizer optimizer, int last_epoch = -1, bool verbose = false)
                {
                    ArgumentNullException.ThrowIfNull(optimizer);
                    _optimizer = optimizer;
                    _last_epoch = last_epoch;
                    _verbose = verbose;
                    _base_lrs = [.. optimizer.ParamGroups.Select(group => group.InitialLearningRate)];
                    _last_lrs = [.. optimizer.ParamGroups.Select(group => group.LearningRate)];
                }

                /// <summary>The rates that the last step has set.</summary>
                public IEnumerable<double> get_last_lr() => _last_lrs;

                public virtual void step() => step(null);

                /// <summary>Goes to the next step, or to the one given.</summary>
                public virtual void step(int? epoch)
                {
                    _step_count++;
                    _last_epoch = epoch ?? _last_epoch + 1;
                    double[] rates = [.. epoch is null ? get_lr() : get_closed_form_lr()];
                    foreach ((int index, ILearningRateController group) in _optimizer.ParamGroups.Index())
                    {
                        group.LearningRate = rates[index];
                        if (rates[index] != _last_lrs[index])
                        {
                            Report(rates[index]);
                        }
                    }
                    _last_lrs = rates;
                }

                /// <summary>Goes to the next step; only schedulers that watch a metric look at it.</summary>
                public virtual void step(double current, int? epoch = null) => step(epoch);

                protected virtual IEnumerable<double> get_lr() => Each((_, rate) => rate);

                protected virtual IEnumerable<double> get_closed_form_lr() => get_lr();

                /// <summary>One rate per group, from the group's index and its current rate.</summary>
                private protected IEnumerable<double> Each(Func<int, double, double> rate) =>
                    _optimizer.ParamGroups.Select((group, index) => rate(index, group.LearningRate));

                private protected void Report(double rate)
                {
                    if (_verbose)
                    {
                        Console.WriteLine($"Adjusting learning rate to {rate}");
                    }
                }

                private protected void RequireOnePerGroup(int count, string name)
                {
                    if (count != _base_lrs.Length)
                    {
                        throw new ArgumentException($"{_base_lrs.Length} groups of parameters need as many values, not {count}.", name);
                    }
                }

                private protected static double[] Repeat(Optimizer optimizer, double value) =>
                    [.. optimizer.ParamGroups.Select(_ => value)];
            }
        }
    }
}
