namespace Pruning;

/// <summary>Finds the largest value that is accepted, where whatever is larger than a rejected one is rejected too.</summary>
public static class Bisection
{
    /// <summary>
    /// Halves the range between what is accepted and what is rejected. Where acceptance does not fall steadily, as with a measured
    /// accuracy, the result is still a value that was accepted.
    /// </summary>
    /// <param name="low">The lower end; it is asked for first.</param>
    /// <param name="high">The upper end; it is asked for second, and is the result if it is accepted.</param>
    /// <param name="accepts">Asked for one value after the other.</param>
    /// <param name="tolerance">The search ends when the range is this fraction of its upper end. Default: 0.001.</param>
    /// <param name="evaluations">The search ends after so many questions. Default: 40.</param>
    /// <returns>The largest value that was accepted; null if the lower end is not.</returns>
    public static double? Largest(double low, double high, Func<double, bool> accepts, double tolerance = 1e-3, int evaluations = 40)
    {
        ArgumentNullException.ThrowIfNull(accepts);
        ArgumentOutOfRangeException.ThrowIfLessThan(high, low);
        ArgumentOutOfRangeException.ThrowIfLessThan(evaluations, 2);
        if (!accepts(low))
        {
            return null;
        }
        if (accepts(high))
        {
            return high;
        }
        double accepted = low, rejected = high;
        for (int question = 2; question < evaluations && rejected - accepted > tolerance * Math.Abs(rejected); question++)
        {
            double middle = (accepted + rejected) / 2;
            if (accepts(middle))
            {
                accepted = middle;
            }
            else
            {
                rejected = middle;
            }
        }
        return accepted;
    }
}
