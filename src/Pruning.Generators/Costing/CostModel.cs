using System.Collections.Immutable;
using Pruning.Generators.Coupling;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Costing;

/// <summary>
/// What a network costs in terms of its groups' widths: trainable parameters, the multiply-accumulate operations of convolutions,
/// linear layers and matrix products, and the elements that convolutions and linear layers put out, both for one sample.
/// </summary>
internal sealed class CostModel
{
    private readonly NetworkModel _network;
    private readonly Groups _groups;
    private readonly List<string> _uncounted = [];

    /// <summary>Counts.</summary>
    public CostModel(NetworkModel network, Replay replay, StateDict states, Groups groups)
    {
        _network = network;
        _groups = groups;
        var shared = new HashSet<StateOperand>(network.Ties.Select(tie => tie.Tied));
        var owned = states.Entries
            .Where(entry => entry.State.IsTrainable && !shared.Contains(new StateOperand(entry.Module, entry.State.Name)))
            .GroupBy(entry => (entry.Module, entry.State.Name))
            .Select(tied => tied.First())
            .ToLookup(entry => entry.Module);
        _uncounted.AddRange(Enumerable.Range(0, network.Modules.Count)
            .Where(module => network.Modules[module] is LayerNode && replay.Propagation.FindLayer(module) is null)
            .Select(PathOf));
        ILookup<int, Step> run = replay.Steps.ToLookup(step => step.Module);
        Layers = run.Select(steps => steps.Key)
            .Concat(owned.Select(entries => entries.Key))
            .Distinct()
            .Select(module => new LayerCost(
                PathOf(module),
                Sum(owned[module].Select(entry => Product(entry.State.Dims.Select(dim => dim.Dim)))),
                Sum(run[module].SelectMany(step => step.Operation.Costs).Select(cost => PerSample(cost, module))),
                Sum(run[module].SelectMany(step => step.Operation.Activations).Select(output => PerSample(output, module)))))
            .Where(cost => cost.Parameters.Count + cost.Macs.Count + cost.Activations.Count > 0)
            .ToEquatableArray();
    }

    /// <summary>The cost of each layer, in the order in which they run; layers that never run come last.</summary>
    public EquatableArray<LayerCost> Layers { get; }

    /// <summary>Layers whose parameters are not known, or whose operations or outputs depend on sizes that are not declared as numbers.</summary>
    public EquatableArray<string> Uncounted => _uncounted.Distinct().ToEquatableArray();

    private static EquatableArray<CostProduct> Sum(IEnumerable<CostProduct?> products) =>
        CostProducts.Merged(products.OfType<CostProduct>());

    private string PathOf(int module) => _network.Modules[module].Path;

    private CostProduct? PerSample(ImmutableArray<Dim> cost, int module)
    {
        Size batch = _network.Inputs.Count > 0 && _network.Inputs[0].Shape.Count > 0 ? _network.Inputs[0].Shape[0] : 1;
        CostProduct? product = Product(cost, batch);
        if (product is null)
        {
            _uncounted.Add(PathOf(module));
        }

        return product;
    }

    private CostProduct? Product(IEnumerable<Dim> dims, Size? per = null)
    {
        Size constant = 1;
        var factors = new List<WidthExpression>();
        foreach (Dim dim in dims)
        {
            WidthExpression width = _groups.WidthOf(dim);
            if (Groups.IsPrunable(width))
            {
                factors.Add(width);
            }
            else
            {
                constant *= dim.Length;
            }
        }

        Size perSample = per is null ? constant : constant / per;
        bool isExact = per is null || (perSample * per).Equals(constant);
        return (isExact ? perSample : constant).Constant is { } coefficient ? CostProducts.Of(coefficient, factors) : null;
    }
}
