namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>One scheduler after the other; each but the first starts at its milestone.</summary>
                public class SequentialLR : LRScheduler
                {
                    private readonly LRScheduler[] _schedulers;
                    private readonly int[] _milestones;

                    public SequentialLR(
                        Optimizer optimizer, IEnumerable<LRScheduler> schedulers, IEnumerable<int> milestones, int last_epoch = -1)
                        : base(optimizer, last_epoch + 1, verbose: false)
                    {
                        _schedulers = [.. schedulers];
                        _milestones = [.. milestones];
                        if (_schedulers.Any(scheduler => scheduler._optimizer != optimizer))
                        {
                            throw new ArgumentException("All schedulers must belong to the same optimizer.", nameof(schedulers));
                        }
                        if (_milestones.Length != _schedulers.Length - 1)
                        {
                            throw new ArgumentException(
                                $"{_schedulers.Length} schedulers need {_schedulers.Length - 1} milestones, not {_milestones.Length}.",
                                nameof(milestones));
                        }
                        foreach (ILearningRateController group in optimizer.ParamGroups)
                        {
                            group.LearningRate = group.InitialLearningRate;
                        }
                        foreach (LRScheduler scheduler in _schedulers)
                        {
                            scheduler._last_epoch--;
                        }
                        _schedulers[0].step();
                        _last_lrs = [.. _schedulers[0].get_last_lr()];
                    }

                    protected override IEnumerable<double> get_lr()
                    {
                        int current = _milestones.Count(milestone => milestone <= _last_epoch);
                        if (current > 0 && _milestones[current - 1] == _last_epoch)
                        {
                            _schedulers[current].step(0);
                        }
                        else
                        {
                            _schedulers[current].step();
                        }
                        return Each((_, rate) => rate);
                    }
                }
            }
        }
    }
}
