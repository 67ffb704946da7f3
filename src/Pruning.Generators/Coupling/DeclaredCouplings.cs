using Pruning.Generators.Networks;

namespace Pruning.Generators.Coupling;

/// <summary>What became of a coupling that the source declares.</summary>
internal enum CouplingOutcome
{
    /// <summary>The channels are coupled now.</summary>
    Coupled,

    /// <summary>The code couples them by itself.</summary>
    AlreadyCoupled,

    /// <summary>One of the layers produces no channels.</summary>
    NoChannels,

    /// <summary>The layers produce different numbers of channels.</summary>
    DifferentWidths,

    /// <summary>The code divides the channels in ways that do not fit each other.</summary>
    Contradiction,
}

/// <summary>Couples what <c>[Coupled]</c> on layers names.</summary>
internal static class DeclaredCouplings
{
    /// <summary>Couples everything that the network's requests ask for.</summary>
    public static void Apply(NetworkModel network, Propagation propagation)
    {
        foreach (CoupleRequest request in network.Requests.OfType<CoupleRequest>())
        {
            Couple(network, propagation, request);
        }
    }

    /// <summary>Couples the channels of two layers, and says what came of it.</summary>
    public static CouplingOutcome Couple(NetworkModel network, Propagation propagation, CoupleRequest request)
    {
        Dim? left = ProducedBy(request.Module, network, propagation);
        Dim? right = ProducedBy(request.With, network, propagation);
        if (left is null || right is null)
        {
            return CouplingOutcome.NoChannels;
        }

        if (!left.Length.Equals(right.Length))
        {
            return CouplingOutcome.DifferentWidths;
        }

        if (left.Leaves().SequenceEqual(right.Leaves()))
        {
            return CouplingOutcome.AlreadyCoupled;
        }

        bool wasAligned = !IsMisaligned(left) && !IsMisaligned(right);
        Unification.Unify(left, right);
        return wasAligned && (IsMisaligned(left) || IsMisaligned(right)) ? CouplingOutcome.Contradiction : CouplingOutcome.Coupled;
    }

    private static Dim? ProducedBy(int module, NetworkModel network, Propagation propagation) =>
        network.Modules[module] is LayerNode && propagation.FindLayer(module) is { States.Count: > 0 } layer && layer.Output != layer.Input
            ? layer.Output
            : null;

    private static bool IsMisaligned(Dim dim) => dim.Leaves().Any(leaf => leaf.KeptBecause == Unification.Misaligned);
}
