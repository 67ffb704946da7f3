using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.LibTorch.Tests.Lifetime;

public sealed class DisposeScopeTests
{
    [Fact]
    public void AScopeDisposesOfWhatWasMadeInIt()
    {
        Tensor outside = ones(1);
        Tensor inside;
        using (NewDisposeScope())
        {
            inside = outside + 1;
            inside.IsInvalid.ShouldBeFalse();
        }

        inside.IsInvalid.ShouldBeTrue();
        outside.IsInvalid.ShouldBeFalse();
    }

    [Fact]
    public void ATensorMovedOutLivesAsLongAsTheOuterScope()
    {
        Tensor moved;
        using (NewDisposeScope())
        {
            using (NewDisposeScope())
            {
                moved = ones(1).MoveToOuterDisposeScope();
            }
            moved.IsInvalid.ShouldBeFalse();
        }

        moved.IsInvalid.ShouldBeTrue();
    }

    [Fact]
    public void ADetachedTensorOutlivesEveryScope()
    {
        Tensor detached;
        using (NewDisposeScope())
        {
            using (DisposeScope inner = NewDisposeScope())
            {
                detached = inner.Detach(ones(1));
            }
        }

        detached.IsInvalid.ShouldBeFalse();
        detached.Dispose();
    }

    [Fact]
    public void AnAttachedTensorIsDisposedOfWithTheScope()
    {
        Tensor attached = ones(1);
        using (DisposeScope scope = NewDisposeScope())
        {
            scope.Attach(attached);
            scope.Contains(attached).ShouldBeTrue();
        }

        attached.IsInvalid.ShouldBeTrue();
    }

    [Fact]
    public void EverythingButTheKeptIsDisposedOf()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor kept = ones(1);
        Tensor dropped = kept + 1;
        scope.DisposeEverythingBut(kept);

        kept.IsInvalid.ShouldBeFalse();
        dropped.IsInvalid.ShouldBeTrue();
        scope.DisposablesCount.ShouldBe(1);
    }

    [Fact]
    public void OnlyTheResultComesOutOfAWrappedComputation()
    {
        Tensor? intermediate = null;
        Tensor result = WrappedTensorDisposeScope(() =>
        {
            intermediate = ones(3);
            return intermediate.sum();
        });

        intermediate!.IsInvalid.ShouldBeTrue();
        result.item<float>().ShouldBe(3);
        result.Dispose();
    }

    [Fact]
    public void StatisticsCountWhatHappensOnAThread()
    {
        LifetimeStatistics statistics = DisposeScopeManager.Statistics.TensorStatistics;
        statistics.Reset();
        using (NewDisposeScope())
        {
            ones(1);
            ones(1).Dispose();
            ones(1).DetachFromDisposeScope().Dispose();
        }
        ones(1).Dispose();

        statistics.CreatedInScopeCount.ShouldBe(3);
        statistics.CreatedOutsideScopeCount.ShouldBe(1);
        statistics.DisposedInScopeCount.ShouldBe(2);
        statistics.DisposedOutsideScopeCount.ShouldBe(2);
        statistics.DetachedFromScopeCount.ShouldBe(1);
        statistics.ThreadTotalLiveCount.ShouldBe(0);
    }
}
