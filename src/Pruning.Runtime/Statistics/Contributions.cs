using static TorchSharp.torch;

namespace Pruning;

/// <summary>
/// What every channel contributes to the layers that read it: for each such layer Z_c = X_c W_cᵀ, one number for each sample, position and
/// filter, of which the inner products between channels are kept. The layer's output is the sum of the contributions, so that every
/// question of how well some channels stand for all of them is answered by these products.
/// </summary>
public sealed record Contributions : Statistic<IReadOnlyList<ContributionProducts>>
{
    /// <inheritdoc/>
    public override Sources Sources => Sources.Inputs;

    /// <inheritdoc/>
    public override Collector<IReadOnlyList<ContributionProducts>> Collect(CoupledGroup group) => new Products();

    private sealed class Products : Collector<IReadOnlyList<ContributionProducts>>
    {
        private readonly PerLayer<RunningSum> _products = new(), _sums = new();
        private readonly Dictionary<string, long> _rows = [];

        public override void Input(ChannelActivation activation)
        {
            foreach (WindowBlock block in InputWindows.Of(activation))
            {
                long channels = block.Inputs.shape[1], each = block.Inputs.shape[2];
                Tensor columns = block.Columns, rows = block.Weights.to_type(ScalarType.Float64).reshape(block.Weights.shape[0], -1);

                // ⟨Z_c, Z_d⟩ = Σ over pairs of weights (X Xᵀ) ∘ (Wᵀ W): the contributions themselves need not be formed.
                Tensor products = columns.matmul(columns.t()).mul_(rows.t().matmul(rows));
                _products.Of(activation).Add(products.view(channels, each, channels, each).sum([1L, 3L]));
                _sums.Of(activation).Add((columns.sum([1L]) * rows.sum([0L])).view(channels, each).sum([1L]));
                _rows[activation.Layer] = _rows.GetValueOrDefault(activation.Layer) + columns.shape[1] * rows.shape[0];
            }
        }

        public override IReadOnlyList<ContributionProducts> Result() =>
        [
            .. _products.Layers.Select(layer => new ContributionProducts(
                layer.Key, _rows[layer.Key], SquareMatrix.Of(layer.Value), _sums.Layers[layer.Key].ToArray())),
        ];

        protected override void Dispose(bool disposing)
        {
            _products.Dispose();
            _sums.Dispose();
        }
    }
}

/// <summary>The contributions of a group's channels to one layer.</summary>
/// <param name="Layer">The layer that reads the channels.</param>
/// <param name="Rows">How many numbers were compared: samples times positions times filters.</param>
/// <param name="Products">The inner products of the channels' contributions, (C, C).</param>
/// <param name="Sums">The sums of the channels' contributions.</param>
public sealed record ContributionProducts(string Layer, long Rows, SquareMatrix Products, double[] Sums)
{
    /// <summary>The variance of the sum of all contributions.</summary>
    internal double Variance
    {
        get
        {
            double mean = Sums.Sum() / Rows;
            return Products.Values.Sum() / Rows - mean * mean;
        }
    }

    /// <summary>
    /// The products of all layers in one matrix. Where there are several, each counts by the inverse of its output's variance, so that no
    /// layer drowns the others.
    /// </summary>
    internal static SquareMatrix Joined(IReadOnlyList<ContributionProducts> layers) => layers.Count == 1
        ? layers[0].Products
        : layers.Select(layer => layer.Products * (layer.Variance > 0 ? 1 / layer.Variance / layer.Rows : 0))
            .Aggregate((sum, next) => sum + next);
}
