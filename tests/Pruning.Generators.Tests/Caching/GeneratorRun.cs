using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Pruning.Generators.Tests.Caching;

/// <summary>The generator, run on a compilation and again after edits.</summary>
internal sealed class GeneratorRun
{
    private GeneratorDriver _driver;
    private ImmutableArray<AdditionalText> _files;

    public GeneratorRun(Compilation compilation, params (string Path, string Text)[] files)
    {
        Compilation = compilation;
        _files = [.. files.Select(file => new File(file.Path, file.Text))];
        _driver = CSharpGeneratorDriver.Create(
            [new PruningGenerator().AsSourceGenerator()],
            _files,
            (CSharpParseOptions)compilation.SyntaxTrees.First().Options,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        Run();
    }

    public Compilation Compilation { get; private set; }

    /// <summary>The compilation with what is generated.</summary>
    public Compilation Output { get; private set; } = null!;

    public GeneratorRunResult Result => _driver.GetRunResult().Results.Single();

    /// <summary>The generated files by name.</summary>
    public Dictionary<string, string> Sources =>
        Result.GeneratedSources.ToDictionary(source => source.HintName, source => source.SourceText.ToString());

    /// <summary>Why the generated files are what they are, one reason for each.</summary>
    public IReadOnlyList<IncrementalStepRunReason> OutputReasons =>
        [.. Result.TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(run => run.Outputs).Select(output => output.Reason)];

    /// <summary>Changes the compilation and runs again.</summary>
    public void Change(Func<Compilation, Compilation> change)
    {
        Compilation = change(Compilation);
        Run();
    }

    /// <summary>Replaces text in a source file and runs again.</summary>
    public void Edit(int source, Func<string, string> edit)
    {
        SyntaxTree old = Compilation.SyntaxTrees.ElementAt(source);
        string text = old.ToString();
        string edited = edit(text);
        edited.ShouldNotBe(text);
        Change(compilation => compilation.ReplaceSyntaxTree(old, TestSources.Tree(edited, old.FilePath)));
    }

    /// <summary>Replaces an additional file and runs again.</summary>
    public void EditFile(string path, string text)
    {
        AdditionalText old = _files.Single(file => file.Path == path);
        var edited = new File(path, text);
        _driver = _driver.ReplaceAdditionalText(old, edited);
        _files = _files.Replace(old, edited);
        Run();
    }

    /// <summary>Why the outputs of a step are what they are.</summary>
    public IReadOnlyList<IncrementalStepRunReason> Reasons(string step) =>
        [.. Result.TrackedSteps[step].SelectMany(run => run.Outputs).Select(output => output.Reason)];

    private void Run()
    {
        _driver = _driver.RunGeneratorsAndUpdateCompilation(Compilation, out Compilation output, out _);
        Output = output;
    }

    private sealed class File(string path, string text) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }
}
