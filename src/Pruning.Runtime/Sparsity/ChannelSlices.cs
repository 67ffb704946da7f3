using System.Collections.Immutable;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning;

/// <summary>Where the channels of one group lie in the parameters: sums over them and products with them, on the device.</summary>
internal sealed class ChannelSlices : IDisposable
{
    private readonly int _channels;
    private readonly ImmutableArray<Slice> _slices;
    private readonly ScalarType _dtype;

    /// <param name="graph">The model's graph.</param>
    /// <param name="group">The group's index.</param>
    /// <param name="parameters">The parameters that count; others that the graph names are left out.</param>
    /// <param name="roles">The dimensions that count.</param>
    public ChannelSlices(
        Graph graph, int group, IReadOnlyDictionary<string, TorchSharp.Modules.Parameter> parameters, params DimensionRole[] roles)
    {
        using DisposeScope scope = NewDisposeScope();
        _channels = graph.Groups[group].Channels;
        _slices =
        [
            .. graph.Parameters.Where(layout => parameters.ContainsKey(layout.Name)).SelectMany(layout => Enumerable
                .Range(0, layout.Dimensions.Length)
                .Where(dimension => roles.Contains(layout.Dimensions[dimension].Role) && layout.Dimensions[dimension].Contains(group))
                .Select(dimension => Slice.Of(layout, dimension, group, _channels, parameters[layout.Name]))),
        ];
        _dtype = _slices.IsEmpty ? ScalarType.Float32 : parameters[_slices[0].Name].dtype;
    }

    /// <summary>The number of the group's channels.</summary>
    public int Channels => _channels;

    /// <summary>Where the parameters are.</summary>
    public Device Device => _slices[0].Channels.device;

    /// <summary>The parameters that hold the channels.</summary>
    public IEnumerable<string> Names => _slices.Select(slice => slice.Name).Distinct();

    /// <summary>How many elements belong to one channel.</summary>
    public double ElementsPerChannel => _slices.Sum(slice => slice.Elements) / _channels;

    /// <summary>Sums a value for each element over each channel.</summary>
    /// <param name="values">A tensor of the parameter's shape, by the parameter's name; null for none.</param>
    /// <returns>One sum per channel.</returns>
    public Tensor Sums(Func<string, Tensor?> values)
    {
        Tensor sums = zeros([_channels + 1], _dtype, Device);
        foreach (Slice slice in _slices)
        {
            if (values(slice.Name) is { } tensor)
            {
                sums.index_add_(0, slice.Channels, Rows(tensor, slice.Dimension).sum(1), 1);
            }
        }
        return sums.narrow(0, 0, _channels);
    }

    /// <summary>Multiplies the elements of each channel, in place.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <param name="tensor">A tensor of its shape.</param>
    /// <param name="factors">One factor per channel.</param>
    public void Multiply(string name, Tensor tensor, Tensor factors)
    {
        foreach (Tensor spread in Spread(name, tensor, factors, 1))
        {
            tensor.mul_(spread);
        }
    }

    /// <summary>Adds other values times a factor for each channel, in place.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <param name="tensor">A tensor of its shape.</param>
    /// <param name="values">What is multiplied by the factors, of the same shape.</param>
    /// <param name="factors">One factor per channel.</param>
    public void AddProducts(string name, Tensor tensor, Tensor values, Tensor factors)
    {
        foreach (Tensor spread in Spread(name, tensor, factors, 0))
        {
            tensor.add_(values * spread);
        }
    }

    private IEnumerable<Tensor> Spread(string name, Tensor tensor, Tensor factors, double elsewhere)
    {
        Tensor all = cat([factors, full([1], elsewhere, dtype: factors.dtype, device: factors.device)]);
        foreach (Slice slice in _slices.Where(slice => slice.Name == name))
        {
            long[] shape = [.. tensor.shape.Select((length, dimension) => dimension == slice.Dimension ? length : 1)];
            yield return all.index_select(0, slice.Channels).view(shape);
        }
    }

    public void Dispose()
    {
        foreach (Slice slice in _slices)
        {
            slice.Channels.Dispose();
        }
    }

    // One row for each entry along the dimension.
    private static Tensor Rows(Tensor tensor, int dimension) =>
        tensor.transpose(0, dimension).reshape(tensor.shape[dimension], -1);

    /// <param name="Name">The parameter.</param>
    /// <param name="Dimension">The dimension.</param>
    /// <param name="Channels">For each entry its channel, or the number of channels where it belongs to none.</param>
    /// <param name="Elements">How many elements belong to channels.</param>
    private sealed record Slice(string Name, int Dimension, Tensor Channels, double Elements)
    {
        public static Slice Of(ParameterLayout layout, int dimension, int group, int channels, Tensor parameter)
        {
            long[] entries = layout.Dimensions[dimension].ChannelOfEntries(group, none: channels);
            double others = (double)parameter.NumberOfElements / parameter.shape[dimension];
            return new Slice(
                layout.Name,
                dimension,
                tensor(entries, device: parameter.device).DetachFromDisposeScope(),
                entries.Count(channel => channel < channels) * others);
        }
    }
}
