namespace Pruning;

/// <summary>How far a comparison is.</summary>
/// <param name="Activity">What is being done.</param>
/// <param name="Done">How much of it is done.</param>
/// <param name="Of">How much there is of it.</param>
/// <param name="Finished">The cell that this report finishes; null while there is none.</param>
public sealed record ComparisonProgress(string Activity, int Done, int Of, ComparisonCell? Finished = null);
