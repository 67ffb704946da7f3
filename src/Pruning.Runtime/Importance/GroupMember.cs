using TorchSharp;
using static TorchSharp.torch;

namespace Pruning;

/// <summary>A dimension of a parameter or buffer along which a group's channels lie.</summary>
public sealed class GroupMember
{
    private readonly int _group;
    private readonly int _channels;

    internal GroupMember(ParameterLayout layout, int dimension, Tensor tensor, int group, int channels, bool isBuffer)
    {
        Layout = layout;
        Dimension = dimension;
        Tensor = tensor;
        IsBuffer = isBuffer;
        _group = group;
        _channels = channels;
    }

    /// <summary>How the parameter is made of channels; its name is the key in the state dict.</summary>
    public ParameterLayout Layout { get; }

    /// <summary>Which of the tensor's dimensions this is.</summary>
    public int Dimension { get; }

    /// <summary>The parameter or buffer of the dense model. It belongs to the model: do not dispose or change it.</summary>
    public Tensor Tensor { get; }

    /// <summary>Whether the tensor is a buffer (running statistics), which no gradient reaches.</summary>
    public bool IsBuffer { get; }

    /// <summary>What the layer does with the entries along the dimension.</summary>
    public DimensionRole Role => Layout.Dimensions[Dimension].Role;

    /// <summary>Whether the tensor shifts the channels and does not weigh them: a bias.</summary>
    public bool IsBias => Role == DimensionRole.Channel && Layout.Name.Split('.')[^1].Contains("bias", StringComparison.Ordinal);

    /// <summary>Whether it is trained, and of one of the given kinds.</summary>
    public bool Is(GroupMembers kinds) => !IsBuffer && kinds.HasFlag(this switch
    {
        { IsBias: true } => GroupMembers.Biases,
        { Role: DimensionRole.Output } => GroupMembers.Producers,
        { Role: DimensionRole.Input } => GroupMembers.Consumers,
        _ => GroupMembers.Scales,
    });

    /// <summary>
    /// Sums values over everything that belongs to a channel: over all other dimensions, and over the other factors where the dimension is
    /// a product (a flattened map, a grouped convolution).
    /// </summary>
    /// <param name="values">One value per entry of <see cref="Tensor"/>, of the same shape, for instance its absolute values.</param>
    /// <returns>One sum per channel of the group.</returns>
    public double[] SumPerChannel(Tensor values)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        // What no group touches (kernels) is added up in the tensor's own type, which is fast; the rest exactly.
        int described = Layout.Dimensions.Length;
        Tensor sums = Summed(values, Enumerable.Range(described, values.shape.Length - described)).to_type(ScalarType.Float64);
        sums = Summed(sums, Enumerable.Range(0, described).Except([Dimension]));
        using var entries = sums.cpu().data<double>();
        return Layout.Dimensions[Dimension].SumPerChannel(entries.ToArray(), _group, _channels);
    }

    /// <summary>
    /// Sums the p-th powers of the weights' sizes, as <see cref="SumPerChannel"/> does of any values, without a copy of the weights.
    /// </summary>
    /// <param name="p">The exponent, at least 1: 1 for absolute values, 2 for squares.</param>
    /// <returns>One sum per channel of the group.</returns>
    public double[] SumPowersPerChannel(int p) =>
        Layout.Dimensions[Dimension].SumPerChannel(PowerSums.Along(Tensor, Dimension, p), _group, _channels);

    /// <summary>The weights, one row per channel: (C, all that belongs to a channel).</summary>
    internal Tensor PerChannel()
    {
        Tensor values = Tensor.detach();
        Tensor[] pieces = [.. SegmentViews.Of(values, Dimension, Layout.Dimensions[Dimension].Segments, _group)
            .Select(view => view.With(view.ChannelAxis).reshape(_channels, -1))];
        return pieces.Length == 1 ? pieces[0] : cat(pieces, 1);
    }

    /// <summary>One value for each entry along the dimension, in double precision: that of its channel, or zero.</summary>
    internal Tensor Spread(double[] channels) => tensor(Layout.Dimensions[Dimension].Spread(channels, _group));

    /// <summary>The mean instead of the sum; see <see cref="SumPerChannel"/>.</summary>
    internal double[] MeanPerChannel(Tensor values) =>
        [.. SumPerChannel(values).Zip(SumPerChannel(ones_like(values)), (sum, count) => sum / count)];

    private static Tensor Summed(Tensor values, IEnumerable<int> dimensions)
    {
        long[] summed = [.. dimensions.Select(dimension => (long)dimension)];
        return summed.Length == 0 ? values : values.sum(summed);
    }
}
