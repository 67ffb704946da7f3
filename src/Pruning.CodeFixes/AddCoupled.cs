using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Pruning.Generators.Diagnostics;

namespace Pruning.CodeFixes;

/// <summary>For PRUNE1009: says of an opaque method which channels pass through it one by one, so that they can be pruned.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class AddCoupled() : ProjectFix("Add [Coupled]", "PRUNE1009", FixData.Coupled)
{
    /// <inheritdoc />
    protected override Task<Solution> Fix(Project project, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellation)
    {
        // The method comes first, then the names of the sizes.
        IEnumerable<(string, string)> attributes = diagnostics
            .Select(diagnostic => diagnostic.Properties[FixData.Coupled]!.Split('|'))
            .Select(parts => (parts[0], $"({string.Join(", ", parts.Skip(1).Select(name => $"\"{name}\""))})"));
        return MemberAttributes.Add(project, attributes, "Coupled", cancellation);
    }
}
