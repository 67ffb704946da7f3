using static TorchSharp.torch;

namespace Pruning;

/// <summary>
/// The inner products of the channels' activations over all samples and positions, for every layer that reads them; they say which channels
/// are linear combinations of others.
/// </summary>
public sealed record ActivationProducts : Statistic<IReadOnlyDictionary<string, SquareMatrix>>
{
    /// <inheritdoc/>
    public override Sources Sources => Sources.Inputs;

    /// <inheritdoc/>
    public override Collector<IReadOnlyDictionary<string, SquareMatrix>> Collect(CoupledGroup group) => new Products();

    private sealed class Products : Collector<IReadOnlyDictionary<string, SquareMatrix>>
    {
        private readonly PerLayer<RunningSum> _products = new();

        public override void Input(ChannelActivation activation)
        {
            Tensor channels = activation.Channels;
            Tensor columns = channels.transpose(0, 1).reshape(channels.shape[1], -1).to_type(ScalarType.Float64);
            _products.Of(activation).Add(columns.matmul(columns.t()));
        }

        public override IReadOnlyDictionary<string, SquareMatrix> Result() =>
            _products.Layers.ToDictionary(layer => layer.Key, layer => SquareMatrix.Of(layer.Value));

        protected override void Dispose(bool disposing) => _products.Dispose();
    }
}
