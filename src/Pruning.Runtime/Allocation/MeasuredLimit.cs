using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning;

/// <summary>
/// A limit for what no formula tells: a latency, a peak memory, a file's size. Plans are made, built and measured, about a dozen of them;
/// see <see cref="Scores.Plan(MeasuredLimit, Allocation, PlanOptions?)"/>.
/// </summary>
/// <param name="Quantity">What is measured, with its unit, for messages: <c>latency in ms</c>.</param>
/// <param name="Limit">The most that is accepted.</param>
/// <param name="Measure">Measures the network of a plan.</param>
public sealed record MeasuredLimit(string Quantity, double Limit, Func<PruningPlan, double> Measure)
{
    /// <summary>How many networks are measured at most. Default: 14.</summary>
    public int Measurements { get; init; } = 14;

    /// <summary>A limit for the median time of a batch on this machine.</summary>
    /// <param name="limit">The most that is accepted.</param>
    /// <param name="prune">Builds the network of a plan: <c>plan => dense.Prune(plan)</c>. It is disposed of after it was measured.</param>
    /// <param name="batch">The inputs to measure with; their first dimension counts the samples.</param>
    /// <param name="options">How often a network runs; null for the defaults.</param>
    public static MeasuredLimit Latency(
        TimeSpan limit, Func<PruningPlan, Module<Tensor, Tensor>> prune, Tensor batch, LatencyOptions? options = null) =>
        new("latency in ms", limit.TotalMilliseconds, plan =>
        {
            using Module<Tensor, Tensor> network = prune(plan);
            return Pruning.Latency.Measure(network, batch, options).Median.TotalMilliseconds;
        });

    /// <summary>The largest of the tried plans that was within the limit.</summary>
    internal PruningPlan Largest(Scores scores, Allocation allocation, PlanOptions options)
    {
        var smallest = new AllocationProblem(scores, Budget.Channels(1), options).AllowedWidths.Select(widths => widths[0]);
        double channels = scores.Graph.DenseWidths.Sum();
        double least = double.NaN;
        PruningPlan? best = null;
        Bisection.Largest(smallest.Sum() / channels, 1, Accepts, tolerance: 0.5 / channels, Measurements);
        return best ?? throw new OutOfReachException(
            $"A {Quantity} of {Limit:G4} is out of reach for {scores.Graph.Model}: with the minimum widths, the rounding and the groups " +
            $"to keep, {least:G4} was measured.");

        bool Accepts(double fraction)
        {
            PruningPlan plan = scores.Plan(Budget.Channels(fraction), allocation, options);
            double measured = Measure(plan);
            least = double.IsNaN(least) ? measured : least;
            if (measured <= Limit)
            {
                best = plan;
            }
            return measured <= Limit;
        }
    }
}
