using System.Runtime.Loader;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Pruning;
using Spectre.Console;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cifar10.Tests;

/// <summary>The whole program on a handful of images.</summary>
public sealed class PruningRunTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _output = new();

    public Task InitializeAsync()
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(_output) });
        return new PruningRun(Settings(), console).ExecuteAsync(CancellationToken.None);
    }

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public void Everything_is_written_and_fits_together()
    {
        using JsonDocument summary = JsonDocument.Parse(File.ReadAllText(_folder.File("summary.json")));
        JsonElement root = summary.RootElement;
        Names(root).ShouldBe(["model", "dataset", "dense", "pruned", "fineTuned", "seconds"]);
        foreach (string stage in (string[])["dense", "pruned", "fineTuned"])
        {
            Names(root.GetProperty(stage)).ShouldBe(["accuracy", "parameters", "macs", "latencyMs"]);
        }
        root.GetProperty("model").GetString().ShouldBe("ResNet20");
        root.GetProperty("dataset").GetString().ShouldBe("synthetic");
        long dense = root.GetProperty("dense").GetProperty("macs").GetInt64();
        dense.ShouldBe(40_551_040);
        (root.GetProperty("pruned").GetProperty("macs").GetInt64() / (double)dense).ShouldBeInRange(0.48, 0.5);
        _output.ToString().ShouldContain("fine-tuned");

        using Module<Tensor, Tensor> slim = Slim();
        using Module<Tensor, Tensor> regenerated = Regenerated();
        Checkpoint.Load(slim, _folder.File("fine-tuned.safetensors"));
        Checkpoint.Load(regenerated, _folder.File("fine-tuned.safetensors"));
        slim.parameters().Sum(parameter => parameter.numel()).ShouldBe(root.GetProperty("fineTuned").GetProperty("parameters").GetInt64());
        Logits(regenerated).ShouldBe(Logits(slim));
    }

    private Settings Settings() => new(
        new Recipe
        {
            Model = "resnet20",
            Data = new RecipeData { TrainImages = 64, TestImages = 40, Batch = 32 },
            Dense = new RecipeNetwork { Epochs = 1, LearningRate = 0.1 },
            Pruning = new RecipePruning { RecalibrationImages = 32 },
            FineTuning = new RecipeFineTuning { Epochs = 1, Distillation = new RecipeDistillation { Weight = 0.5 } },
        },
        ModelEntry.Named("resnet20"),
        Threads: null,
        _folder.Path)
    {
        Latency = new LatencyOptions { WarmUpRuns = 1, Runs = 5 },
    };

    private Module<Tensor, Tensor> Slim()
    {
        ModelEntry entry = ModelEntry.Named("resnet20");
        using Module<Tensor, Tensor> dense = entry.Create();
        return entry.Prune(dense, PruningPlan.Load(_folder.File("ResNet20Slim.prune.json")));
    }

    /// <summary>The regenerated class, compiled without anything of this project but the torch provider.</summary>
    private Module<Tensor, Tensor> Regenerated()
    {
        IEnumerable<MetadataReference> references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) == "Pruning.LibTorch.dll"
                || !Path.GetFileName(path).StartsWith("Pruning.", StringComparison.Ordinal))
            .Where(path => !Path.GetFileName(path).StartsWith("Cifar10", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path));
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Regenerated",
            [CSharpSyntaxTree.ParseText(File.ReadAllText(_folder.File("ResNet20Slim.cs")))],
            references,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                nullableContextOptions: NullableContextOptions.Enable,
                generalDiagnosticOption: ReportDiagnostic.Error));
        using var image = new MemoryStream();
        compilation.Emit(image).Diagnostics.ShouldBeEmpty();
        image.Position = 0;
        Type type = AssemblyLoadContext.Default.LoadFromStream(image).GetTypes().Single(type => type.Name == "ResNet20Slim");
        return Activator.CreateInstance(type).ShouldBeAssignableTo<Module<Tensor, Tensor>>().ShouldNotBeNull();
    }

    private static float[] Logits(Module<Tensor, Tensor> network)
    {
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        network.eval();
        return network.call(arange(2 * 3 * 32 * 32, ScalarType.Float32).sin().view(2, 3, 32, 32)).data<float>().ToArray();
    }

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(property => property.Name);
}
