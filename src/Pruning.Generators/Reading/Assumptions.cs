using Microsoft.CodeAnalysis;
using Pruning.Generators.Diagnostics;
using Pruning.Generators.Reading.Values;
using Problem = Pruning.Generators.Diagnostics.Problem;

namespace Pruning.Generators.Reading;

/// <summary>The <c>[Assume]</c> of the methods and classes that are read.</summary>
internal sealed class Assumptions(Compilation compilation)
{
    private readonly Dictionary<SyntaxNode, Constant?> _decided = [];
    private readonly HashSet<AttributeData> _used = [];
    private readonly bool _exist = compilation.GetTypeByMetadataName("Pruning.AssumeAttribute") is not null;

    /// <summary>What a condition is assumed to be; null where nothing is assumed.</summary>
    public Constant? Of(SyntaxNode condition)
    {
        if (!_exist)
        {
            return null;
        }

        if (!_decided.TryGetValue(condition, out Constant? decided))
        {
            decided = Find(condition);
            _decided.Add(condition, decided);
        }

        return decided;
    }

    /// <summary>Assumptions in a class that no condition met.</summary>
    public IEnumerable<AttributeUse> UsesIn(INamedTypeSymbol type, INamedTypeSymbol model, string name)
    {
        foreach (AttributeData attribute in type.GetMembers().OfType<IMethodSymbol>().Cast<ISymbol>().Prepend(type)
            .SelectMany(symbol => PruningAttributes.On(symbol, "AssumeAttribute")))
        {
            Location at = PruningAttributes.LocationOf(attribute);
            Problem? problem = _used.Contains(attribute)
                ? null
                : new Problem(Rules.NoEffect, at, [$"[Assume] on {type.Name}", name, "no branch that is read has this condition"]);
            yield return new AttributeUse(at, !SymbolEqualityComparer.Default.Equals(type, model.OriginalDefinition), problem);
        }
    }

    private Constant? Find(SyntaxNode condition)
    {
        string text = Compact(condition.ToString());
        SemanticModel model = compilation.GetSemanticModel(condition.SyntaxTree);
        for (ISymbol? symbol = model.GetEnclosingSymbol(condition.SpanStart); symbol is not null and not INamespaceSymbol; symbol = symbol.ContainingSymbol)
        {
            foreach (AttributeData attribute in PruningAttributes.On(symbol, "AssumeAttribute"))
            {
                if (attribute.ConstructorArguments is [{ Value: string assumed }, { Value: bool value }] && Compact(assumed) == text)
                {
                    _used.Add(attribute);
                    return Constant.Of(value);
                }
            }
        }

        return null;
    }

    private static string Compact(string text) => string.Concat(text.Where(letter => !char.IsWhiteSpace(letter)));
}
