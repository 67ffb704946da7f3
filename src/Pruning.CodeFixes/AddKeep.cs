using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Pruning.Generators.Diagnostics;

namespace Pruning.CodeFixes;

/// <summary>For PRUNE1002: writes <c>[Keep]</c> on the members whose channels cannot be followed, which accepts that they stay.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class AddKeep : CodeFixProvider
{
    private const string Title = "Add [Keep] to the layers whose channels stay";

    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["PRUNE1002"];

    /// <inheritdoc />
    public override FixAllProvider GetFixAllProvider() => new AllAtOnce(Title, Fix);

    /// <inheritdoc />
    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        ImmutableArray<Diagnostic> fixable = context.Diagnostics.RemoveAll(diagnostic => !diagnostic.Properties.ContainsKey(FixData.Keep));
        if (!fixable.IsEmpty)
        {
            context.RegisterCodeFix(
                CodeAction.Create(Title, cancellation => Fix(context.Document.Project, fixable, cancellation), Title), fixable);
        }

        return Task.CompletedTask;
    }

    private static Task<Solution> Fix(Project project, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellation) =>
        MemberAttributes.Add(
            project,
            diagnostics.SelectMany(diagnostic =>
                diagnostic.Properties.TryGetValue(FixData.Keep, out string? members) ? members!.Split('|') : [])
                .Select(member => (member, "")),
            "Keep",
            cancellation);
}
