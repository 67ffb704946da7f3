using static TorchSharp.torch;

namespace Pruning;

/// <summary>The mean activation of every channel for every sample, together with the samples' labels.</summary>
public sealed record Responses : Statistic<ResponseTables>
{
    /// <inheritdoc/>
    public override Sources Sources => Sources.Inputs;

    /// <inheritdoc/>
    public override Collector<ResponseTables> Collect(CoupledGroup group) => new Rows();

    private sealed class Rows : Collector<ResponseTables>
    {
        private readonly Dictionary<string, List<double[]>> _rows = [];
        private readonly List<long> _labels = [];

        public override void Input(ChannelActivation activation)
        {
            if (activation.IsRepeated)
            {
                return;
            }
            if (_rows.Count == 0 || _rows.Keys.First() == activation.Layer)
            {
                using var labels = activation.Labels.to_type(ScalarType.Int64).cpu().data<long>();
                _labels.AddRange(labels.ToArray());
            }
            if (!_rows.TryGetValue(activation.Layer, out List<double[]>? rows))
            {
                _rows.Add(activation.Layer, rows = []);
            }
            rows.AddRange(Vectors.Of(activation.Means).Chunk((int)activation.Means.shape[1]));
        }

        public override ResponseTables Result() => new([.. _rows.Values.Select(rows => (IReadOnlyList<double[]>)rows)], _labels);
    }
}

/// <summary>Mean activations.</summary>
/// <param name="Tensors">For every tensor that layers of the group read: one row per sample, with one number per channel.</param>
/// <param name="Labels">The samples' labels, in the same order.</param>
public sealed record ResponseTables(IReadOnlyList<IReadOnlyList<double[]>> Tensors, IReadOnlyList<long> Labels)
{
    /// <summary>One channel's numbers for all samples.</summary>
    internal static double[] Column(IReadOnlyList<double[]> rows, int channel) => [.. rows.Select(row => row[channel])];
}
