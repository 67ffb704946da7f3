namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Several schedulers at once.</summary>
                public class ChainedLR : LRScheduler
                {
                    private readonly LRScheduler[] _schedulers;

                    public ChainedLR(IEnumerable<LRScheduler> schedulers) => _schedulers = [.. schedulers];

                    public override void step()
                    {
                        foreach (LRScheduler scheduler in _schedulers)
                        {
                            scheduler.step();
                        }
                    }
                }
            }
        }
    }
}
