using Microsoft.CodeAnalysis;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Reading;

/// <content>
/// <c>squeeze</c> takes sizes of one away when it runs. Where channels may be pruned down to one, the pruned network must not take them away
/// where the dense one does not.
/// </content>
internal sealed partial class Interpreter
{
    /// <summary>Squeezes every dimension but the channels; null where there is nothing that could become one.</summary>
    private int? SqueezeRest(string member, EquatableArray<Argument> operands, IOperation site)
    {
        if (member.Substring(member.LastIndexOf('.') + 1) is not ("squeeze" or "squeeze_")
            || operands[0].Value is not TensorOperand input
            || _shapes!.ShapeOf(input.Value) is not { } sizes)
        {
            return null;
        }

        bool StaysApart(int dimension) => sizes[dimension].Constant is not (null or 1) && _shapes.CanBePruned(input, dimension);
        if (operands.Count > 1 && operands[1].Value is SizeOperand { Value.Constant: { } given })
        {
            int dimension = (int)(given < 0 ? given + sizes.Count : given);
            return dimension >= 0 && dimension < sizes.Count && StaysApart(dimension) ? input.Value : null;
        }

        if (!Enumerable.Range(0, sizes.Count).Any(StaysApart))
        {
            return null;
        }

        Operand result = input;
        foreach (int dimension in Enumerable.Range(0, sizes.Count).Reverse().Where(dimension => sizes[dimension].Constant is null or 1))
        {
            result = Step(site, member, (operands[0].Name, result), ("dim", AsSize(dimension)));
        }

        return ((TensorOperand)result).Value;
    }
}
