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

    /// <summary>The method of this name, which must be a criterion.</summary>
    /// <exception cref="PruningException">There is none; the message names the nearest.</exception>
    public static Method CriterionNamed(string name) => Found(name, method => method.Importance, "criterion");

    /// <summary>The criterion of this name, with its default settings.</summary>
    /// <exception cref="PruningException">There is none; the message names the nearest.</exception>
    public static Importance ImportanceNamed(string name) => CriterionNamed(name).Importance!();

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

    private static TMade Made<TMade>(string name, Func<Method, Func<TMade>?> maker, string kind) => maker(Found(name, maker, kind))!();

    private static Method Found<TMade>(string name, Func<Method, Func<TMade>?> maker, string kind)
    {
        Method[] candidates = [.. All.Where(method => maker(method) is not null)];
        return candidates.FirstOrDefault(method => method.Name == name) ?? throw new PruningException(
            $"There is no {kind} '{name}'. Do you mean '{Spelling.Nearest(name, candidates.Select(method => method.Name))}'?");
    }
}
