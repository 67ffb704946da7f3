namespace Pruning;

/// <summary>So much cannot go: a budget is below what minimum widths, rounding and the groups to keep allow.</summary>
public sealed class OutOfReachException : PruningException
{
    internal OutOfReachException(string message)
        : base(message)
    {
    }
}
