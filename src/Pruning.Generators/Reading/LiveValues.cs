using Pruning.Generators.Networks;

namespace Pruning.Generators.Reading;

/// <summary>Which values of a network its result depends on, and so which modules are of use.</summary>
internal sealed class LiveValues
{
    private readonly List<Flow> _flows = [];
    private readonly HashSet<int> _live = [];
    private readonly HashSet<int> _used = [];
    private readonly HashSet<int> _run = [];

    public LiveValues(Body forward)
    {
        Collect(forward.Statements);
        _live.UnionWith(Tensors(forward.Result));

        // Statements stand in the order in which they ran, so one walk backwards reaches everything.
        for (int i = _flows.Count - 1; i >= 0; i--)
        {
            Flow flow = _flows[i];
            if (flow.Outputs.Any(_live.Contains) || flow.HasEffect)
            {
                _live.UnionWith(flow.Inputs);
                _used.UnionWith(flow.Modules);
            }
        }
    }

    /// <summary>Whether the result depends on what a module gives, or on its parameters.</summary>
    public bool IsUsed(int module) => _used.Contains(module);

    /// <summary>Whether a module runs at all.</summary>
    public bool HasRun(int module) => _run.Contains(module);

    private void Collect(IEnumerable<Statement> statements)
    {
        foreach (Statement statement in statements)
        {
            switch (statement)
            {
                case OperationStatement operation:
                    // What works in place can change a tensor that is seen through another one, or that a module keeps.
                    bool isInPlace = operation.Member.EndsWith("_", StringComparison.Ordinal) || WritesState(operation);
                    Add(operation.Arguments, operation.Outputs, isInPlace);
                    break;
                case CallStatement { Body: { } body } call:
                    _run.Add(call.Module);
                    Collect(body.Statements);
                    break;
                case CallStatement call:
                    _run.Add(call.Module);
                    Add(call.Arguments, call.Outputs, hasEffect: false, call.Module);
                    break;
                case ScopeStatement scope:
                    Collect(scope.Statements);
                    break;
                case ReturnStatement returned:
                    _flows.Add(new Flow([.. Tensors(returned.Result)], [], [], HasEffect: true));
                    break;
                case BranchStatement branch:
                    _flows.Add(new Flow([.. branch.Reads.SelectMany(Tensors)], [], [.. branch.Reads.SelectMany(States)], HasEffect: true));
                    Collect(branch.Then);
                    Collect(branch.Else);
                    _flows.AddRange(branch.Joins.Select(join => new Flow([.. join.Sources], [join.Output.Id], [], HasEffect: false)));
                    break;
            }
        }
    }

    private static bool WritesState(OperationStatement operation) =>
        operation.Member.EndsWith("=", StringComparison.Ordinal) && operation.Arguments[0].Value is StateOperand;

    private void Add(EquatableArray<Argument> arguments, EquatableArray<TensorValue> outputs, bool hasEffect, params int[] modules) =>
        _flows.Add(new Flow(
            [.. arguments.SelectMany(argument => Tensors(argument.Value))],
            [.. outputs.Select(output => output.Id)],
            [.. modules, .. arguments.SelectMany(argument => States(argument.Value))],
            hasEffect));

    /// <summary>The tensors that an operand consists of.</summary>
    public static IEnumerable<int> Tensors(Operand operand) => operand.Flatten().OfType<TensorOperand>().Select(tensor => tensor.Value);

    private static IEnumerable<int> States(Operand operand) => operand.Flatten().OfType<StateOperand>().Select(state => state.Module);

    /// <summary>What one step makes of what.</summary>
    private sealed record Flow(int[] Inputs, int[] Outputs, int[] Modules, bool HasEffect);
}
