using Pruning.Generators.Costing;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Coupling;

/// <summary>Solves the couplings of a network: which channels form a group, and what is made of them.</summary>
internal static class CouplingSolver
{
    /// <summary>Replays the network, keeps what its outputs consist of, and gives everything in terms of groups.</summary>
    public static PruningModel Solve(NetworkModel network)
    {
        var replay = new Replay(network);
        foreach (int output in Tensors(network.Forward.Result))
        {
            replay.Propagation.Keep(output, "they are an output of the network");
        }

        DeclaredCouplings.Apply(network, replay.Propagation);
        var states = new StateDict(network, replay.Propagation);
        states.KeepWhatNoLayoutCanSay();
        Requests.Apply(network, states, replay.Propagation.Groupings);
        Groups groups = Groups.Of(network, replay, states);
        NetworkModel rewritten = new Rewriting(replay, groups).Of(network);
        var costs = new CostModel(network, replay, states, groups);
        return new PruningModel
        {
            Network = rewritten,
            Groups = groups.Models,
            Kept = groups.Kept,
            Parameters = states.Layouts(groups),
            Costs = costs.Layers,
            Uncounted = costs.Uncounted,
            Shapes = Enumerable.Range(0, replay.Values)
                .Select(value => replay.Propagation.ShapeOf(value) ?? EquatableArray<Size>.Empty)
                .ToEquatableArray(),
        };
    }

    private static IEnumerable<int> Tensors(Operand operand) => operand switch
    {
        TensorOperand tensor => [tensor.Value],
        ListOperand list => list.Items.SelectMany(Tensors),
        ObjectOperand made => made.Content.SelectMany(member => Tensors(member.Value)),
        _ => [],
    };
}
