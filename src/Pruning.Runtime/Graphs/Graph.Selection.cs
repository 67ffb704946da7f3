using System.Collections.Immutable;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning;

public sealed partial class Graph
{
    /// <summary>Decides which channels stay, as many of each group as are wanted.</summary>
    /// <param name="model">The dense model.</param>
    /// <param name="selector">What chooses the channels.</param>
    /// <param name="widths">How many channels of each group stay, for instance the widths of a plan that an allocation has made.</param>
    /// <param name="calibration">The data that the selector looks at, if it does.</param>
    /// <exception cref="PruningException">
    /// A width is not one that its group may have, or the selector needs data and <paramref name="calibration"/> is null; or as for
    /// <see cref="Score(Module{Tensor, Tensor}, Importance, Calibration)"/>.
    /// </exception>
    public PruningPlan Select(
        Module<Tensor, Tensor> model, ChannelSelector selector, IReadOnlyList<int> widths, Calibration? calibration = null)
    {
        ArgumentNullException.ThrowIfNull(selector);
        if (selector.Needs.IsEmpty)
        {
            return Select(CoupledGroup.AllOf(this, model), selector, widths);
        }
        return calibration is not null
            ? Select(model, selector, widths, Calibrate(model, calibration, selector))
            : throw new PruningException(
                $"{selector.GetType().Name} needs data to look at ({string.Join(", ", selector.Needs)}): give it a {nameof(Calibration)}.");
    }

    /// <summary>Decides which channels stay by statistics that were collected before.</summary>
    /// <param name="model">The dense model, with the weights that it had when the statistics were collected.</param>
    /// <param name="selector">What chooses the channels.</param>
    /// <param name="widths">How many channels of each group stay.</param>
    /// <param name="statistics">The result of <see cref="Calibrate"/>.</param>
    /// <exception cref="PruningException">As above.</exception>
    public PruningPlan Select(Module model, ChannelSelector selector, IReadOnlyList<int> widths, Statistics statistics)
    {
        ArgumentNullException.ThrowIfNull(selector);
        ArgumentNullException.ThrowIfNull(statistics);
        Check(statistics);
        return Select(CoupledGroup.AllOf(this, model, statistics), selector, widths);
    }

    private PruningPlan Select(IEnumerable<CoupledGroup> groups, ChannelSelector selector, IReadOnlyList<int> widths)
    {
        // A plan of these widths says what is wrong with them.
        ImmutableArray<int> wanted = PruningPlan.FromWidths(this, widths).WidthsFor(this);
        return PruningPlan.FromChannels(this, [.. groups.Select(group => wanted[group.Index] == group.Group.Channels
            ? [.. Enumerable.Range(0, group.Group.Channels)]
            : selector.Select(group, wanted[group.Index]))]);
    }
}
