using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Pruning.Generators.Diagnostics;

namespace Pruning.Generators.Reading;

/// <summary>What was meant by the name of a method that there is not.</summary>
internal static class NearestMethod
{
    /// <summary>For the code fix: the class's method whose name is nearest to a mistyped one.</summary>
    public static ImmutableDictionary<string, string?> Of(string name, INamedTypeSymbol type, bool isStatic)
    {
        ImmutableDictionary<string, string?> nothing = ImmutableDictionary<string, string?>.Empty;
        IEnumerable<string> names = type.GetMembers().OfType<IMethodSymbol>()
            .Where(method => method.MethodKind == MethodKind.Ordinary && method.IsStatic == isStatic && method.Name != name)
            .Select(method => method.Name);
        return NearestName.Of(name, names) is { } nearest ? nothing.Add(FixData.Replacement, nearest) : nothing;
    }
}
