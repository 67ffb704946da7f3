using System.Collections.Immutable;

namespace Pruning;

/// <summary>
/// What the compiler proved about a model class: its groups, how every parameter is made of them, and what a network of given widths costs.
/// The generator writes one for each model: <c>ResNet20.Graph</c>.
/// </summary>
public sealed class Graph
{
    private readonly Func<IReadOnlyList<int>, Cost> _cost;

    /// <summary>Called by generated code.</summary>
    /// <param name="model">The full name of the model class.</param>
    /// <param name="fingerprint">A hash of groups and layouts: plans for another version of the class are refused by it.</param>
    /// <param name="groups">The groups.</param>
    /// <param name="parameters">The layout of every parameter and buffer that some group touches.</param>
    /// <param name="cost">The cost for one width per group, in the groups' order.</param>
    public Graph(
        string model,
        string fingerprint,
        ImmutableArray<Group> groups,
        ImmutableArray<ParameterLayout> parameters,
        Func<IReadOnlyList<int>, Cost> cost)
    {
        Model = model;
        Fingerprint = fingerprint;
        Groups = groups;
        Parameters = parameters;
        _cost = cost;
        DenseWidths = [.. groups.Select(group => group.Channels)];
    }

    /// <summary>The full name of the model class, as metadata has it.</summary>
    public string Model { get; }

    /// <summary>A hash of groups and layouts.</summary>
    public string Fingerprint { get; }

    /// <summary>The groups; a group's index in here is its number everywhere.</summary>
    public ImmutableArray<Group> Groups { get; }

    /// <summary>The layout of every parameter and buffer that some group touches.</summary>
    public ImmutableArray<ParameterLayout> Parameters { get; }

    /// <summary>The widths of the dense model.</summary>
    public ImmutableArray<int> DenseWidths { get; }

    /// <summary>The cost of a network of these widths; nothing is built for it.</summary>
    /// <param name="widths">One width per group, in the groups' order.</param>
    public Cost Cost(IReadOnlyList<int> widths) => _cost(widths);
}
