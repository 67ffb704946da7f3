using System.Collections.Immutable;

namespace Pruning;

/// <summary>
/// All methods by name: recipes look them up here, the table of methods is made of it, and every criterion in it is held against the
/// properties that criteria have.
/// </summary>
public static partial class Methods
{
    /// <summary>All methods, by number.</summary>
    public static ImmutableArray<Method> All { get; } = [.. ((IEnumerable<Method>)[.. Scoring, .. Others]).OrderBy(method => method.Id)];

    /// <summary>The criterion of this name, with its default settings.</summary>
    /// <exception cref="PruningException">There is none; the message names the nearest.</exception>
    public static Importance ImportanceNamed(string name) => Made(name, method => method.Importance, "criterion");

    /// <summary>
    /// The selector of this name, with its default settings; the name of a criterion gives the channels that it scores highest.
    /// </summary>
    /// <exception cref="PruningException">There is none; the message names the nearest.</exception>
    public static ChannelSelector SelectorNamed(string name) => Made(
        name,
        method => method.Selector ?? (method.Importance is { } importance ? () => new TopSelector(importance()) : null),
        "selector");

    /// <summary>The reconstruction of this name, with its default settings.</summary>
    /// <exception cref="PruningException">There is none; the message names the nearest.</exception>
    public static Reconstruction ReconstructionNamed(string name) => Made(name, method => method.Reconstruction, "reconstruction");

    private static TMade Made<TMade>(string name, Func<Method, Func<TMade>?> maker, string kind)
    {
        if (All.FirstOrDefault(method => method.Name == name && maker(method) is not null) is { } found)
        {
            return maker(found)!();
        }
        string nearest = All.Where(method => maker(method) is not null).MinBy(method => Distance(method.Name, name))!.Name;
        throw new PruningException($"There is no {kind} '{name}'. Do you mean '{nearest}'?");
    }

    // How many letters must be changed, added or left out (Levenshtein).
    private static int Distance(string one, string other)
    {
        int[] row = [.. Enumerable.Range(0, other.Length + 1)];
        foreach (char letter in one)
        {
            int diagonal = row[0]++;
            for (int column = 1; column < row.Length; column++)
            {
                int changed = diagonal + (letter == other[column - 1] ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.Min(changed, Math.Min(row[column], row[column - 1]) + 1);
            }
        }
        return row[^1];
    }
}
