using System.Collections.Immutable;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning;

/// <summary>
/// Collaborative channel pruning: keeps the set of channels for which a second-order model of the loss is smallest, Σ (β_c - 1) u_c + Σ
/// (β_c - 1)(β_d - 1) S_cd over β in {0, 1}, where u is the mean gate gradient and S = tᵀt / 2N stands for half the Hessian. Groups of up
/// to 20 channels are searched completely where that is no more than some ten thousand sets; for others β is relaxed to [0, 1], solved by
/// projected gradients from five starts, rounded, and mended by exchanges of one channel for another. Needs labels and gradients. Source:
/// Peng et al., Collaborative Channel Pruning for Deep Networks (2019).
/// </summary>
public sealed record CollaborativeSelector : ChannelSelector
{
    /// <summary>Where the gates are; by default at the filters, as in the paper, which counts weights only.</summary>
    public GateSide Side { get; init; } = GateSide.Filters;

    /// <inheritdoc/>
    public override ImmutableArray<Statistic> Needs => [Gates];

    /// <inheritdoc/>
    public override ImmutableArray<int> Select(CoupledGroup group, int keep)
    {
        GateProductSums gates = group.Get(Gates);
        return new SubsetProgram(
            Vectors.Scaled(gates.Sum, 1.0 / gates.Samples), gates.Products * (0.5 / gates.Samples)).Best(keep);
    }

    private GateProducts Gates => new(Side);
}

/// <summary>The quadratic programme of collaborative channel pruning.</summary>
/// <param name="linear">u.</param>
/// <param name="quadratic">S.</param>
internal sealed class SubsetProgram(double[] linear, SquareMatrix quadratic)
{
    private const int MostSets = 20_000;
    private const int Steps = 500;

    private int Channels => linear.Length;

    /// <summary>The channels to keep, ascending.</summary>
    public ImmutableArray<int> Best(int keep) => Channels <= 20 && Sets(Channels, keep) <= MostSets
        ? All(keep).MinBy(Objective)
        : Searched(keep);

    /// <summary>The best set that five starts lead to; not always the best of all.</summary>
    public ImmutableArray<int> Searched(int keep) =>
        Starts(keep).Select(start => Mended(Ranking.Best(Relaxed(start, keep), keep))).MinBy(Objective);

    /// <summary>The model's change of the loss when only these channels stay.</summary>
    public double Objective(ImmutableArray<int> kept)
    {
        ImmutableArray<int> removed = Ranking.Without(Channels, kept);
        return removed.Sum(one => -linear[one] + removed.Sum(other => quadratic[one, other]));
    }

    private IEnumerable<ImmutableArray<int>> All(int keep, int from = 0)
    {
        if (keep == 0)
        {
            yield return [];
            yield break;
        }
        for (int first = from; first <= Channels - keep; first++)
        {
            foreach (ImmutableArray<int> rest in All(keep - 1, first + 1))
            {
                yield return rest.Insert(0, first);
            }
        }
    }

    private static double Sets(int of, int keep) =>
        Enumerable.Range(0, keep).Aggregate(1.0, (product, index) => product * (of - index) / (index + 1));

    private IEnumerable<double[]> Starts(int keep)
    {
        yield return Indicator(Ranking.Best(Vectors.Scaled(linear, -1), keep));
        yield return Indicator(Ranking.Best([.. Enumerable.Range(0, Channels).Select(channel => quadratic[channel, channel])], keep));
        var random = new Random(1);
        for (int start = 0; start < 3; start++)
        {
            int[] channels = [.. Enumerable.Range(0, Channels)];
            random.Shuffle(channels);
            yield return Indicator([.. channels.Take(keep)]);
        }
    }

    private double[] Indicator(ImmutableArray<int> kept)
    {
        var values = new double[Channels];
        foreach (int channel in kept)
        {
            values[channel] = 1;
        }
        return values;
    }

    private double[] Relaxed(double[] start, int keep)
    {
        double step = 1 / (2 * Math.Max(LargestEigenvalue(), 1e-12));
        double[] shares = start;
        for (int iteration = 0; iteration < Steps; iteration++)
        {
            double[] gradient = Gradient(shares);
            shares = Projected([.. shares.Zip(gradient, (share, slope) => share - step * slope)], keep);
        }
        return shares;
    }

    private double[] Gradient(double[] shares)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor matrix = tensor(quadratic.Values, [Channels, Channels]);
        Tensor missing = tensor(shares) - 1;
        return Vectors.Of(tensor(linear) + matrix.matmul(missing) * 2);
    }

    private double LargestEigenvalue()
    {
        using DisposeScope scope = NewDisposeScope();
        return linalg.eigvalsh(tensor(quadratic.Values, [Channels, Channels])).max().item<double>();
    }

    // The nearest point with entries between 0 and 1 and the sum wanted.
    private static double[] Projected(double[] point, int sum)
    {
        double low = point.Min() - 1, high = point.Max();
        for (int iteration = 0; iteration < 60; iteration++)
        {
            double middle = (low + high) / 2;
            if (point.Sum(value => Math.Clamp(value - middle, 0, 1)) > sum)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }
        return [.. point.Select(value => Math.Clamp(value - high, 0, 1))];
    }

    private ImmutableArray<int> Mended(ImmutableArray<int> kept)
    {
        while (true)
        {
            // What an exchange changes follows from the products with all removed channels.
            ImmutableArray<int> removed = Ranking.Without(Channels, kept);
            double[] withRemoved = [.. Enumerable.Range(0, Channels).Select(channel => removed.Sum(other => quadratic[channel, other]))];
            var best = (
                from going in kept
                from coming in removed
                select (going, coming, change: Change(going, coming, withRemoved))).DefaultIfEmpty().MinBy(exchange => exchange.change);
            if (best.change >= -1e-15)
            {
                return kept;
            }
            kept = [.. kept.Remove(best.going).Add(best.coming).Order()];
        }
    }

    private double Change(int going, int coming, double[] withRemoved) =>
        linear[coming] - 2 * withRemoved[coming] + quadratic[coming, coming]
        - linear[going] + 2 * (withRemoved[going] - quadratic[going, coming]) + quadratic[going, going];
}
