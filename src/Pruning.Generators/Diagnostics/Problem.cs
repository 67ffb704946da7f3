using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Pruning.Generators.Diagnostics;

/// <summary>Something to tell the user, at a place in the source. It holds locations, so it never enters a cached model.</summary>
internal sealed record Problem(DiagnosticDescriptor Rule, Location Location, ImmutableArray<string> Arguments)
{
    /// <summary>Other places that the message speaks of.</summary>
    public ImmutableArray<Location> Others { get; init; } = [];

    /// <summary>The numbers of the layers that the message speaks of.</summary>
    public ImmutableArray<int> Modules { get; init; } = [];

    /// <summary>What code fixes need; see <see cref="FixData"/>.</summary>
    public ImmutableDictionary<string, string?> Properties { get; init; } = ImmutableDictionary<string, string?>.Empty;

    public static Problem At(SyntaxNode node, DiagnosticDescriptor rule, params string[] arguments) =>
        new(rule, node.GetLocation(), [.. arguments]);

    public Diagnostic ToDiagnostic() => Diagnostic.Create(Rule, Location, Others, Properties, [.. Arguments]);
}
