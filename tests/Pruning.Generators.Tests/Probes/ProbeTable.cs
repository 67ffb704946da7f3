namespace Pruning.Generators.Tests.Probes;

/// <summary>All probes, by family.</summary>
internal static class ProbeTable
{
    /// <summary>The probes in the order of the list that they come from.</summary>
    public static IReadOnlyList<Probe> All { get; } =
    [
        .. PadProbes.All, .. ReshapeProbes.All, .. ControlFlowProbes.All, .. SplitProbes.All, .. PersistenceProbes.All,
        .. PermutationProbes.All, .. ParameterProbes.All, .. ChannelOperatorProbes.All, .. SequenceProbes.All, .. LayerProbes.All,
        .. SharingProbes.All, .. RunTimeProbes.All,
    ];
}
