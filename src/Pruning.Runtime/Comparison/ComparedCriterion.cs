namespace Pruning;

/// <summary>A criterion that takes part in a <see cref="Comparison"/>.</summary>
/// <param name="Name">What tables and plots call it; unique in the comparison.</param>
/// <param name="Importance">The criterion.</param>
/// <param name="Normalization">What makes its scores comparable between groups.</param>
public sealed record ComparedCriterion(string Name, Importance Importance, Normalization Normalization)
{
    /// <summary>
    /// The criterion of this name with its default settings and its own normalisation (<see cref="Method.Normalization"/>), or with the one
    /// that is named behind a colon: <c>fisher</c>, <c>group-l2:lamp</c>.
    /// </summary>
    /// <exception cref="PruningException">A name is unknown; the message names the nearest.</exception>
    public static ComparedCriterion Named(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string[] parts = name.Split(':', 2);
        Method method = Methods.CriterionNamed(parts[0]);
        return new ComparedCriterion(
            name, method.Importance!(), parts.Length > 1 ? Normalization.Named(parts[1]) : method.Normalization);
    }

    /// <summary>Everything that its scores depend on, in words.</summary>
    internal string Description => $"{Importance}, {Normalization.Name}";
}
