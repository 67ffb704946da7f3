using System.Collections.Immutable;

namespace Pruning.Generators.Coupling.Rules;

/// <summary>
/// Recurrent layers. A hidden unit is a channel: it has a row in every gate, and what it holds is read by the next step, by the layer above
/// and by whatever follows. TorchSharp has one hidden width for all layers and directions of a module, so they share their units.
/// </summary>
internal static class Recurrent
{
    /// <summary>Sets up a layer over whole sequences, with so many gates.</summary>
    public static void Build(Layer layer, int gates)
    {
        BuildWidths(layer);
        Dim above = OutputOf(layer);
        for (int depth = 0; depth < Depth(layer); depth++)
        {
            for (int direction = 0; direction < Directions(layer); direction++)
            {
                string suffix = FormattableString.Invariant($"_l{depth}{(direction == 1 ? "_reverse" : "")}");
                AddWeights(layer, gates, suffix, depth == 0 ? layer.Input : above);
            }
        }
    }

    /// <summary>Sets up a layer for a single step.</summary>
    public static void BuildCell(Layer layer, int gates)
    {
        BuildWidths(layer);
        AddWeights(layer, gates, "", layer.Input);
    }

    /// <summary>Runs a layer over sequences: gives the outputs and the last states.</summary>
    public static IReadOnlyList<ImmutableArray<Dim>> Forward(Layer layer, Operation op)
    {
        ImmutableArray<Dim> input = op.Input;
        if (input.Length is not (2 or 3))
        {
            throw op.Clash($"a tensor of shape {Operation.Text(input)}");
        }

        int last = input.Length - 1;
        op.Unify(input[last], layer.Input, "features");
        Dim states = Dim.Constant(Depth(layer) * Directions(layer));
        bool isBatchFirst = layer.Arguments.Truth("batchFirst", false);
        ImmutableArray<Dim> state = last == 1 ? [states, layer.Output] : [states, input[isBatchFirst ? 0 : 1], layer.Output];
        Follow(op, state);
        AddCosts(layer, op, [.. input.Take(last)]);
        ImmutableArray<Dim> output = op.Activation(input.SetItem(last, OutputOf(layer)));
        return layer.Node.Factory == "LSTM" ? [output, state, state] : [output, state];
    }

    /// <summary>Runs a layer for one step: gives its state.</summary>
    public static IReadOnlyList<ImmutableArray<Dim>> Step(Layer layer, Operation op)
    {
        ImmutableArray<Dim> input = op.Input;
        int last = input.Length - 1;
        op.Unify(input[last], layer.Input, "features");
        ImmutableArray<Dim> state = op.Activation(input.SetItem(last, layer.Output));
        Follow(op, state);
        AddCosts(layer, op, [.. input.Take(last)]);
        return layer.Node.Factory == "LSTMCell" ? [state, state] : [state];
    }

    private static void BuildWidths(Layer layer)
    {
        layer.Input = Dim.Fresh(layer.Arguments.Integer("inputSize"));
        layer.Output = Dim.Fresh(layer.Arguments.Integer("hiddenSize"));
        layer.Rewrites.Add(new Rewrite("inputSize", [], layer.Input, false));
        layer.Rewrites.Add(new Rewrite("hiddenSize", [], layer.Output, false));
    }

    private static void AddWeights(Layer layer, int gates, string suffix, Dim read)
    {
        Dim rows = Dim.Sum(Enumerable.Repeat(layer.Output, gates));
        layer.States.Add(State.Parameter("weight_ih" + suffix, StateDim.Output(rows), StateDim.Input(read)));
        layer.States.Add(State.Parameter("weight_hh" + suffix, StateDim.Output(rows), StateDim.Input(layer.Output)));
        if (layer.Arguments.Truth("bias", true))
        {
            layer.States.Add(State.Parameter("bias_ih" + suffix, StateDim.Channel(rows)));
            layer.States.Add(State.Parameter("bias_hh" + suffix, StateDim.Channel(rows)));
        }
    }

    /// <summary>The states that the layer is given to start from follow its own.</summary>
    private static void Follow(Operation op, ImmutableArray<Dim> state)
    {
        foreach (ImmutableArray<Dim> given in op.AllShapes().Skip(1))
        {
            if (given.Length != state.Length)
            {
                throw op.Clash($"a state of shape {Operation.Text(given)} where {Operation.Text(state)} is needed");
            }

            for (int i = 0; i < state.Length; i++)
            {
                op.Unify(given[i], state[i], "the state");
            }
        }
    }

    /// <summary>Every weight matrix is multiplied once at each step.</summary>
    private static void AddCosts(Layer layer, Operation op, ImmutableArray<Dim> steps)
    {
        foreach (State weight in layer.States.Where(state => state.Dims.Length == 2))
        {
            op.Cost([.. steps, .. weight.Dims.Select(dim => dim.Dim)]);
        }
    }

    private static Dim OutputOf(Layer layer) => Dim.Sum(Enumerable.Repeat(layer.Output, Directions(layer)));

    private static int Depth(Layer layer) => (int)layer.Arguments.Integer("numLayers", 1)!.Value;

    private static int Directions(Layer layer) => layer.Arguments.Truth("bidirectional", false) ? 2 : 1;
}
