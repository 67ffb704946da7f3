using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Pruning.Generators.Coupling;
using Pruning.Generators.Networks;
using Pruning.Generators.Reading.Values;

namespace Pruning.Generators.Reading;

/// <content>A tensor's shape as numbers of the program.</content>
internal sealed partial class Interpreter
{
    private Value ShapeQuery(string name, Value tensor, IReadOnlyList<Bound> arguments, IOperation site)
    {
        if (SizesOf(tensor) is not { } sizes)
        {
            return Unknown(site, "the tensor's shape is not known");
        }

        switch (name)
        {
            case "shape":
            case "size" when arguments.Count == 0:
                return ArrayOfSizes(tensor, sizes, SpecialType.System_Int64);
            case "dim" or "ndim" or "Dimensions":
                return Constant.Of((long)sizes.Length);
            case "numel" or "NumberOfElements":
                return SymbolicNumber.Of(sizes.Aggregate(Size.Of(1), (product, size) => product * size), SpecialType.System_Int64);
        }

        if (Needed(arguments[0].Value) is not Constant { Content: int dimension })
        {
            throw Stop(site, "the dimension is not known");
        }

        int index = dimension < 0 ? dimension + sizes.Length : dimension;
        return index >= 0 && index < sizes.Length
            ? SymbolicNumber.Of(sizes[index], SpecialType.System_Int64, SourceOf(tensor, index))
            : throw Throws(
                "System.IndexOutOfRangeException", FormattableString.Invariant($"dimension {dimension} of {sizes.Length}"), site.Syntax);
    }

    private Value ShapeOf(Value tensor, IOperation site, SpecialType type) => tensor is UnknownValue ? tensor
        : SizesOf(tensor) is { } sizes ? ArrayOfSizes(tensor, sizes, type)
        : Unknown(site, "the tensor's shape is not known");

    private ArrayValue ArrayOfSizes(Value tensor, ImmutableArray<Size> sizes, SpecialType type) => new(
        compilation.GetSpecialType(type), sizes.Select((size, i) => SymbolicNumber.Of(size, type, SourceOf(tensor, i))).ToList(), _journal);

    private static DimensionSource? SourceOf(Value tensor, int dimension) =>
        tensor is TensorHandle handle ? new DimensionSource(handle.Id, dimension) : null;

    private ImmutableArray<Size>? SizesOf(Value tensor) => tensor switch
    {
        TensorHandle handle => _shapes?.ShapeOf(handle.Id)?.Items,
        StateTensor state => state.Shape,
        LayerState { Layer: var layer, Name: var name } => Propagation.ShapeOfState(ModuleTree.LayerNodeOf(layer, ""), name)?.Items,
        _ => null,
    };
}
