using static TorchSharp.torch;

namespace Pruning;

/// <summary>The sums of gate gradients t and of their products, tᵀt: how channels act together.</summary>
/// <param name="Side">Where the gates are; by default where the channels are read.</param>
public sealed record GateProducts(GateSide Side = GateSide.Readers) : Statistic<GateProductSums>
{
    /// <inheritdoc/>
    public override Sources Sources => Side == GateSide.Readers ? Sources.Gates : Sources.FilterGates;

    /// <inheritdoc/>
    public override Collector<GateProductSums> Collect(CoupledGroup group) => new Products();

    private sealed class Products : Collector<GateProductSums>
    {
        private readonly RunningSum _sum = new(), _products = new();
        private long _samples;

        public override void Gates(Tensor gradients)
        {
            Tensor exact = gradients.to_type(ScalarType.Float64);
            _sum.Add(exact.sum([0L]));
            _products.Add(exact.t().matmul(exact));
            _samples += gradients.shape[0];
        }

        public override void FilterGates(Tensor gradients) => Gates(gradients);

        public override GateProductSums Result() => new(_samples, _sum.ToArray(), SquareMatrix.Of(_products));

        protected override void Dispose(bool disposing)
        {
            _sum.Dispose();
            _products.Dispose();
        }
    }
}

/// <summary>Where gates are.</summary>
public enum GateSide
{
    /// <summary>Wherever a layer reads the channel: a closed gate is a removed channel.</summary>
    Readers,

    /// <summary>At the filters that produce the channel: a gate multiplies their weights, not their bias.</summary>
    Filters,
}

/// <summary>Sums over the samples of gate gradients and their products.</summary>
/// <param name="Samples">The number of samples.</param>
/// <param name="Sum">The sums of t, one per channel.</param>
/// <param name="Products">The sums of t_c t_d, (C, C).</param>
public sealed record GateProductSums(long Samples, double[] Sum, SquareMatrix Products);
