using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Pruning.CodeFixes;

/// <summary>A fix that may reach into any of the project's files.</summary>
/// <param name="title">What the fix is called where several diagnostics are fixed at once.</param>
/// <param name="id">The diagnostic that it fixes.</param>
/// <param name="data">The property of the diagnostic that says what to do; without it there is no fix.</param>
public abstract class ProjectFix(string title, string id, string data) : CodeFixProvider
{
    /// <inheritdoc />
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; } = [id];

    /// <inheritdoc />
    public sealed override FixAllProvider GetFixAllProvider() => new AllAtOnce(title, FixAsync);

    /// <inheritdoc />
    public sealed override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        Project project = context.TextDocument.Project;
        ImmutableArray<Diagnostic> fixable = Fixable(context.Diagnostics);
        if (!fixable.IsEmpty)
        {
            context.RegisterCodeFix(
                CodeAction.Create(TitleFor(fixable[0]), cancellation => FixAsync(project, fixable, cancellation), title), fixable);
        }

        return Task.CompletedTask;
    }

    /// <summary>What the fix of one diagnostic is called.</summary>
    protected virtual string TitleFor(Diagnostic diagnostic) => title;

    /// <summary>The project with the diagnostics fixed, all of which have the data.</summary>
    protected abstract Task<Solution> Fix(Project project, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellation);

    private Task<Solution> FixAsync(Project project, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellation) =>
        Fix(project, Fixable(diagnostics), cancellation);

    private ImmutableArray<Diagnostic> Fixable(ImmutableArray<Diagnostic> diagnostics) =>
        diagnostics.RemoveAll(diagnostic => !diagnostic.Properties.ContainsKey(data));
}
