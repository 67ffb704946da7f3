using System.Collections.Immutable;
using System.IO.Enumeration;

namespace Pruning;

/// <summary>
/// What fraction of each group goes, written by hand or recommended (<see cref="Scores.Recommend"/>) and then edited. Immutable. A group
/// loses <c>floor(ratio · channels)</c> channels, fewer where the widths that it may have demand it.
/// </summary>
public sealed record PruningRatios
{
    private const double RoundingError = 1e-9; // so that 0.29 of 100 channels are 29

    /// <summary>The same ratio for all groups.</summary>
    /// <param name="everywhere">The fraction that goes, from 0 to below 1; by default 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The ratio is out of this range.</exception>
    public PruningRatios(double everywhere = 0) => Everywhere = Checked(everywhere);

    /// <summary>The ratio of groups that no pattern matches.</summary>
    public double Everywhere { get; }

    /// <summary>The exceptions; where several match a group, the last one counts.</summary>
    public ImmutableArray<(string Pattern, double Ratio)> Exceptions { get; private init; } = [];

    /// <summary>The same ratios, but another one for some groups.</summary>
    /// <param name="pattern">
    /// The name of a group or the path of a layer that produces its channels; <c>*</c> stands for any characters, <c>?</c> for one:
    /// <c>layer1.*</c>, <c>*.conv1</c>.
    /// </param>
    /// <param name="ratio">The fraction that goes, from 0 to below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The ratio is out of this range.</exception>
    public PruningRatios With(string pattern, double ratio) => this with { Exceptions = Exceptions.Add((pattern, Checked(ratio))) };

    /// <summary>The same table with all ratios multiplied, for instance by how far a schedule has come.</summary>
    /// <param name="share">From 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is out of this range.</exception>
    public PruningRatios Times(double share) => share is >= 0 and <= 1
        ? new PruningRatios(Everywhere * share)
        {
            Exceptions = [.. Exceptions.Select(exception => (exception.Pattern, exception.Ratio * share))],
        }
        : throw new ArgumentOutOfRangeException(nameof(share), share, "It must be from 0 to 1.");

    /// <summary>The ratio of each group, in the graph's order.</summary>
    /// <exception cref="PruningException">A pattern matches no group.</exception>
    public ImmutableArray<double> For(Graph graph)
    {
        double[] ratios = [.. graph.Groups.Select(_ => Everywhere)];
        foreach ((string pattern, double ratio) in Exceptions)
        {
            int[] matched = [.. Enumerable.Range(0, ratios.Length).Where(group => Matches(graph, group, pattern))];
            if (matched.Length == 0)
            {
                throw new PruningException(
                    $"No group of {graph.Model} is called '{pattern}', and no layer of that path produces channels that could go. The " +
                    $"groups are: {string.Join(", ", graph.Groups.Select(group => group.Name))}.");
            }
            foreach (int group in matched)
            {
                ratios[group] = ratio;
            }
        }
        return [.. ratios];
    }

    /// <summary>How many of a group's channels stay.</summary>
    internal static int Kept(int channels, double ratio) => channels - (int)Math.Floor((ratio * channels) + RoundingError);

    /// <summary>Whether ratios are the same.</summary>
    public bool Equals(PruningRatios? other) =>
        other is not null && Everywhere == other.Everywhere && Exceptions.SequenceEqual(other.Exceptions);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Everywhere, Exceptions.Length);

    /// <summary>The ratios in one line.</summary>
    public override string ToString() => string.Join(
        ", ", Exceptions.Select(exception => FormattableString.Invariant($"{exception.Pattern} {exception.Ratio}")).Prepend(
            FormattableString.Invariant($"{Everywhere}")));

    private static bool Matches(Graph graph, int group, string pattern) => graph.ProducersOf(group)
        .Append(graph.Groups[group].Name)
        .Any(path => FileSystemName.MatchesSimpleExpression(pattern.Replace(@"\", @"\\"), path, ignoreCase: false));

    private static double Checked(double ratio) => ratio is >= 0 and < 1
        ? ratio
        : throw new ArgumentOutOfRangeException(nameof(ratio), ratio, "The fraction that goes must be at least 0 and below 1.");
}
