using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Pruning.Generators.Coupling.Rules;
using Pruning.Generators.Networks;
using Pruning.Generators.Reading.Values;

namespace Pruning.Generators.Reading;

/// <content>What stands between the brackets of <c>x[…]</c>.</content>
internal sealed partial class Interpreter
{
    private static TensorIndexValue? ConstantIndex(string name) => name switch
    {
        "Colon" => new TensorIndexValue(new SliceIndex(null, null, null)),
        "Ellipsis" => new TensorIndexValue(new EllipsisIndex()),
        "None" or "Null" => new TensorIndexValue(new NewAxisIndex()),
        _ => null,
    };

    private Value MakeIndex(IMethodSymbol method, IReadOnlyList<Bound> arguments, IOperation site)
    {
        Value? Given(string name) => arguments.FirstOrDefault(argument => argument.Parameter.Name == name)?.Value;
        switch (method.Name)
        {
            case "Slice" when Given("range") is { } range:
                return IndexOf(range, site);
            case "Slice":
                return new TensorIndexValue(new SliceIndex(
                    Bound(Given("start"), site), Bound(Given("stop"), site), Bound(Given("step"), site)));
            case "Single":
                return new TensorIndexValue(new PositionIndex(OperandOf(arguments[0].Value, site)));
            case "Tensor":
                return new TensorAsIndex(arguments[0].Value);
            default:
                return Unknown(site, "indices of this kind are not supported");
        }
    }

    /// <summary>An index, a position, a range, a pair of bounds or a tensor as an entry between the brackets.</summary>
    private TensorIndexValue IndexOf(Value value, IOperation site) => Needed(value) switch
    {
        TensorIndexValue index => index,
        TensorAsIndex { Tensor: var tensor } => IndexOf(tensor, site),
        RangeValue range => new TensorIndexValue(new SliceIndex(Bound(range.Start, site), Bound(range.End, site), null)),
        IndexValue position => new TensorIndexValue(new PositionIndex(Bound(position, site)!)),
        TupleValue { Items: [var start, var end] } => new TensorIndexValue(new SliceIndex(Bound(start, site), Bound(end, site), null)),
        TensorHandle or StateTensor or LayerState => new TensorIndexValue(new TensorIndexOperand(OperandOf(value, site))),
        Constant { Content: null } => new TensorIndexValue(new NewAxisIndex()),
        _ when SizeOf(value) is not null => new TensorIndexValue(new PositionIndex(OperandOf(value, site))),
        _ => throw Stop(site, "indices of this kind are not supported"),
    };

    private Operand? Bound(Value? value, IOperation site) => value switch
    {
        null or Constant { Content: null } => null,
        // ^0 is the open end; ^k counts from the end, which TorchSharp writes as -k.
        IndexValue { FromEnd: true, Position: var position } =>
            SizeOf(position) is not { } size ? throw Stop(site, "the bound is not known")
            : size.Constant == 0 ? null
            : new SizeOperand(size * -1),
        IndexValue { Position: var position } => OperandOf(position, site),
        _ => OperandOf(value, site),
    };

    /// <summary>What TorchSharp's implicit conversions make of a value; numbers stay as they are, and convert where they are printed.</summary>
    private Value ConvertToTorch(Value operand, IConversionOperation conversion) => operand switch
    {
        UnknownValue => operand,
        TensorHandle or StateTensor or LayerState when IsTorchType(conversion.Type, "torch.TensorIndex") => new TensorAsIndex(operand),
        _ when IsTorchType(conversion.Type, "torch.TensorIndex") => IndexOf(operand, conversion),
        TensorHandle when conversion.Type is { } number
            && (Numbers.IsNumeric(number.SpecialType) || number.SpecialType == SpecialType.System_Boolean) =>
            KnownToTheRun(operand, $"item<{FullName(number)}>()", number.SpecialType == SpecialType.System_Boolean, conversion),
        StateTensor or LayerState when Numbers.IsNumeric(conversion.Type!.SpecialType) =>
            Unknown(conversion, "it depends on the data"),
        Constant { Content: string } when IsTorchType(conversion.Type, "torch.Device") =>
            new CodeConstant($"{FullName(conversion.Type!.ContainingType)}.device({Literal(operand, conversion)})", conversion.Type!),
        ArrayValue when IsTorchType(conversion.Type, "torch.Tensor") => TensorOf(operand, conversion),
        _ => operand,
    };

    /// <summary>What an array becomes where a tensor is asked for.</summary>
    private Value TensorOf(Value array, IConversionOperation conversion)
    {
        IMethodSymbol? maker = conversion.Type!.ContainingType.GetMembers("tensor").OfType<IMethodSymbol>().FirstOrDefault(method =>
            SymbolEqualityComparer.Default.Equals(method.Parameters[0].Type, conversion.Operand.Type)
            && method.Parameters.Skip(1).All(parameter => parameter.IsOptional));
        return maker is null
            ? Unknown(conversion, "how a tensor is made of it is not known")
            : CallTorch(maker, null, [new Bound(maker.Parameters[0], array, null, null)], conversion);
    }

    /// <summary><c>x[…]</c>, to be read or written.</summary>
    private Target EntriesOf(Value tensor, IPropertyReferenceOperation reference)
    {
        List<Bound> arguments = Bind(reference.Arguments);
        if (!IsRunning)
        {
            // Construction follows shapes, and writing entries changes none.
            return new Target(() => new StateTensor(null, isParameter: false) { Whole = tensor as StateTensor }, _ => Forget(tensor));
        }

        EquatableArray<Argument> operands = EquatableArray.Of(
            new Argument("this", OperandOf(tensor, reference)),
            new Argument("indices", new ListOperand(ListKind.Params, IndicesOf(arguments, reference))));
        string member = MemberName(reference.Property);
        ITypeSymbol type = reference.Property.Type;
        return new Target(
            () => Operate(member, operands, type, reference),
            value => Operate(
                member + "=",
                operands.Append(new Argument("value", OperandOf(value, reference))).ToEquatableArray(),
                type,
                reference,
                tensor as TensorHandle));
    }

    private static void Forget(Value changed)
    {
        if (changed is not StateTensor tensor)
        {
            return;
        }

        // What is a view of another tensor changes that as well.
        Recipe? recipe = tensor.Recipe;
        tensor.Recipe = null;
        IEnumerable<StateTensor> viewed = recipe is not null && OperatorTable.IsView(recipe.Member) ? recipe.Ingredients.Values : [];
        foreach (StateTensor whole in tensor.Whole is { } entire ? viewed.Append(entire) : viewed)
        {
            Forget(whole);
        }
    }

    private EquatableArray<Operand> IndicesOf(IEnumerable<Bound> arguments, IOperation site) => arguments
        .OrderBy(argument => argument.Parameter.Ordinal)
        .SelectMany(argument => argument.Value is ISequence sequence ? sequence.Items : [argument.Value])
        .Select(value => (Operand)IndexOf(value, site).Index)
        .ToEquatableArray();
}
