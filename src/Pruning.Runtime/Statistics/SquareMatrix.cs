namespace Pruning;

/// <summary>A square matrix of numbers, one row and column per channel.</summary>
/// <param name="Size">The number of rows.</param>
/// <param name="Values">The entries, row by row.</param>
public sealed record SquareMatrix(int Size, double[] Values)
{
    /// <summary>The entry of a row and a column.</summary>
    public double this[int row, int column] => Values[row * Size + column];

    /// <summary>The entry-wise sum.</summary>
    public static SquareMatrix operator +(SquareMatrix left, SquareMatrix right) =>
        new(left.Size, Vectors.Sum([left.Values, right.Values]));

    /// <summary>Each entry times a number.</summary>
    public static SquareMatrix operator *(SquareMatrix matrix, double by) => new(matrix.Size, Vectors.Scaled(matrix.Values, by));

    internal static SquareMatrix Of(RunningSum sum) => new((int)sum.Value.shape[0], sum.ToArray());
}
