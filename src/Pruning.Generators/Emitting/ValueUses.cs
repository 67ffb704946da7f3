using Pruning.Generators.Networks;

namespace Pruning.Generators.Emitting;

/// <summary>How often the values of a <c>forward</c> are still to be read.</summary>
internal sealed class ValueUses
{
    private readonly Dictionary<int, int> _left = [];

    public ValueUses(Body body)
    {
        foreach (Statement statement in ModuleTree.Flatten(body.Statements))
        {
            Count(ModuleTree.OperandsOf(statement));
            if (statement is BranchStatement branch)
            {
                Count(branch.Joins.SelectMany(join => new[] { join.Then, join.Else }).Select(value => new TensorOperand(value)));
            }
        }

        Count(ModuleTree.Flatten(body.Result));
    }

    /// <summary>How often a value is still to be read.</summary>
    public int Left(int value) => _left.TryGetValue(value, out int left) ? left : 0;

    /// <summary>A value was read once.</summary>
    public void Read(int value) => _left[value]--;

    private void Count(IEnumerable<Operand> operands)
    {
        foreach (TensorOperand tensor in operands.OfType<TensorOperand>())
        {
            _left[tensor.Value] = Left(tensor.Value) + 1;
        }
    }
}
