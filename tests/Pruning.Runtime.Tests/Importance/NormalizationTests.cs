using System.Collections.Immutable;

namespace Pruning.Tests;

public class NormalizationTests
{
    public static TheoryData<Normalization, double[]> Known => new()
    {
        // Of the scores 1, 2, 4, 3; computed with NumPy.
        { Normalization.None, [1, 2, 4, 3] },
        { Normalization.StandardScore, [-1.341641, -0.447214, 1.341641, 0.447214] },
        { Normalization.Sum, [0.1, 0.2, 0.4, 0.3] },
        { Normalization.Linear, [0, 0.333333, 1, 0.666667] },
        { Normalization.Softmax, [0.032059, 0.087144, 0.643914, 0.236883] },
        { Normalization.Euclidean, [0.182574, 0.365148, 0.730297, 0.547723] },
        { Normalization.Mean, [0.4, 0.8, 1.6, 1.2] },
        { Normalization.Max, [0.25, 0.5, 1, 0.75] },
        { Normalization.Lamp, [0.1, 0.222222, 1, 0.428571] },
    };

    public static TheoryData<Normalization> All => [.. Known.Select(row => (Normalization)row[0])];

    [Theory]
    [MemberData(nameof(Known))]
    public void Known_numbers(Normalization normalization, double[] expected)
    {
        ImmutableArray<double> actual = normalization.Apply([1, 2, 4, 3]);
        for (int index = 0; index < expected.Length; index++)
        {
            actual[index].ShouldBe(expected[index], 1e-6);
        }
    }

    [SkippableFact]
    public void Scores_are_normalised_as_the_oracle_does()
    {
        MethodOracle oracle = MethodOracle.Of("layer_normalisers");
        double[] scores = oracle.Input("s").Numbers();
        foreach ((string name, Normalization normalization) in new[]
            {
                ("standard_score_population_std", Normalization.StandardScore), ("tss (sum)", Normalization.Sum),
                ("linear_scaling (min-max)", Normalization.Linear), ("softmax", Normalization.Softmax), ("l2", Normalization.Euclidean),
                ("mean", Normalization.Mean), ("max", Normalization.Max),
            })
        {
            normalization.Apply([.. scores]).ShouldBeClose(oracle.Expected(name));
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Equal_scores_and_zeros_give_finite_numbers(Normalization normalization)
    {
        normalization.Apply([0, 0, 0]).ShouldAllBe(score => double.IsFinite(score));
        normalization.Apply([5, 5]).ShouldAllBe(score => double.IsFinite(score));
        normalization.Apply([-3]).ShouldAllBe(score => double.IsFinite(score));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Scores_below_zero_keep_their_order(Normalization normalization)
    {
        // LAMP is meant for squares.
        if (normalization != Normalization.Lamp)
        {
            ImmutableArray<double> found = normalization.Apply([-0.9, -0.5, -0.1]);
            found.ShouldBe(found.Order());
        }
    }

    [Fact]
    public void Names_are_known() => Normalization.All.ShouldAllBe(known => Normalization.Named(known.Name) == known);
}
