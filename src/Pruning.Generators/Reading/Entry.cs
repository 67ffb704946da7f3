using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Pruning.Generators.Reading.Values;

namespace Pruning.Generators.Reading;

/// <content>What the attribute passes to the constructor.</content>
internal sealed partial class Interpreter
{
    /// <summary>Whether an argument of the attribute can be passed to a parameter.</summary>
    public bool Fits(TypedConstant argument, ITypeSymbol parameter) =>
        argument.IsNull ? !parameter.IsValueType || NullableUnderlying(parameter) is not null
        : argument.Type is not null && compilation.ClassifyCommonConversion(argument.Type, parameter) is { Exists: true, IsImplicit: true };

    /// <summary>The constructor's arguments: those given, then the defaults.</summary>
    public IReadOnlyList<Bound> Arguments(IMethodSymbol constructor, ImmutableArray<TypedConstant> given) =>
    [
        .. Defaulted(constructor).Select((argument, i) =>
            i < given.Length ? argument with { Value = ValueOf(given[i], argument.Parameter.Type) } : argument),
    ];

    /// <summary>Runs a static method that makes the network.</summary>
    public Value RunFactory(IMethodSymbol factory, ImmutableArray<TypedConstant> given)
    {
        SyntaxNode at = factory.DeclaringSyntaxReferences[0].GetSyntax();
        return Needed(Call(factory, null, Arguments(factory, given), Sources.Body(factory) ?? throw Stop(at, "it has no body")));
    }

    public ReadingStopped UnknownState(string name, ModuleValue module)
    {
        SyntaxNode at = module.Site?.Syntax ?? module.Type.DeclaringSyntaxReferences[0].GetSyntax();
        return Stop(at, $"the shape of its own parameter or buffer '{name}' is not known");
    }

    private Value ValueOf(TypedConstant constant, ITypeSymbol type)
    {
        if (constant.IsNull)
        {
            return Constant.Null;
        }

        ITypeSymbol target = NullableUnderlying(type) ?? type;
        return constant.Kind switch
        {
            TypedConstantKind.Array => new ArrayValue(
                ElementOf(type), constant.Values.Select(item => ValueOf(item, ElementOf(type))).ToList(), _journal),
            TypedConstantKind.Enum => new EnumConstant((INamedTypeSymbol)constant.Type!, constant.Value!),
            TypedConstantKind.Type => new TypeValue((ITypeSymbol)constant.Value!),
            _ when Numbers.IsNumber(constant.Value) && Numbers.IsNumeric(target.SpecialType) =>
                Constant.Of(Numbers.Convert(constant.Value!, target.SpecialType)),
            _ => Constant.Of(constant.Value),
        };
    }
}
