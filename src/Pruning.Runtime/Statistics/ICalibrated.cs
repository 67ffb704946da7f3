using System.Collections.Immutable;

namespace Pruning;

/// <summary>What works on statistics: criteria, selectors, reconstructions.</summary>
public interface ICalibrated
{
    /// <summary>The statistics that it needs; empty where the weights are enough.</summary>
    ImmutableArray<Statistic> Needs { get; }
}
