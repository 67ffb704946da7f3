namespace Pruning;

/// <summary>
/// How unequal magnitudes are, from their sum ℓ1 and their Euclidean norm ℓ2. Source: Hoyer, Non-negative Matrix Factorization with
/// Sparseness Constraints (2004).
/// </summary>
public static class Hoyer
{
    /// <summary>(√n − ℓ1/ℓ2) / (√n − 1): 0 where all n numbers have the same size, 1 where one alone is not zero.</summary>
    /// <param name="values">Numbers of any sign; of one number, or of zeros only, the index is 0.</param>
    public static double Index(IReadOnlyCollection<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        double root = Math.Sqrt(values.Count);
        return values.Count > 1 && Quotient(values) is double quotient ? (root - quotient) / (root - 1) : 0;
    }

    /// <summary>(ℓ1/ℓ2)²: how many numbers of one size have the same sum and the same norm; from 1 to n, or 0 where all are zero.</summary>
    /// <param name="values">Numbers of any sign.</param>
    public static double EffectiveCount(IReadOnlyCollection<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Quotient(values) is double quotient ? quotient * quotient : 0;
    }

    private static double? Quotient(IReadOnlyCollection<double> values)
    {
        double norm = Math.Sqrt(values.Sum(value => value * value));
        return norm > 0 ? values.Sum(Math.Abs) / norm : null;
    }
}
