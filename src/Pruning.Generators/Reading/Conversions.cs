using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;
using Pruning.Generators.Reading.Values;

namespace Pruning.Generators.Reading;

/// <content>Conversions and types.</content>
internal sealed partial class Interpreter
{
    private Value Convert(IConversionOperation conversion)
    {
        Value operand = Evaluate(conversion.Operand);
        if (conversion.OperatorMethod is { } method)
        {
            return IsTorch(method) ? ConvertToTorch(operand, conversion)
                : Sources.Has(method) ? CallOperator(method, [operand], conversion)
                : ConvertTo(operand, conversion.Type!, conversion.IsChecked, conversion);
        }

        if (conversion.IsTryCast)
        {
            return IsOfType(operand, Resolve(conversion.Type)!) switch
            {
                true => operand,
                false => Constant.Null,
                null => operand is UnknownValue ? operand : Unknown(conversion, "the object's type is not known"),
            };
        }

        return ConvertTo(operand, conversion.Type!, conversion.IsChecked, conversion);
    }

    /// <summary>What a value is after a conversion that the language knows.</summary>
    private Value ConvertTo(Value value, ITypeSymbol type, bool isChecked, IOperation site)
    {
        ITypeSymbol target = Resolve(type)!;
        target = NullableUnderlying(target) ?? target;
        switch (value)
        {
            case ChoiceValue choice:
                return OfBoth(choice, side => ConvertTo(side, type, isChecked, site));
            case Constant { Content: { } number } when Numbers.IsNumber(number) || number is char:
                return target is INamedTypeSymbol { EnumUnderlyingType: { } integer } constantType
                    ? new EnumConstant(constantType, Numbers.Convert(number, integer.SpecialType))
                    : Numbers.IsNumeric(target.SpecialType) || target.SpecialType == SpecialType.System_Char
                        ? SizeTracing.Trace(ConvertNumber(number, target.SpecialType, isChecked, site), value)
                        : value;
            case EnumConstant constant when Numbers.IsNumeric(target.SpecialType):
                return ConvertNumber(constant.Number, target.SpecialType, isChecked, site);
            case EnumConstant constant when target is INamedTypeSymbol { EnumUnderlyingType: { } underlying } named:
                return new EnumConstant(named, Numbers.Convert(constant.Number, underlying.SpecialType));
            case SymbolicNumber when Numbers.IsNumeric(target.SpecialType) && !Numbers.IsInteger(target.SpecialType):
                return Unknown(site, "a number that is derived from an open size is not known");
            case TupleValue { Items: var items } when target is INamedTypeSymbol { TupleElements: { IsDefault: false } elements }
                && elements.Length == items.Length:
                return new TupleValue([.. items.Zip(elements, (item, element) => ConvertTo(item, element.Type, isChecked, site))]);
            default:
                return value;
        }
    }

    private Value ConvertNumber(object number, SpecialType type, bool isChecked, IOperation site)
    {
        try
        {
            return Constant.Of(Numbers.Convert(number, type, isChecked));
        }
        catch (OverflowException exception)
        {
            throw Throws("System.OverflowException", exception.Message, site.Syntax);
        }
    }

    /// <summary>A type with the type arguments in force put in.</summary>
    private ITypeSymbol? Resolve(ITypeSymbol? type) => type switch
    {
        ITypeParameterSymbol parameter => _frame.TypeArguments.TryGetValue(parameter, out ITypeSymbol? argument) ? argument : parameter,
        IArrayTypeSymbol array => compilation.CreateArrayTypeSymbol(Resolve(array.ElementType)!, array.Rank),
        INamedTypeSymbol { IsGenericType: true, IsUnboundGenericType: false, IsTupleType: false } named
            when _frame.TypeArguments.Count > 0 =>
            named.ContainingType is { IsGenericType: true }
                ? named
                : named.OriginalDefinition.Construct([.. named.TypeArguments.Select(argument => Resolve(argument)!)]),
        _ => type,
    };

    private static ITypeSymbol? NullableUnderlying(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
            ? nullable.TypeArguments[0]
            : null;

    private Value TestType(IIsTypeOperation test) => IsOfType(Evaluate(test.ValueOperand), Resolve(test.TypeOperand)!) switch
    {
        { } truth => Constant.Of(truth != test.IsNegated),
        null => Unknown(test, "the object's type is not known"),
    };

    /// <summary>Whether a value is an instance of a type; null if that is not known.</summary>
    private bool? IsOfType(Value value, ITypeSymbol type)
    {
        type = NullableUnderlying(type) ?? type;
        return value switch
        {
            Constant { Content: null } => false,
            _ when type.SpecialType == SpecialType.System_Object => value is UnknownValue ? null : true,
            Constant { Content: { } content } => type.SpecialType == SpecialTypeOf(content)
                ? true
                : type.TypeKind == TypeKind.Interface ? null : false,
            EnumConstant constant => SymbolEqualityComparer.Default.Equals(constant.Type, type),
            InstanceValue instance => Converts(instance.Type, type),
            ArrayValue array => Converts(compilation.CreateArrayTypeSymbol(array.ElementType, array.Lengths.Length), type),
            ListValue list => Converts(list.Type, type),
            DictionaryValue dictionary => Converts(dictionary.Type, type),
            ExceptionValue exception => Converts(exception.Type, type),
            TensorHandle => type.Name == "Tensor",
            StateTensor tensor => type.Name == "Tensor" || (type.Name == "Parameter" && tensor.IsParameter),
            _ => null,
        };
    }

    private bool Converts(ITypeSymbol from, ITypeSymbol to) =>
        compilation.ClassifyConversion(from, to) is { IsImplicit: true, IsUserDefined: false };

    private static SpecialType SpecialTypeOf(object content) => content switch
    {
        bool => SpecialType.System_Boolean,
        char => SpecialType.System_Char,
        string => SpecialType.System_String,
        sbyte => SpecialType.System_SByte,
        byte => SpecialType.System_Byte,
        short => SpecialType.System_Int16,
        ushort => SpecialType.System_UInt16,
        int => SpecialType.System_Int32,
        uint => SpecialType.System_UInt32,
        long => SpecialType.System_Int64,
        ulong => SpecialType.System_UInt64,
        float => SpecialType.System_Single,
        double => SpecialType.System_Double,
        decimal => SpecialType.System_Decimal,
        _ => SpecialType.None,
    };
}
