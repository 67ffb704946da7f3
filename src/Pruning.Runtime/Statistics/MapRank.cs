using TorchSharp;
using static TorchSharp.torch;

namespace Pruning;

/// <summary>
/// The mean rank of a channel's map: how many singular values are more than rounding errors. The maps are those that layers read; what
/// reads single numbers, behind a pooling, is left out. Where no layer reads maps, they are what the producing convolutions give.
/// </summary>
public sealed record MapRank : Statistic<double[]>
{
    /// <inheritdoc/>
    public override Sources Sources => Sources.Inputs | Sources.Outputs;

    /// <inheritdoc/>
    public override Collector<double[]> Collect(CoupledGroup group) => new Ranks(group);

    private static Tensor Of(Tensor maps)
    {
        double epsilon = maps.dtype == ScalarType.Float64 ? 2.2e-16 : 1.2e-7;
        Tensor values = linalg.svdvals(maps.to_type(ScalarType.Float64));
        Tensor largest = values.amax([2L], keepdim: true);
        return values.gt(largest * (Math.Max(maps.shape[2], maps.shape[3]) * epsilon)).to_type(ScalarType.Float64).sum([2L]);
    }

    private sealed class Ranks(CoupledGroup group) : Collector<double[]>
    {
        private readonly PerLayer<RunningMean> _read = new(), _written = new();

        // What was written last; it is measured only when it turns out that nobody reads maps, for ranks are dear.
        private readonly Dictionary<string, (ChannelActivation Activation, Tensor Maps)> _waiting = [];

        public override void Input(ChannelActivation activation)
        {
            if (!activation.IsRepeated && activation.MapsOrNull is { } maps)
            {
                Forget();
                Measure(_read, activation, maps);
            }
        }

        public override void Output(ChannelActivation activation)
        {
            if (_read.Layers.Count > 0 || activation.MapsOrNull is not { } maps)
            {
                return;
            }
            MeasureWaiting(activation.Layer);
            _waiting.Add(activation.Layer, (activation, maps.clone().DetachFromDisposeScope()));
        }

        public override double[] Result()
        {
            foreach (string layer in _waiting.Keys.ToArray())
            {
                MeasureWaiting(layer);
            }
            PerLayer<RunningMean> ranks = _read.Layers.Count > 0 ? _read : _written;
            return ranks.Layers.Count > 0
                ? Vectors.Mean(ranks.Layers.Values.Select(rank => rank.ToArray()))
                : throw new PruningException(
                    $"The channels of group '{group.Group.Name}' are no maps, neither where they are produced nor where they are read " +
                    $"({string.Join(", ", Layers())}), and single numbers have no rank. Score the model by another criterion, or mark " +
                    "the member that produces the channels with [Keep].");
        }

        protected override void Dispose(bool disposing)
        {
            _read.Dispose();
            _written.Dispose();
            Forget();
        }

        private static void Measure(PerLayer<RunningMean> ranks, ChannelActivation activation, Tensor maps) =>
            ranks.Of(activation).Add(Of(maps).sum([0L]), maps.shape[0]);

        private void MeasureWaiting(string layer)
        {
            if (_waiting.Remove(layer, out (ChannelActivation Activation, Tensor Maps) waiting))
            {
                using Tensor maps = waiting.Maps;
                using DisposeScope scope = NewDisposeScope();
                Measure(_written, waiting.Activation, maps);
            }
        }

        private void Forget()
        {
            foreach ((_, Tensor maps) in _waiting.Values)
            {
                maps.Dispose();
            }
            _waiting.Clear();
        }

        private IEnumerable<string> Layers() =>
            group.Members.Where(member => member.Role != DimensionRole.Channel).Select(member => $"'{member.Layout.Layer}'").Distinct();
    }
}
