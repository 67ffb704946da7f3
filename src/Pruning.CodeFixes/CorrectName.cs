using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Pruning.Generators.Diagnostics;

namespace Pruning.CodeFixes;

/// <summary>Replaces a mistyped name in an attribute by the nearest one that exists.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class CorrectName() : DocumentFix("Correct names", "PRUNE0002", "PRUNE0004", "PRUNE1007")
{
    /// <inheritdoc />
    protected override bool CanFix(Diagnostic diagnostic) => diagnostic.Properties.ContainsKey(FixData.Replacement);

    /// <inheritdoc />
    protected override string TitleFor(Diagnostic diagnostic) => $"Change to \"{diagnostic.Properties[FixData.Replacement]}\"";

    /// <inheritdoc />
    protected override SyntaxNode Fix(SyntaxNode root, ImmutableArray<Diagnostic> diagnostics)
    {
        var names = new Dictionary<SyntaxToken, string>();
        foreach (Diagnostic diagnostic in diagnostics)
        {
            SyntaxToken token = root.FindToken(diagnostic.Location.SourceSpan.Start);
            if (token.IsKind(SyntaxKind.StringLiteralToken))
            {
                names[token] = diagnostic.Properties[FixData.Replacement]!;
            }
        }

        return root.ReplaceTokens(names.Keys, (token, _) => SyntaxFactory.Literal(names[token]).WithTriviaFrom(token));
    }
}
