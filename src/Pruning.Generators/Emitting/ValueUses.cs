using Pruning.Generators.Networks;

namespace Pruning.Generators.Emitting;

/// <summary>How often the values of a <c>forward</c> are still to be read.</summary>
internal sealed class ValueUses
{
    private readonly Dictionary<int, int> _left = [];
    private readonly HashSet<int> _madeAtOnce = [];
    private readonly Dictionary<int, Block> _makers = [];
    private readonly ModuleTree _tree;

    public ValueUses(Body body, ModuleTree tree)
    {
        _tree = tree;
        NoteOvertaken([.. ModuleTree.Flatten(body.Statements)]);
        NoteInner(body.Statements, new Block(null));
        foreach (int value in ModuleTree.ReadIn(body.Statements).Concat(body.Result.Tensors()))
        {
            _left[value] = Left(value) + 1;
        }
    }

    /// <summary>How often a value is still to be read.</summary>
    public int Left(int value) => _left.TryGetValue(value, out int left) ? left : 0;

    /// <summary>
    /// Whether a value has to be made where the source makes it, instead of where it is read: in between something is changed in place, or
    /// it is read inside a branch, which need not run, or inside a scope, which has its own mode.
    /// </summary>
    public bool IsMadeAtOnce(int value) => _madeAtOnce.Contains(value);

    /// <summary>A value was read once.</summary>
    public void Read(int value) => _left[value]--;

    private void NoteOvertaken(IReadOnlyList<Statement> statements)
    {
        var open = new HashSet<int>();
        var behind = new HashSet<int>();
        foreach (Statement statement in statements)
        {
            int[] read = [.. statement.Tensors()];
            _madeAtOnce.UnionWith(read.Where(behind.Contains));
            open.ExceptWith(read);
            behind.ExceptWith(read);
            if (ChangesInPlace(statement))
            {
                behind.UnionWith(open);
            }

            open.UnionWith(statement.Made.Select(output => output.Id));
        }

        // What the method returns, or a branch joins, is read at the end.
        _madeAtOnce.UnionWith(behind);
    }

    private void NoteInner(IEnumerable<Statement> statements, Block block)
    {
        foreach (Statement statement in statements)
        {
            NoteInner(statement.Tensors(), block);
            foreach (TensorValue output in statement.Made)
            {
                _makers[output.Id] = block;
            }

            switch (statement)
            {
                case ScopeStatement scope:
                    NoteInner(scope.Statements, new Block(block));
                    break;
                case BranchStatement branch:
                    NoteInner(branch.Then, branch.Joins.Select(join => join.Then).OfType<int>(), new Block(block));
                    NoteInner(branch.Else, branch.Joins.Select(join => join.Else).OfType<int>(), new Block(block));
                    break;
            }
        }
    }

    private void NoteInner(IEnumerable<Statement> statements, IEnumerable<int> joined, Block block)
    {
        NoteInner(statements, block);
        NoteInner(joined, block);
    }

    private void NoteInner(IEnumerable<int> read, Block block) =>
        _madeAtOnce.UnionWith(read.Where(value => _makers.TryGetValue(value, out Block? maker) && block.IsInside(maker)));

    private bool ChangesInPlace(Statement statement) => statement switch
    {
        OperationStatement operation => OperationText.IsInPlace(operation),
        CallStatement { Body: { } body } => ModuleTree.Flatten(body.Statements).Any(ChangesInPlace),
        CallStatement { Body: null } call => _tree[call.Module] is LayerNode layer && layer.Arguments.Any(OperationText.SaysInPlace),
        _ => false,
    };

    /// <summary>The statements between two braces.</summary>
    private sealed class Block(Block? outer)
    {
        private readonly Block? _outer = outer;

        public bool IsInside(Block other) => _outer is not null && (ReferenceEquals(_outer, other) || _outer.IsInside(other));
    }
}
