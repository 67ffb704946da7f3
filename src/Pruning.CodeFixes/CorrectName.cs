using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Pruning.Generators.Diagnostics;

namespace Pruning.CodeFixes;

/// <summary>Replaces a mistyped name in an attribute by the nearest one that exists.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class CorrectName : CodeFixProvider
{
    private const string Title = "Correct names";

    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["PRUNE0002", "PRUNE0004", "PRUNE1007"];

    /// <inheritdoc />
    public override FixAllProvider GetFixAllProvider() => FixAllProvider.Create(static async (context, document, diagnostics) =>
        await Fix(document, diagnostics, context.CancellationToken).ConfigureAwait(false));

    /// <inheritdoc />
    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        ImmutableArray<Diagnostic> fixable =
            context.Diagnostics.RemoveAll(diagnostic => !diagnostic.Properties.ContainsKey(FixData.Replacement));
        if (!fixable.IsEmpty)
        {
            string title = $"Change to \"{fixable[0].Properties[FixData.Replacement]}\"";
            context.RegisterCodeFix(CodeAction.Create(title, cancellation => Fix(context.Document, fixable, cancellation), Title), fixable);
        }

        return Task.CompletedTask;
    }

    private static async Task<Document> Fix(Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellation)
    {
        SyntaxNode? root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        if (root is null)
        {
            return document;
        }

        var names = new Dictionary<SyntaxToken, string>();
        foreach (Diagnostic diagnostic in diagnostics)
        {
            SyntaxToken token = root.FindToken(diagnostic.Location.SourceSpan.Start);
            if (token.IsKind(SyntaxKind.StringLiteralToken) && diagnostic.Properties.TryGetValue(FixData.Replacement, out string? name))
            {
                names[token] = name!;
            }
        }

        return document.WithSyntaxRoot(root.ReplaceTokens(
            names.Keys, (token, _) => SyntaxFactory.Literal(names[token]).WithTriviaFrom(token)));
    }
}
