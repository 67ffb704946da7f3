namespace TorchSharp;

/// <summary>How many objects of a kind a thread has made, given to dispose scopes, and disposed of.</summary>
public class LifetimeStatistics
{
    public long CreatedOutsideScopeCount { get; private set; }

    public long CreatedInScopeCount { get; private set; }

    public long DisposedOutsideScopeCount { get; private set; }

    public long DisposedInScopeCount { get; private set; }

    public long AttachedToScopeCount { get; private set; }

    public long DetachedFromScopeCount { get; private set; }

    /// <summary>Made minus disposed of, on this thread.</summary>
    public long ThreadTotalLiveCount { get; private set; }

    public void Reset()
    {
        CreatedOutsideScopeCount = CreatedInScopeCount = 0;
        DisposedOutsideScopeCount = DisposedInScopeCount = 0;
        AttachedToScopeCount = DetachedFromScopeCount = 0;
        ThreadTotalLiveCount = 0;
    }

    public override string ToString() =>
        $"ThreadTotalLiveCount: {ThreadTotalLiveCount}; CreatedOutsideScopeCount: {CreatedOutsideScopeCount}; "
        + $"DisposedOutsideScopeCount: {DisposedOutsideScopeCount}; CreatedInScopeCount: {CreatedInScopeCount}; "
        + $"DisposedInScopeCount: {DisposedInScopeCount}; AttachedToScopeCount: {AttachedToScopeCount}; "
        + $"DetachedFromScopeCount: {DetachedFromScopeCount}";

    internal void CreatedInScope()
    {
        CreatedInScopeCount++;
        ThreadTotalLiveCount++;
    }

    internal void CreatedOutsideScope()
    {
        CreatedOutsideScopeCount++;
        ThreadTotalLiveCount++;
    }

    internal void DisposedInScope()
    {
        DisposedInScopeCount++;
        ThreadTotalLiveCount--;
    }

    internal void DisposedOutsideScope()
    {
        DisposedOutsideScopeCount++;
        ThreadTotalLiveCount--;
    }

    internal void Attached() => AttachedToScopeCount++;

    internal void Detached() => DetachedFromScopeCount++;
}
