using Pruning.Generators.Coupling;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Emitting;

/// <summary>The widths of the dense model.</summary>
internal static class DenseWidths
{
    /// <summary>The channels of each group.</summary>
    public static EquatableArray<int> Of(PruningModel model) => model.Groups.Select(group => group.Channels).ToEquatableArray();
}
