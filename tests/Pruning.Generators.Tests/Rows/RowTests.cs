using Pruning.Generators.Coupling.Rules;
using Pruning.Generators.Tests.Compiled;
using Pruning.Generators.Tests.Probes;

namespace Pruning.Generators.Tests.Rows;

/// <summary>Every row of the tables of operators and of layers has a network here, which is pruned exactly or refused.</summary>
public sealed class RowTests(RowTests.Compiled compiled) : IClassFixture<RowTests.Compiled>
{
    private static readonly IReadOnlyList<RowCase> Cases =
    [
        .. ElementwiseRows.All, .. ShapeRows.All, .. ReductionRows.All, .. PoolRows.All, .. LayerRows.All,
    ];

    public static TheoryData<string> Rows => [.. Cases.Select(one => one.Row).Distinct()];

    // What TorchSharp 0.107 throws in, pruned or not.
    private static readonly string[] BrokenInTorchSharp =
        ["nanmean", "upsample_nearest", "adaptive_max_pool3d", "adaptive_max_pool3d_with_indices", "AdaptiveMaxPool3d"];

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void A_row_is_exact_or_refuses(string row)
    {
        Skip.If(BrokenInTorchSharp.Contains(row) && Provider.IsTorchSharp, "TorchSharp 0.107 itself throws there");

        compiled.Models[row].Select(one => Expectations.Fault(one.Case.Model, one.Model)).OfType<string>().ShouldBeEmpty();
    }

    [Fact]
    public void Every_row_has_a_case() =>
        OperatorTable.Names.Concat(LayerTable.Rows.Keys).Except(Cases.Select(one => one.Row)).ShouldBeEmpty();

    /// <summary>All networks in one assembly.</summary>
    public sealed class Compiled
    {
        internal ILookup<string, (RowCase Case, CompiledModel Model)> Models { get; } =
            Cases.Zip(CompiledModels.Of([.. Cases.Select(one => one.Model.Source)])).ToLookup(pair => pair.First.Row);
    }
}
