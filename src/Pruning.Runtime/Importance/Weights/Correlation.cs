using System.Collections.Immutable;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning;

/// <summary>Pearson's correlation between channels.</summary>
internal static class Correlation
{
    private static readonly Responses Responses = new();

    public static ImmutableArray<Statistic> NeedsOf(CorrelatedValues values) => values == CorrelatedValues.Responses ? [Responses] : [];

    /// <summary>(C, C), from -1 to 1; constant channels are correlated with none, not even themselves.</summary>
    public static SquareMatrix Between(CoupledGroup group, CorrelatedValues values, GroupMembers members)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Tensor vectors = values == CorrelatedValues.Weights
            ? ChannelVectors.Of(group, members).to_type(ScalarType.Float64)
            : cat([.. group.Get(Responses).Tensors.Select(Columns)], 1);
        Tensor centred = vectors - vectors.mean([1], keepdim: true);
        Tensor lengths = centred.square().sum([1L], keepdim: true).sqrt();
        Tensor directions = where(lengths.gt(0), centred / lengths, zeros_like(centred));
        return new SquareMatrix((int)vectors.shape[0], Vectors.Of(directions.matmul(directions.t())));
    }

    private static Tensor Columns(IReadOnlyList<double[]> rows) =>
        tensor(rows.SelectMany(row => row).ToArray(), [rows.Count, rows[0].Length]).t();
}
