using TorchSharp;
using static TorchSharp.torch;

namespace Pruning;

/// <summary>
/// Sums over a channel's weights of weight times gradient, w·g, in several forms, where g is the gradient of a batch's mean loss. The sums
/// are taken batch by batch and averaged over the batches.
/// </summary>
/// <param name="Members">Which members' weights count.</param>
/// <param name="Momentum">
/// By default all batches count alike. With a momentum m the average is a running one: m times the old value and 1 - m times the new.
/// </param>
public sealed record WeightSensitivity(GroupMembers Members, double? Momentum = null) : Statistic<WeightSensitivities>
{
    /// <inheritdoc/>
    public override Sources Sources => Sources.Weights;

    /// <inheritdoc/>
    public override Collector<WeightSensitivities> Collect(CoupledGroup group) => new Sums(group, Members, Momentum);

    private sealed class Sums(CoupledGroup group, GroupMembers kinds, double? momentum) : Collector<WeightSensitivities>
    {
        private WeightSensitivities? _average;
        private int _batches;

        public override void Weights(WeightGradients gradients)
        {
            var signed = new List<double[]>();
            var absolutes = new List<double[]>();
            var squares = new List<double[]>();
            foreach (GroupMember member in group.MembersOf(kinds))
            {
                using DisposeScope scope = NewDisposeScope();
                Tensor products = gradients.ProductOf(member.Tensor);
                signed.Add(member.SumPerChannel(products));
                absolutes.Add(member.SumPerChannel(products.abs()));
                squares.Add(member.SumPerChannel(products.square()));
            }
            double[] sum = Vectors.Sum(signed);
            var batch = new WeightSensitivities(
                Mean: sum,
                Squared: [.. sum.Select(value => value * value)],
                Squares: Vectors.Sum(squares),
                Absolutes: Vectors.Sum(absolutes),
                Total: gradients.Total);
            double weight = momentum is double kept ? 1 - kept : 1.0 / (_batches + 1);
            _average = _average is null ? batch : _average.Towards(batch, weight);
            _batches++;
        }

        public override WeightSensitivities Result() => _average ?? throw new InvalidOperationException("There was no batch.");
    }
}

/// <summary>Forms of weight times gradient, summed over the weights of a channel, averaged over batches; one number per channel.</summary>
/// <param name="Mean">Σ w·g.</param>
/// <param name="Squared">(Σ w·g)².</param>
/// <param name="Squares">Σ (w·g)².</param>
/// <param name="Absolutes">Σ |w·g|.</param>
/// <param name="Total">Σ |w·g| over all weights of the model; biases and factors of norms are not counted.</param>
public sealed record WeightSensitivities(double[] Mean, double[] Squared, double[] Squares, double[] Absolutes, double Total)
{
    internal WeightSensitivities Towards(WeightSensitivities other, double by) => new(
        Towards(Mean, other.Mean, by),
        Towards(Squared, other.Squared, by),
        Towards(Squares, other.Squares, by),
        Towards(Absolutes, other.Absolutes, by),
        Total + by * (other.Total - Total));

    private static double[] Towards(double[] from, double[] to, double by) => [.. from.Zip(to, (old, next) => old + by * (next - old))];
}
