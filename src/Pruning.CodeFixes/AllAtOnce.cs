using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Pruning.CodeFixes;

/// <summary>Fixes all diagnostics of a scope by one change, which may reach into any of the project's files.</summary>
/// <param name="title">What the change is called.</param>
/// <param name="fix">Makes the change.</param>
internal sealed class AllAtOnce(string title, Func<Project, ImmutableArray<Diagnostic>, CancellationToken, Task<Solution>> fix)
    : FixAllProvider
{
    /// <inheritdoc />
    public override IEnumerable<FixAllScope> GetSupportedFixAllScopes() => [FixAllScope.Document, FixAllScope.Project];

    /// <inheritdoc />
    public override async Task<CodeAction?> GetFixAsync(FixAllContext context)
    {
        ImmutableArray<Diagnostic> diagnostics = context is { Scope: FixAllScope.Document, Document: { } document }
            ? await context.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false)
            : await context.GetAllDiagnosticsAsync(context.Project).ConfigureAwait(false);
        return diagnostics.IsEmpty
            ? null
            : CodeAction.Create(title, cancellation => fix(context.Project, diagnostics, cancellation), title);
    }
}
