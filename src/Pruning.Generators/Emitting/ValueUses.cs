using Pruning.Generators.Networks;

namespace Pruning.Generators.Emitting;

/// <summary>How often the values of a <c>forward</c> are still to be read.</summary>
internal sealed class ValueUses
{
    private readonly Dictionary<int, int> _left = [];
    private readonly HashSet<int> _overtaken = [];
    private readonly ModuleTree _tree;

    public ValueUses(Body body, ModuleTree tree)
    {
        _tree = tree;
        NoteOvertaken([.. ModuleTree.Flatten(body.Statements)]);
        foreach (Statement statement in ModuleTree.Flatten(body.Statements))
        {
            Count(ModuleTree.TensorsReadBy(statement));
            if (statement is BranchStatement branch)
            {
                Count(branch.Joins.SelectMany(join => join.Sources));
            }
        }

        Count(body.Result.Tensors());
    }

    /// <summary>How often a value is still to be read.</summary>
    public int Left(int value) => _left.TryGetValue(value, out int left) ? left : 0;

    /// <summary>Whether something is changed in place between the making of a value and its use, so that it cannot be made later.</summary>
    public bool IsOvertaken(int value) => _overtaken.Contains(value);

    /// <summary>A value was read once.</summary>
    public void Read(int value) => _left[value]--;

    private void NoteOvertaken(IReadOnlyList<Statement> statements)
    {
        var open = new HashSet<int>();
        var behind = new HashSet<int>();
        foreach (Statement statement in statements)
        {
            int[] read = [.. ModuleTree.TensorsReadBy(statement)];
            _overtaken.UnionWith(read.Where(behind.Contains));
            open.ExceptWith(read);
            behind.ExceptWith(read);
            if (ChangesInPlace(statement))
            {
                behind.UnionWith(open);
            }

            open.UnionWith(OutputsOf(statement).Select(output => output.Id));
        }

        // What the method returns, or a branch joins, is read at the end.
        _overtaken.UnionWith(behind);
    }

    private static EquatableArray<TensorValue> OutputsOf(Statement statement) => statement switch
    {
        OperationStatement operation => operation.Outputs,
        CallStatement call => call.Outputs,
        _ => EquatableArray<TensorValue>.Empty,
    };

    private bool ChangesInPlace(Statement statement) => statement switch
    {
        OperationStatement operation => operation.Member.EndsWith("_", StringComparison.Ordinal)
            || operation.Member.EndsWith("]=", StringComparison.Ordinal) || IsToldTo(operation.Arguments),
        CallStatement { Body: { } body } => ModuleTree.Flatten(body.Statements).Any(ChangesInPlace),
        CallStatement { Body: null } call => _tree[call.Module] is LayerNode layer && IsToldTo(layer.Arguments),
        _ => false,
    };

    private static bool IsToldTo(EquatableArray<Argument> arguments) =>
        arguments.Any(argument => argument is { Name: "inplace", Value: LiteralOperand { Code: "true" } });

    private void Count(IEnumerable<int> values)
    {
        foreach (int value in values)
        {
            _left[value] = Left(value) + 1;
        }
    }
}
