using System.Collections.Immutable;
using static TorchSharp.torch;

namespace Pruning;

/// <summary>
/// What the compiler proved about a model class: its groups, how every parameter is made of them, and what a network of given widths costs.
/// The generator writes one for each model: <c>ResNet20.Graph</c>.
/// </summary>
public sealed partial class Graph
{
    private readonly Func<IReadOnlyList<int>, Cost> _cost;
    private readonly Func<IReadOnlyList<int>, int, Cost> _marginalCost;
    private readonly Func<IReadOnlyList<int>, nn.Module>? _build;

    /// <summary>Called by generated code.</summary>
    /// <param name="model">The full name of the model class.</param>
    /// <param name="fingerprint">A hash of groups and layouts: plans for another version of the class are refused by it.</param>
    /// <param name="groups">The groups; their names differ.</param>
    /// <param name="parameters">The layout of every parameter and buffer that some group touches.</param>
    /// <param name="cost">The cost for one width per group, in the groups' order. No width may lower it by growing.</param>
    /// <param name="marginalCost">
    /// What one more channel of the group with the given index adds to the cost; if left out, two costs are subtracted.
    /// </param>
    /// <param name="build">
    /// Makes a network of one width per group, with new weights, whose layers are run through <c>call</c>. If left out, layers that the
    /// model runs otherwise cannot be looked at.
    /// </param>
    /// <exception cref="ArgumentException">Two groups share a name, or a layout does not fit the groups.</exception>
    public Graph(
        string model,
        string fingerprint,
        ImmutableArray<Group> groups,
        ImmutableArray<ParameterLayout> parameters,
        Func<IReadOnlyList<int>, Cost> cost,
        Func<IReadOnlyList<int>, int, Cost>? marginalCost = null,
        Func<IReadOnlyList<int>, nn.Module>? build = null)
    {
        if (groups.GroupBy(group => group.Name).FirstOrDefault(namesakes => namesakes.Count() > 1) is { } namesakes)
        {
            throw new ArgumentException($"{model} has two groups with the name '{namesakes.Key}'.", nameof(groups));
        }
        foreach (ParameterLayout parameter in parameters)
        {
            parameter.CheckAgainst(groups);
        }

        Model = model;
        Fingerprint = fingerprint;
        Groups = groups;
        Parameters = parameters;
        _cost = cost;
        _marginalCost = marginalCost ?? ((widths, group) => cost(OneMore(widths, group)) - cost(widths));
        _build = build;
        DenseWidths = [.. groups.Select(group => group.Channels)];
    }

    /// <summary>The full name of the model class, as metadata has it.</summary>
    public string Model { get; }

    /// <summary>A hash of groups and layouts.</summary>
    public string Fingerprint { get; }

    /// <summary>The groups; a group's index in here is its number everywhere.</summary>
    public ImmutableArray<Group> Groups { get; }

    /// <summary>The layout of every parameter and buffer that some group touches, and of buffers that the state dict leaves out.</summary>
    public ImmutableArray<ParameterLayout> Parameters { get; }

    /// <summary>The widths of the dense model.</summary>
    public ImmutableArray<int> DenseWidths { get; }

    /// <summary>The cost of a network of these widths; nothing is built for it.</summary>
    /// <param name="widths">One width per group, in the groups' order.</param>
    public Cost Cost(IReadOnlyList<int> widths) => _cost(widths);

    /// <summary>What one more channel of a group adds to the cost of a network of these widths.</summary>
    /// <param name="widths">One width per group, in the groups' order.</param>
    /// <param name="group">The group's index.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such group.</exception>
    public Cost MarginalCost(IReadOnlyList<int> widths, int group) => group >= 0 && group < Groups.Length
        ? _marginalCost(widths, group)
        : throw new ArgumentOutOfRangeException(nameof(group), group, $"{Model} has {Groups.Length} groups.");

    /// <summary>The index of the group with this name.</summary>
    /// <exception cref="PruningException">There is no such group.</exception>
    public int IndexOf(string group)
    {
        for (int index = 0; index < Groups.Length; index++)
        {
            if (Groups[index].Name == group)
            {
                return index;
            }
        }
        throw new PruningException(
            $"{Model} has no group '{group}'. Its groups are: {string.Join(", ", Groups.Select(known => known.Name))}.");
    }

    /// <summary>The paths of the layers that produce the group's channels, in the order of the state dict.</summary>
    internal IEnumerable<string> ProducersOf(int group) => Parameters
        .Where(layout => layout.Dimensions.Any(dimension => dimension.Role == DimensionRole.Output && dimension.Contains(group)))
        .Select(layout => layout.Layer);

    /// <summary>The layers whose parameters hold the group's channels: what is cut together.</summary>
    /// <exception cref="PruningException">There is no such group.</exception>
    public ImmutableArray<string> LayersOf(string group)
    {
        int index = IndexOf(group);
        return [.. Parameters.Where(layout => layout.Contains(index)).Select(layout => layout.Layer).Distinct()];
    }

    /// <summary>
    /// What the group is made of, widths aside: the same text for groups of like structure. For each member it says which part of a layer
    /// it is, and what the layer does with the channels.
    /// </summary>
    internal string StructureOf(int index) => string.Join(
        ", ",
        from layout in Parameters
        from dimension in layout.Dimensions
        from segment in dimension.Segments
        where segment.Contains(index)
        let part = layout.Name[(layout.Name.LastIndexOf('.') + 1)..]
        let member = $"{part} {dimension.Role} {layout.Dimensions.Length} {segment.Factors.Length}"
        orderby member
        select member);

    private static int[] OneMore(IReadOnlyList<int> widths, int group)
    {
        int[] more = [.. widths];
        more[group]++;
        return more;
    }

    /// <summary>Checks that a module is the dense model, as far as the groups reach.</summary>
    internal void CheckDense(nn.Module module) => CheckDense(ModuleState.Of(module, this));

    /// <summary>Checks that a module's state is that of the dense model, as far as the groups reach.</summary>
    internal void CheckDense(IReadOnlyDictionary<string, Tensor> state)
    {
        foreach (ParameterLayout layout in Parameters)
        {
            if (!state.TryGetValue(layout.Name, out Tensor? tensor))
            {
                throw new PruningException($"The module is not a {Model}: its state dict has no '{layout.Name}'.");
            }
            if (!layout.Describes(tensor.shape))
            {
                throw new PruningException(
                    $"The module is not a {Model} of full width: '{layout.Name}' has the shape [{string.Join(", ", tensor.shape)}], " +
                    $"but should begin with [{string.Join(", ", layout.Dimensions.Select(dimension => dimension.Length))}].");
            }
        }
    }
}
