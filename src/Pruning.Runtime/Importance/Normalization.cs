using System.Collections.Immutable;

namespace Pruning;

/// <summary>
/// Makes the scores of one group comparable with those of others. Where a divisor would be zero all results are zero, so that no NaN
/// arises; scores below zero are divided by the size of the divisor, so that their order stays.
/// </summary>
/// <param name="Name">Its name, for reports and recipes.</param>
/// <param name="Apply">Maps a group's scores, one per channel, to as many new ones in the same order of size.</param>
public sealed record Normalization(string Name, Func<ImmutableArray<double>, ImmutableArray<double>> Apply)
{
    /// <summary>The scores as they are.</summary>
    public static Normalization None { get; } = new("none", scores => scores);

    /// <summary>Each score by the group's mean.</summary>
    public static Normalization Mean { get; } = new("mean", scores => Divided(scores, scores.Average()));

    /// <summary>Each score by the group's sum: the share in the group.</summary>
    public static Normalization Sum { get; } = new("sum", scores => Divided(scores, scores.Sum()));

    /// <summary>Each score by the group's maximum.</summary>
    public static Normalization Max { get; } = new("max", scores => Divided(scores, scores.Max()));

    /// <summary>Each score by the square root of the sum of their squares.</summary>
    public static Normalization Euclidean { get; } =
        new("euclidean", scores => Divided(scores, Math.Sqrt(scores.Sum(score => score * score))));

    /// <summary>From 0 for the group's minimum to 1 for its maximum.</summary>
    public static Normalization Linear { get; } =
        new("linear", scores => Divided(Shifted(scores, scores.Min()), scores.Max() - scores.Min()));

    /// <summary>The distance from the group's mean, in standard deviations of the population.</summary>
    public static Normalization StandardScore { get; } = new("standard-score", scores =>
    {
        ImmutableArray<double> centered = Shifted(scores, scores.Average());
        return Divided(centered, Math.Sqrt(centered.Average(score => score * score)));
    });

    /// <summary>The softmax over the group.</summary>
    public static Normalization Softmax { get; } = new("softmax", scores =>
    {
        double maximum = scores.Max();
        ImmutableArray<double> exponentials = [.. scores.Select(score => Math.Exp(score - maximum))];
        return Divided(exponentials, exponentials.Sum());
    });

    /// <summary>
    /// LAMP: each score by the sum of itself and all larger ones, so that the best channel of every group gets 1 and no group is emptied.
    /// Meant for squared norms.
    /// </summary>
    public static Normalization Lamp { get; } = new("lamp", scores =>
    {
        var result = new double[scores.Length];
        double sum = 0;
        foreach (int channel in Enumerable.Range(0, scores.Length).OrderBy(channel => scores[channel]).Reverse())
        {
            sum += scores[channel];
            result[channel] = sum == 0 ? 0 : scores[channel] / sum;
        }
        return [.. result];
    });

    /// <summary>All of the above.</summary>
    public static ImmutableArray<Normalization> All { get; } =
        [None, Mean, Sum, Max, Euclidean, Linear, StandardScore, Softmax, Lamp];

    /// <summary>The one of this name.</summary>
    /// <exception cref="PruningException">There is none; the message names the nearest.</exception>
    public static Normalization Named(string name) => All.FirstOrDefault(normalization => normalization.Name == name)
        ?? throw new PruningException(
            $"There is no normalisation '{name}'. Do you mean '{Spelling.Nearest(name, All.Select(normalization => normalization.Name))}'?");

    private static ImmutableArray<double> Shifted(ImmutableArray<double> scores, double by) => [.. scores.Select(score => score - by)];

    private static ImmutableArray<double> Divided(ImmutableArray<double> scores, double by) =>
        by == 0 ? [.. scores.Select(_ => 0.0)] : [.. scores.Select(score => score / Math.Abs(by))];
}
