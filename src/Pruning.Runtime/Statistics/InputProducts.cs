using static TorchSharp.torch;

namespace Pruning;

/// <summary>
/// For every layer that reads the channels: the inner products X Xᵀ of what its weights are multiplied with (im2col), in double precision.
/// It is large where channels are many: (C · weights per channel) squared.
/// </summary>
public sealed record InputProducts : Statistic<IReadOnlyList<LayerInputProducts>>
{
    /// <inheritdoc/>
    public override Sources Sources => Sources.Inputs;

    /// <inheritdoc/>
    public override Collector<IReadOnlyList<LayerInputProducts>> Collect(CoupledGroup group) => new Products();

    private sealed class Products : Collector<IReadOnlyList<LayerInputProducts>>
    {
        private readonly Dictionary<(string Layer, int Block), Block> _blocks = [];

        public override void Input(ChannelActivation activation)
        {
            int number = 0;
            foreach (WindowBlock window in InputWindows.Of(activation))
            {
                (string, int) key = (activation.Layer, number++);
                if (!_blocks.TryGetValue(key, out Block? block))
                {
                    _blocks.Add(key, block = new Block(Vectors.Of(window.Weights), (int)window.Weights.shape[1]));
                }
                block.Add(window.Columns);
            }
        }

        public override IReadOnlyList<LayerInputProducts> Result() => [.. _blocks.Select(block => block.Value.Result(block.Key.Layer))];

        protected override void Dispose(bool disposing)
        {
            foreach (Block block in _blocks.Values)
            {
                block.Products.Dispose();
            }
        }
    }

    private sealed class Block(double[] weights, int channels)
    {
        private long _rows;

        public RunningSum Products { get; } = new();

        public void Add(Tensor columns)
        {
            Products.Add(columns.matmul(columns.t()));
            _rows += columns.shape[1];
        }

        public LayerInputProducts Result(string layer) => new(layer, _rows, SquareMatrix.Of(Products), weights, channels);
    }
}

/// <summary>What a layer's weights for a group are multiplied with; a grouped convolution has one for each group of its filters.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Rows">The number of samples times positions.</param>
/// <param name="Products">X Xᵀ; the rows are channel by channel, and within a channel weight by weight of a filter.</param>
/// <param name="Weights">The weights, filter by filter in the same order.</param>
/// <param name="Channels">The number of channels.</param>
public sealed record LayerInputProducts(string Layer, long Rows, SquareMatrix Products, double[] Weights, int Channels);
