using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Pruning.Generators.Reading.Values;

/// <summary>An object of a class, record or struct that the source declares.</summary>
internal class InstanceValue(INamedTypeSymbol type, Journal journal) : Value
{
    private readonly Dictionary<ISymbol, Place<Value>> _fields = new(SymbolEqualityComparer.Default);

    public INamedTypeSymbol Type { get; } = type;

    protected Journal Journal { get; } = journal;

    /// <summary>The place of a field, of an anonymous type's property, or of a captured parameter of a primary constructor.</summary>
    public Place<Value> Field(ISymbol field)
    {
        if (!_fields.TryGetValue(field, out Place<Value>? place))
        {
            place = new Place<Value>(Journal, Defaults.Of(TypeOf(field), Journal));
            _fields.Add(field, place);
        }

        return place;
    }

    /// <summary>A copy with the same content, as struct assignment and <c>with</c> make it.</summary>
    public InstanceValue Copy()
    {
        var copy = new InstanceValue(Type, Journal);
        foreach (KeyValuePair<ISymbol, Place<Value>> field in _fields)
        {
            copy._fields.Add(field.Key, new Place<Value>(Journal, field.Value.Content));
        }

        return copy;
    }

    private static ITypeSymbol? TypeOf(ISymbol field) => field switch
    {
        IFieldSymbol { Type: var type } => type,
        IPropertySymbol { Type: var type } => type,
        IParameterSymbol { Type: var type } => type,
        _ => null,
    };
}

/// <summary>A function as a value.</summary>
internal abstract class FunctionValue : Value;

/// <summary>A lambda with the variables around it.</summary>
internal sealed class LambdaValue(IAnonymousFunctionOperation function, Frame frame, Scope scope) : FunctionValue
{
    public IAnonymousFunctionOperation Function { get; } = function;

    public Frame Frame { get; } = frame;

    public Scope Scope { get; } = scope;
}

/// <summary>A method or local function as a value.</summary>
internal sealed class MethodValue(IMethodSymbol method, Value? receiver, Frame frame, IOperation site) : FunctionValue
{
    public IMethodSymbol Method { get; } = method;

    public Value? Receiver { get; } = receiver;

    public Frame Frame { get; } = frame;

    public IOperation Site { get; } = site;
}

/// <summary>An interpreted program's exception.</summary>
internal sealed class ExceptionValue(ITypeSymbol type, Value message) : Value
{
    public ITypeSymbol Type { get; } = type;

    public Value Message { get; } = message;
}

/// <summary>What something that no one assigned holds.</summary>
internal static class Defaults
{
    public static Value Of(ITypeSymbol? type, Journal journal) => type switch
    {
        null => Constant.Null,
        INamedTypeSymbol { EnumUnderlyingType: { } number } named =>
            new EnumConstant(named, Numbers.Convert(0L, number.SpecialType)),
        { SpecialType: SpecialType.System_Boolean } => Constant.False,
        { SpecialType: SpecialType.System_Char } => Constant.Of('\0'),
        _ when Numbers.IsNumeric(type.SpecialType) => Constant.Of(Numbers.Convert(0L, type.SpecialType)),
        INamedTypeSymbol { IsTupleType: true } tuple =>
            new TupleValue([.. tuple.TupleElements.Select(element => Of(element.Type, journal))]),
        INamedTypeSymbol { IsValueType: true, OriginalDefinition.SpecialType: not SpecialType.System_Nullable_T } value
            when value.DeclaringSyntaxReferences.Length > 0 => new InstanceValue(value, journal),
        _ => Constant.Null,
    };
}

/// <summary>A local function with the variables around it.</summary>
internal sealed class LocalFunctionValue(ILocalFunctionOperation function, Frame frame, Scope scope) : FunctionValue
{
    public ILocalFunctionOperation Function { get; } = function;

    public Frame Frame { get; } = frame;

    public Scope Scope { get; } = scope;
}
