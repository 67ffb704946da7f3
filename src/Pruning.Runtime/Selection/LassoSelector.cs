using System.Collections.Immutable;

namespace Pruning;

/// <summary>
/// LASSO channel pruning: writes the outputs of the layers that read the channels as a combination of the channels' contributions with few
/// factors β that are not zero: the minimum of 1/(2N) ‖Y - Σ β_c Z_c‖² + λ ‖β‖₁. λ grows until few enough channels are left. Needs samples,
/// no labels. The paper then refits the weights: <see cref="LeastSquaresReconstruction"/>. Source: He et al., Channel Pruning for
/// Accelerating Very Deep Neural Networks (2017).
/// </summary>
public sealed record LassoSelector : ChannelSelector
{
    private static readonly Contributions Contributions = new();

    /// <inheritdoc/>
    public override ImmutableArray<Statistic> Needs => [Contributions];

    /// <inheritdoc/>
    public override ImmutableArray<int> Select(CoupledGroup group, int keep)
    {
        SquareMatrix products = ContributionProducts.Joined(group.Get(Contributions));
        double[] targets = Lasso.RowSums(products);
        double high = targets.Max(Math.Abs);
        if (high == 0 || keep == group.Group.Channels)
        {
            return Ranking.Best(targets, keep);
        }

        // Just below the largest λ that leaves something, few are left; bisection finds the λ that leaves as many as asked for. Where the
        // path jumps over that number, the largest factors of the next richer solution stay.
        double low = 0;
        double[] richer = Lasso.Solve(products, targets, 0);
        for (int step = 0; step < 60 && high - low > 1e-9 * high; step++)
        {
            double middle = (low + high) / 2;
            double[] factors = Lasso.Solve(products, targets, middle, richer);
            int left = factors.Count(factor => factor != 0);
            if (left >= keep)
            {
                (low, richer) = (middle, factors);
                if (left == keep)
                {
                    break;
                }
            }
            else
            {
                high = middle;
            }
        }
        return Ranking.Best([.. richer.Select(Math.Abs)], keep);
    }
}

/// <summary>The minimum of ½ βᵀQβ - rᵀβ + λ ‖β‖₁, by coordinate descent.</summary>
internal static class Lasso
{
    private const int MostSweeps = 10_000;
    private const double Precision = 1e-8;

    /// <param name="products">Q.</param>
    /// <param name="targets">r.</param>
    /// <param name="penalty">λ, in the units of r.</param>
    /// <param name="start">Where to begin; by default at zero.</param>
    public static double[] Solve(SquareMatrix products, double[] targets, double penalty, double[]? start = null)
    {
        double[] factors = start is null ? new double[targets.Length] : [.. start];
        double[] fitted = [.. Enumerable.Range(0, factors.Length).Select(row => Row(products, factors, row))];
        for (int sweep = 0; sweep < MostSweeps; sweep++)
        {
            double largest = 0;
            for (int channel = 0; channel < factors.Length; channel++)
            {
                double own = products[channel, channel];
                double wanted = own == 0 ? 0 : Soft(targets[channel] - fitted[channel] + own * factors[channel], penalty) / own;
                double change = wanted - factors[channel];
                if (change == 0)
                {
                    continue;
                }
                factors[channel] = wanted;
                for (int row = 0; row < fitted.Length; row++)
                {
                    fitted[row] += products[row, channel] * change;
                }
                largest = Math.Max(largest, Math.Abs(change));
            }
            if (largest < Precision)
            {
                break;
            }
        }
        return factors;
    }

    /// <summary>The products of each contribution with their sum.</summary>
    public static double[] RowSums(SquareMatrix products) =>
        [.. Enumerable.Range(0, products.Size).Select(row => products.Values.AsSpan(row * products.Size, products.Size).ToArray().Sum())];

    private static double Row(SquareMatrix products, double[] factors, int row)
    {
        double sum = 0;
        for (int column = 0; column < factors.Length; column++)
        {
            sum += products[row, column] * factors[column];
        }
        return sum;
    }

    private static double Soft(double value, double by) => Math.Sign(value) * Math.Max(0, Math.Abs(value) - by);
}
