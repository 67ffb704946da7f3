using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Pruning.Generators.Diagnostics;

namespace Pruning.CodeFixes;

/// <summary>For PRUNE1002: writes <c>[Keep]</c> on the members whose channels cannot be followed, which accepts that they stay.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class AddKeep() : ProjectFix("Add [Keep] to the layers whose channels stay", "PRUNE1002", FixData.Keep)
{
    /// <inheritdoc />
    protected override Task<Solution> Fix(Project project, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellation) =>
        MemberAttributes.Add(
            project,
            diagnostics.SelectMany(diagnostic => diagnostic.Properties[FixData.Keep]!.Split('|')).Select(member => (member, "")),
            "Keep",
            cancellation);
}
