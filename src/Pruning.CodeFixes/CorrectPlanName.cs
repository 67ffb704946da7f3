using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;
using Pruning.Generators.Diagnostics;

namespace Pruning.CodeFixes;

/// <summary>For PRUNE2002: replaces the mistyped name of a group or a model in a plan file by the nearest one that exists.</summary>
[ExportCodeFixProvider(
    LanguageNames.CSharp, DocumentKinds = [nameof(TextDocumentKind.AdditionalDocument)], DocumentExtensions = [".json"]), Shared]
public sealed class CorrectPlanName() : ProjectFix("Correct names in plans", "PRUNE2002", FixData.Replacement)
{
    /// <inheritdoc />
    protected override string TitleFor(Diagnostic diagnostic) => $"Change to \"{diagnostic.Properties[FixData.Replacement]}\"";

    /// <inheritdoc />
    protected override async Task<Solution> Fix(Project project, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellation)
    {
        Solution solution = project.Solution;
        foreach (IGrouping<string, Diagnostic> inFile in diagnostics.GroupBy(diagnostic => diagnostic.Location.GetLineSpan().Path))
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
