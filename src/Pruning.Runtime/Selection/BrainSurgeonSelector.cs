using System.Collections.Immutable;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning;

/// <summary>
/// Optimal Brain Surgeon, layer by layer and for whole channels: how much the mean squared error of the layers that read the channel grows,
/// when the channel goes and all other weights are refitted in the best way: ½ wᵀ (EᵀH⁻¹E)⁻¹ w, summed over filters, where w are the
/// channel's weights, E its columns, and H = X Xᵀ / N. Needs samples, no labels. Source: Hassibi and Stork, Second Order Derivatives for
/// Network Pruning (1993); there for single weights and the whole network.
/// </summary>
/// <param name="Damping">
/// What is added to the diagonal of H, as a share of its mean: H is singular where channels depend on each other linearly.
/// </param>
public sealed record BrainSurgeonImportance(double Damping = 0.01) : Importance
{
    private static readonly InputProducts Inputs = new();

    /// <inheritdoc/>
    public override ImmutableArray<Statistic> Needs => [Inputs];

    /// <inheritdoc/>
    public override double[] Score(CoupledGroup group)
    {
        using DisposeScope scope = NewDisposeScope();
        return Vectors.Sum(group.Get(Inputs).Select(layer => new SurgeonProblem(layer, Damping).Saliencies()));
    }
}

/// <summary>
/// Removes channels one by one, always the one with the lowest <see cref="BrainSurgeonImportance"/>, and refits all other weights after
/// each. <see cref="LeastSquaresReconstruction"/> gives the pruned network these weights. Needs samples, no labels. Source: Hassibi and
/// Stork (1993).
/// </summary>
/// <param name="Damping">What is added to the diagonal of H, as a share of its mean.</param>
public sealed record BrainSurgeonSelector(double Damping = 0.01) : ChannelSelector
{
    private static readonly InputProducts Inputs = new();

    /// <inheritdoc/>
    public override ImmutableArray<Statistic> Needs => [Inputs];

    /// <inheritdoc/>
    public override ImmutableArray<int> Select(CoupledGroup group, int keep)
    {
        using DisposeScope scope = NewDisposeScope();
        SurgeonProblem[] layers = [.. group.Get(Inputs).Select(layer => new SurgeonProblem(layer, Damping))];
        var left = Enumerable.Range(0, group.Group.Channels).ToList();
        while (left.Count > keep)
        {
            double[] saliencies = Vectors.Sum(layers.Select(layer => layer.Saliencies()));
            int next = left.MinBy(channel => saliencies[channel]);
            left.Remove(next);
            foreach (SurgeonProblem layer in layers)
            {
                layer.Remove(next);
            }
        }
        return [.. left];
    }
}

/// <summary>The weights of one layer and the inverse of their Hessian; its tensors belong to the caller's dispose scope.</summary>
internal sealed class SurgeonProblem
{
    private readonly int _channels;
    private readonly int _each;
    private readonly HashSet<int> _removed = [];
    private Tensor _inverse;
    private Tensor _weights;

    public SurgeonProblem(LayerInputProducts layer, double damping)
    {
        int size = layer.Products.Size;
        _channels = layer.Channels;
        _each = size / layer.Channels;
        Tensor hessian = tensor(layer.Products.Values, [size, size]) / layer.Rows;
        _inverse = LinearSystems.Inverse(hessian, damping);
        _weights = tensor(layer.Weights, [layer.Weights.Length / size, size]);
    }

    /// <summary>The current weights, (filters, all weights).</summary>
    public Tensor Weights => _weights;

    /// <summary>
    /// How much half the mean squared error grows for each channel that goes, weights refitted; 0 for those already gone.
    /// </summary>
    public double[] Saliencies()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor blocks = stack([.. Enumerable.Range(0, _channels).Select(channel => Block(_inverse, channel))]); // (C, each, each)
        foreach (int channel in _removed)
        {
            blocks[channel] = eye(_each, dtype: ScalarType.Float64);
        }
        Tensor own = _weights.view(-1, _channels, _each).permute(1, 2, 0); // (C, each, filters)
        return Vectors.Of((own * linalg.solve(blocks, own)).sum([1L, 2L]) / 2);
    }

    /// <summary>Removes a channel, or several at once, and refits the others.</summary>
    public void Remove(params ReadOnlySpan<int> channels)
    {
        IEnumerable<int> entries = channels.ToArray().SelectMany(channel => Enumerable.Range(channel * _each, _each));
        Tensor chosen = tensor(entries.Select(entry => (long)entry).ToArray());
        Tensor columns = _inverse.index_select(1, chosen); // H⁻¹E
        Tensor block = columns.index_select(0, chosen);
        Tensor solved = linalg.solve(block, columns.t()); // (EᵀH⁻¹E)⁻¹ EᵀH⁻¹
        _weights -= _weights.index_select(1, chosen).matmul(solved);
        _inverse -= columns.matmul(solved);
        _weights.index_fill_(1, chosen, 0);
        _inverse.index_fill_(0, chosen, 0).index_fill_(1, chosen, 0);
        _removed.UnionWith(channels.ToArray());
    }

    private Tensor Block(Tensor matrix, int channel) =>
        matrix.narrow(0, channel * _each, _each).narrow(1, channel * _each, _each);
}
