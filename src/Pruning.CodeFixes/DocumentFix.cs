using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Pruning.CodeFixes;

/// <summary>A fix that changes the file where the diagnostic stands, and nothing else. It is offered where it changes something.</summary>
/// <param name="title">What the fix is called where several diagnostics are fixed at once.</param>
/// <param name="ids">The diagnostics that it fixes.</param>
public abstract class DocumentFix(string title, params string[] ids) : CodeFixProvider
{
    /// <inheritdoc />
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; } = [.. ids];

    /// <inheritdoc />
    public sealed override FixAllProvider GetFixAllProvider() => FixAllProvider.Create(async (context, document, diagnostics) =>
        await FixAsync(document, diagnostics, context.CancellationToken).ConfigureAwait(false));

    /// <inheritdoc />
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        Document before = context.Document;
        ImmutableArray<Diagnostic> fixable = context.Diagnostics.RemoveAll(diagnostic => !CanFix(diagnostic));
        Document after = await FixAsync(before, fixable, context.CancellationToken).ConfigureAwait(false);
        if (after != before)
        {
            context.RegisterCodeFix(CodeAction.Create(TitleFor(fixable[0]), _ => Task.FromResult(after), title), fixable);
        }
    }

    /// <summary>Whether a diagnostic says what the fix needs to know.</summary>
    protected virtual bool CanFix(Diagnostic diagnostic) => true;

    /// <summary>What the fix of one diagnostic is called.</summary>
    protected virtual string TitleFor(Diagnostic diagnostic) => title;

    /// <summary>The file with the diagnostics fixed; the same node where nothing can be done.</summary>
    protected abstract SyntaxNode Fix(SyntaxNode root, ImmutableArray<Diagnostic> diagnostics);

    private async Task<Document> FixAsync(Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellation)
    {
        if (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } before)
        {
            return document;
        }

        SyntaxNode after = Fix(before, diagnostics.RemoveAll(diagnostic => !CanFix(diagnostic)));
        return after == before ? document : document.WithSyntaxRoot(after);
    }
}
