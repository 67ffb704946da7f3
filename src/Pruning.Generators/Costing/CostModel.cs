using System.Collections.Immutable;
using Pruning.Generators.Coupling;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Costing;

/// <summary>
/// What a network costs in terms of its groups' widths: trainable parameters, and the multiply-accumulate operations of convolutions,
/// linear layers and matrix products for one sample.
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
        var owned = states.Entries
            .Where(entry => entry.State.IsTrainable)
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
                Merged(owned[module].Select(entry => Product(entry.State.Dims.Select(dim => dim.Dim)))),
                Merged(run[module].SelectMany(step => step.Operation.Costs).Select(cost => PerSample(cost, module)))))
            .Where(cost => cost.Parameters.Count + cost.Macs.Count > 0)
            .ToEquatableArray();
    }

    /// <summary>The cost of each layer, in the order in which they run; layers that never run come last.</summary>
    public EquatableArray<LayerCost> Layers { get; }

    /// <summary>Layers whose parameters are not known, or whose operations depend on sizes that are not declared as numbers.</summary>
    public EquatableArray<string> Uncounted => _uncounted.Distinct().ToEquatableArray();

    /// <summary>Products of the same widths become one: a batch norm's scale and shift are twice its channels.</summary>
    private static EquatableArray<CostProduct> Merged(IEnumerable<CostProduct?> products) => products
        .OfType<CostProduct>()
        .GroupBy(product => product.Factors)
        .Select(like => new CostProduct(like.Sum(product => product.Coefficient), like.Key))
        .ToEquatableArray();

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
            if (!Groups.IsPrunable(width))
            {
                constant *= dim.Length;
            }
            else if (width.Terms.Any(term => term.Atoms.Count > 0))
            {
                return null;
            }
            else if (width.Terms.Count == 1)
            {
                constant *= width.Terms[0].Coefficient;
                factors.AddRange(width.Terms[0].Groups.Select(group => new WidthExpression(EquatableArray.Of(
                    new WidthTerm(1, EquatableArray.Of(group), EquatableArray<SizeAtom>.Empty)))));
            }
            else
            {
                factors.Add(width);
            }
        }

        Size perSample = per is null ? constant : constant / per;
        bool isExact = per is null || (perSample * per).Equals(constant);
        return (isExact ? perSample : constant).Constant is { } coefficient
            ? new CostProduct(coefficient, factors.ToEquatableArray())
            : null;
    }
}
