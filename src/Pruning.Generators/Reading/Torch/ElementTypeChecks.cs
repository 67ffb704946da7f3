using Microsoft.CodeAnalysis;
using Pruning.Generators.Diagnostics;
using Pruning.Generators.Networks;
using Pruning.Generators.Reading.Values;
using Problem = Pruning.Generators.Diagnostics.Problem;

namespace Pruning.Generators.Reading;

/// <content>The element types of the network's inputs, where they are declared.</content>
internal sealed partial class Interpreter
{
    private readonly Dictionary<int, string> _elementTypes = [];

    /// <summary>Declares the element type of an input.</summary>
    public void DeclareElementType(int input, string elementType) => _elementTypes[input] = elementType;

    /// <summary>An input's <c>dtype</c>; null where it is not declared.</summary>
    private EnumConstant? ElementTypeOf(Value tensor, ITypeSymbol type) =>
        tensor is TensorHandle { Id: var id } && _elementTypes.TryGetValue(id, out string? name) && type is INamedTypeSymbol scalarType
        && scalarType.GetMembers(DeclaredElementTypes.MemberOf(name)).OfType<IFieldSymbol>().FirstOrDefault()?.ConstantValue is { } number
            ? new EnumConstant(scalarType, number)
            : null;

    /// <summary>Embeddings read positions; layers that multiply read real numbers.</summary>
    private void CheckElementType(LayerValue layer, EquatableArray<Argument> operands, IOperation site)
    {
        if (operands.Count == 0 || operands[0].Value is not TensorOperand { Value: var input }
            || !_elementTypes.TryGetValue(input, out string? elementType))
        {
            return;
        }

        bool isTable = layer.Factory is "Embedding" or "EmbeddingBag";
        bool multiplies = layer.Factory == "Linear" || layer.Factory.StartsWith("Conv", StringComparison.Ordinal);
        if ((isTable && !DeclaredElementTypes.IsPosition(elementType)) || (multiplies && !DeclaredElementTypes.IsReal(elementType)))
        {
            throw new ReadingStopped(Problem.At(
                site.Syntax, Rules.ShapeClash,
                $"'{layer.Factory}' reads {(isTable ? "whole numbers (int64)" : "real numbers (float32)")}, but its input is declared as {elementType}"));
        }
    }
}
