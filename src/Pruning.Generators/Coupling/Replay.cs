using Pruning.Generators.Networks;

namespace Pruning.Generators.Coupling;

/// <summary>One operator or layer that ran.</summary>
/// <param name="Module">The layer that ran, or the module of the user's class in which the operator stands.</param>
/// <param name="Operation">What the algebra found.</param>
internal sealed record Step(int Module, Operation Operation);

/// <summary>The statements of a network, run once more through the channel algebra.</summary>
internal sealed class Replay
{
    private readonly NetworkModel _network;
    private readonly List<int> _layers = [];
    private readonly List<Step> _steps = [];
    private readonly Dictionary<int, Operation> _operations = [];

    /// <summary>The tensors that operators, but not layers, make values of.</summary>
    private readonly Dictionary<int, int[]> _sources = [];

    /// <summary>Runs the network.</summary>
    public Replay(NetworkModel network)
    {
        _network = network;
        Propagation = new Propagation(number => network.Modules[number]);
        foreach (NetworkInput input in network.Inputs)
        {
            Expect(Propagation.AddInput(input.Shape), input.Value);
        }

        Run(network.Forward.Statements, owner: 0);
        foreach (Tie tie in network.Ties)
        {
            Propagation.Share(tie.Tied, tie.To);
        }
    }

    /// <summary>The channel algebra after the last step.</summary>
    public Propagation Propagation { get; }

    /// <summary>How many values there are.</summary>
    public int Values { get; private set; }

    /// <summary>The layers that ran or whose weights were read, in the order in which that happened first.</summary>
    public IReadOnlyList<int> Layers => _layers;

    /// <summary>Everything that ran, in order.</summary>
    public IReadOnlyList<Step> Steps => _steps;

    /// <summary>What the algebra found where these values were made; null where they come from elsewhere.</summary>
    public Operation? OperationOf(EquatableArray<TensorValue> outputs) =>
        outputs.Count > 0 && _operations.TryGetValue(outputs[0].Id, out Operation? operation) ? operation : null;

    private void Run(EquatableArray<Statement> statements, int owner)
    {
        foreach (Statement statement in statements)
        {
            switch (statement)
            {
                case OperationStatement operation:
                    AddReadLayers(operation.Arguments);
                    IReadOnlyList<int> made = operation.Declared is { } signature
                        ? Propagation.Declared(operation.Member, signature, operation.Arguments)
                        : Propagation.Apply(operation.Member, operation.Arguments, operation.Outputs.Count);
                    Note(owner, made, operation.Outputs);
                    NoteSources(made, operation.Arguments.SelectMany(argument => argument.Value.Flatten()));
                    break;
                case CallStatement { Body: { } body } call:
                    Run(body.Statements, _network.Modules[call.Module] is ClassNode ? call.Module : owner);
                    break;
                case CallStatement call:
                    AddLayer(call.Module);
                    Note(call.Module, Propagation.Call(call.Module, call.Arguments, call.Outputs.Count), call.Outputs);
                    break;
                case ScopeStatement scope:
                    Run(scope.Statements, owner);
                    break;
                case BranchStatement branch:
                    KeepWhatDecides(branch.Reads);
                    Run(branch.Then, owner);
                    Run(branch.Else, owner);
                    foreach (Join join in branch.Joins)
                    {
                        Expect(Propagation.Join(join.Then, join.Else), join.Output.Id);
                        NoteSources([join.Output.Id], join.Sources.Select(source => new TensorOperand(source)));
                    }

                    break;
                case ReturnStatement returned:
                    foreach (TensorOperand tensor in returned.Result.Flatten().OfType<TensorOperand>())
                    {
                        Propagation.Keep(tensor.Value, "one side of a branch returns them");
                    }

                    break;
                default:
                    throw new ArgumentException($"The statement {statement.GetType().Name} is not known.");
            }
        }
    }

    private void NoteSources(IReadOnlyList<int> made, IEnumerable<Operand> operands)
    {
        int[] sources = [.. operands.OfType<TensorOperand>().Select(tensor => tensor.Value)];
        foreach (int value in made)
        {
            _sources[value] = sources;
        }
    }

    /// <summary>A branch on what stands in a tensor goes the same way only as long as all channels are there that it is computed from.</summary>
    private void KeepWhatDecides(IEnumerable<Operand> reads)
    {
        var open = new Stack<int>(reads.OfType<TensorOperand>().Select(tensor => tensor.Value));
        var seen = new HashSet<int>();
        while (open.Count > 0)
        {
            int value = open.Pop();
            if (seen.Add(value))
            {
                Propagation.Keep(value, "a branch depends on them");
                foreach (int source in _sources.TryGetValue(value, out int[]? sources) ? sources : [])
                {
                    open.Push(source);
                }
            }
        }
    }

    /// <summary>A layer need not run to be part of the network: an operator may read its weight.</summary>
    private void AddReadLayers(IEnumerable<Argument> arguments)
    {
        foreach (StateOperand state in arguments.SelectMany(argument => ArgumentList.Items(argument.Value)).OfType<StateOperand>())
        {
            if (_network.Modules[state.Module] is LayerNode)
            {
                AddLayer(state.Module);
            }
        }
    }

    private void AddLayer(int module)
    {
        if (!_layers.Contains(module))
        {
            _layers.Add(module);
        }
    }

    private void Note(int module, IReadOnlyList<int> made, EquatableArray<TensorValue> expected)
    {
        for (int i = 0; i < expected.Count; i++)
        {
            Expect(made[i], expected[i].Id);
        }

        Operation operation = Propagation.Latest!;
        _steps.Add(new Step(module, operation));
        foreach (int value in made)
        {
            Values = Math.Max(Values, value + 1);
            _operations[value] = operation;
        }
    }

    private void Expect(int made, int expected)
    {
        Values = Math.Max(Values, made + 1);
        if (made != expected)
        {
            throw new ArgumentException($"The network numbers a value {expected} that the channel algebra numbers {made}.");
        }
    }
}
