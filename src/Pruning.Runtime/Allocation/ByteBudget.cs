using System.Collections.Immutable;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning;

/// <summary>A fraction of the bytes of the state dict.</summary>
internal sealed record ByteBudget : Budget
{
    private readonly ImmutableDictionary<string, Entry> _entries;

    public ByteBudget(Module dense, double fraction)
        : base(fraction)
    {
        ArgumentNullException.ThrowIfNull(dense);
        _entries = dense.state_dict().ToImmutableDictionary(pair => pair.Key, pair => Entry.Of(pair.Value));
    }

    public override string Unit => "bytes";

    public override double Measure(Graph graph, IReadOnlyList<int> widths)
    {
        double bytes = _entries.Values.Sum(entry => entry.Bytes);
        foreach (ParameterLayout layout in graph.Parameters)
        {
            if (!_entries.TryGetValue(layout.Name, out Entry? entry))
            {
                throw new PruningException($"The budget in bytes was made for another model: that one has no '{layout.Name}'.");
            }
            bytes += entry.BytesOf(layout.KeptShape(entry.Shape.AsSpan(), widths)) - entry.Bytes;
        }
        return bytes;
    }

    private sealed record Entry(ImmutableArray<long> Shape, long ElementSize)
    {
        public double Bytes => BytesOf(Shape.AsSpan());

        public static Entry Of(Tensor tensor) => new([.. tensor.shape], tensor.ElementSize);

        public double BytesOf(ReadOnlySpan<long> shape)
        {
            double bytes = ElementSize;
            foreach (long length in shape)
            {
                bytes *= length;
            }
            return bytes;
        }
    }
}
