using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;
using Pruning.Generators.Diagnostics;

namespace Pruning.CodeFixes;

/// <summary>For PRUNE2002: replaces the mistyped name of a group or a model in a plan file by the nearest one that exists.</summary>
[ExportCodeFixProvider(
    LanguageNames.CSharp, DocumentKinds = [nameof(TextDocumentKind.AdditionalDocument)], DocumentExtensions = [".json"]), Shared]
public sealed class CorrectPlanName : CodeFixProvider
{
    private const string Title = "Correct names in plans";

    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["PRUNE2002"];

    /// <inheritdoc />
    public override FixAllProvider GetFixAllProvider() => new AllAtOnce(Title, Fix);

    /// <inheritdoc />
    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        ImmutableArray<Diagnostic> fixable =
            context.Diagnostics.RemoveAll(diagnostic => !diagnostic.Properties.ContainsKey(FixData.Replacement));
        if (!fixable.IsEmpty)
        {
            string title = $"Change to \"{fixable[0].Properties[FixData.Replacement]}\"";
            context.RegisterCodeFix(
                CodeAction.Create(title, cancellation => Fix(context.TextDocument.Project, fixable, cancellation), Title), fixable);
        }

        return Task.CompletedTask;
    }

    private static async Task<Solution> Fix(Project project, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellation)
    {
        Solution solution = project.Solution;
        foreach (IGrouping<string, Diagnostic> inFile in diagnostics
            .Where(diagnostic => diagnostic.Properties.ContainsKey(FixData.Replacement))
            .GroupBy(diagnostic => diagnostic.Location.GetLineSpan().Path))
        {
            if (project.AdditionalDocuments.FirstOrDefault(file => file.FilePath == inFile.Key) is not { } plan)
            {
                continue;
            }

            SourceText text = await plan.GetTextAsync(cancellation).ConfigureAwait(false);
            IEnumerable<TextChange> changes = inFile
                .Select(diagnostic => new TextChange(
                    QuotedAt(text, diagnostic.Location.SourceSpan.Start), diagnostic.Properties[FixData.Replacement]!))
                .OrderBy(change => change.Span.Start);
            solution = solution.WithAdditionalDocumentText(plan.Id, text.WithChanges(changes));
        }

        return solution;
    }

    /// <summary>What stands between the quotes of the text that begins at a position.</summary>
    private static TextSpan QuotedAt(SourceText text, int start)
    {
        int end = start + 1;
        while (end < text.Length && text[end] != '"')
        {
            end += text[end] == '\\' ? 2 : 1;
        }

        return TextSpan.FromBounds(start + 1, end);
    }
}
