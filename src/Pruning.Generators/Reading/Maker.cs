using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Pruning.Generators.Diagnostics;
using Pruning.Generators.Reading.Values;
using Problem = Pruning.Generators.Diagnostics.Problem;

namespace Pruning.Generators.Reading;

/// <summary>Makes the network that <c>[Prunable]</c> describes, by a constructor or by a factory method.</summary>
internal sealed class Maker(
    INamedTypeSymbol type, Declaration declaration, string displayName, Interpreter interpreter, List<Problem> problems)
{
    /// <summary>The constructor or factory method that makes the network.</summary>
    public IMethodSymbol? Find()
    {
        ImmutableArray<TypedConstant> values = declaration.Args;
        IEnumerable<IMethodSymbol> candidates = declaration.Factory is { } name
            ? type.GetMembers(name).OfType<IMethodSymbol>()
                .Where(method => method.IsStatic && SymbolEqualityComparer.Default.Equals(method.ReturnType, type))
            : type.InstanceConstructors;
        IMethodSymbol? fitting = candidates
            .Where(candidate => Takes(candidate.Parameters, values))
            .OrderBy(candidate => candidate.Parameters.Length)
            .FirstOrDefault();
        if (fitting is null)
        {
            string what = declaration.Factory is { } factory ? $"static method '{factory}' that gives a '{type.Name}'" : "constructor";
            problems.Add(new Problem(
                Rules.CannotBeInstantiated,
                declaration.At(declaration.Factory is null ? "Args" : "Factory"),
                [
                    displayName,
                    values.Length == 0
                        ? $"no {what} can be called without arguments; give them, as in [Prunable(…, Args = new object[] {{ 10 }})]"
                        : $"no {what} takes these {values.Length} arguments",
                ])
            {
                Properties = declaration.Factory is { } mistyped
                    ? NearestMethod.Of(mistyped, type, isStatic: true)
                    : ImmutableDictionary<string, string?>.Empty,
            });
        }

        return fitting;
    }

    /// <summary>The network, or null where the factory method gives something else.</summary>
    public ModuleValue? Run(IMethodSymbol maker)
    {
        if (maker.MethodKind == MethodKind.Constructor)
        {
            return interpreter.Construct(type, maker, interpreter.Arguments(maker, declaration.Args), null) as ModuleValue;
        }

        if (interpreter.RunFactory(maker, declaration.Args) is ModuleValue made && SymbolEqualityComparer.Default.Equals(made.Type, type))
        {
            return made;
        }

        string what = $"'{maker.Name}' gives something else";
        problems.Add(new Problem(Rules.CannotBeInstantiated, declaration.At("Factory"), [displayName, what]));
        return null;
    }

    private bool Takes(ImmutableArray<IParameterSymbol> parameters, ImmutableArray<TypedConstant> values) =>
        parameters.Length >= values.Length
        && parameters.Skip(values.Length).All(parameter => parameter.IsOptional || parameter.IsParams)
        && parameters.Zip(values, (parameter, value) => interpreter.Fits(value, parameter.Type)).All(fits => fits);
}
