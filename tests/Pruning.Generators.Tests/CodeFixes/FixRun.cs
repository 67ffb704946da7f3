using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Pruning.Generators.Diagnostics;

namespace Pruning.Generators.Tests.CodeFixes;

/// <summary>Applies code fixes to what the analyzer reports.</summary>
internal sealed class FixRun
{
    private readonly CodeFixProvider _provider;
    private readonly Document _document;
    private readonly ImmutableArray<Diagnostic> _diagnostics;

    private FixRun(CodeFixProvider provider, Document document, ImmutableArray<Diagnostic> diagnostics)
    {
        _provider = provider;
        _document = document;
        _diagnostics = diagnostics;
    }

    /// <summary>Opens a source in a workspace and runs the analyzer on it.</summary>
    public static async Task<FixRun> On(CodeFixProvider provider, string source)
    {
        CSharpCompilation compilation = TestSources.CompileAnything();
        var workspace = new AdhocWorkspace();
        ProjectInfo info = ProjectInfo.Create(
            ProjectId.CreateNewId(), VersionStamp.Default, "Tested", "Tested", LanguageNames.CSharp,
            compilationOptions: compilation.Options,
            parseOptions: compilation.SyntaxTrees[0].Options,
            metadataReferences: compilation.References);
        Project project = workspace.AddProject(info)
            .AddDocument("ImplicitUsings.cs", await compilation.SyntaxTrees[0].GetTextAsync()).Project;
        Document document = project.AddDocument("Source.cs", source);
        return new FixRun(provider, document, await Diagnostics(provider, document));
    }

    /// <summary>The source after the fix for the last, and so innermost, diagnostic; it compiles, and what was fixed is not reported any more.</summary>
    public async Task<string> Last()
    {
        CodeAction? action = null;
        await _provider.RegisterCodeFixesAsync(Context(registered => action ??= registered));
        return await Applied(action.ShouldNotBeNull());
    }

    /// <summary>The titles of what is offered for the last diagnostic.</summary>
    public async Task<IReadOnlyList<string>> Offered()
    {
        var titles = new List<string>();
        await _provider.RegisterCodeFixesAsync(Context(registered => titles.Add(registered.Title)));
        return titles;
    }

    /// <summary>The source after all that can be fixed in it is fixed at once.</summary>
    public async Task<string> All()
    {
        string title = "";
        await _provider.RegisterCodeFixesAsync(Context(registered => title = registered.EquivalenceKey!));
        var context = new FixAllContext(
            _document, _provider, FixAllScope.Document, title, _provider.FixableDiagnosticIds, new Found(_diagnostics),
            CancellationToken.None);
        return await Applied((await _provider.GetFixAllProvider()!.GetFixAsync(context)).ShouldNotBeNull());
    }

    private static async Task<ImmutableArray<Diagnostic>> Diagnostics(CodeFixProvider provider, Document document)
    {
        Compilation compilation = (await document.Project.GetCompilationAsync()).ShouldNotBeNull();
        compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ShouldBeEmpty();
        ImmutableArray<Diagnostic> found = await compilation.WithAnalyzers([new PrunableAnalyzer()]).GetAnalyzerDiagnosticsAsync();
        return
        [
            .. found.Where(diagnostic => provider.FixableDiagnosticIds.Contains(diagnostic.Id))
                .OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start),
        ];
    }

    private CodeFixContext Context(Action<CodeAction> register) =>
        new(_document, _diagnostics[^1], (action, _) => register(action), CancellationToken.None);

    private async Task<string> Applied(CodeAction action)
    {
        ApplyChangesOperation change = (await action.GetOperationsAsync(CancellationToken.None)).OfType<ApplyChangesOperation>().Single();
        Document changed = change.ChangedSolution.GetDocument(_document.Id)!;
        (await Diagnostics(_provider, changed)).ShouldBeEmpty();
        return (await changed.GetTextAsync()).ToString();
    }

    private sealed class Found(ImmutableArray<Diagnostic> diagnostics) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>(diagnostics);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);

        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>(diagnostics);
    }
}
