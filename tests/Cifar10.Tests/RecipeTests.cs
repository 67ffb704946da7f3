using System.CommandLine;
using System.Text.Json;
using Pruning;
using Spectre.Console;

namespace Cifar10.Tests;

/// <summary>The recipes that come with the sample: each is valid, and each runs.</summary>
public sealed class RecipeTests
{
    private static readonly string Folder = RepositoryFiles.Of("samples/recipes");

    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder, "*.json")
        .Select(file => Path.GetFileName(file)!)
        .Where(name => name != "recipe.schema.json")
        .Order(StringComparer.Ordinal)];

    [Fact]
    public void There_are_at_least_ten() => Files.Count.ShouldBeGreaterThanOrEqualTo(10);

    [Theory]
    [MemberData(nameof(Files))]
    public void Each_names_its_paper_and_the_schema_and_fits_its_model(string name)
    {
        Recipe recipe = Read(name).Recipe;

        recipe.Title.ShouldNotBeNullOrEmpty();
        recipe.Schema.ShouldBe("recipe.schema.json");
    }

    /// <summary>A few images, one epoch of everything; the numbers of the papers take days.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public async Task Each_runs_to_its_end(string name)
    {
        using var folder = new TemporaryFolder();
        Settings settings = Read(name, $"--train-images 8 --test-images 4 --batch 4 --output {folder.Path} --seed 1");
        Recipe recipe = settings.Recipe;
        settings = settings with
        {
            Latency = new LatencyOptions { WarmUpRuns = 0, Runs = 1 },
            Recipe = recipe with
            {
                Dense = recipe.Dense with { Epochs = Math.Min(1, recipe.Dense.Epochs!.Value) },
                Teacher = recipe.Teacher is { } teacher ? teacher with { Epochs = Math.Min(1, teacher.Epochs ?? 0) } : null,
                Pruning = recipe.Pruning with
                {
                    CalibrationImages = 2,
                    Rounds = recipe.Pruning.Rounds is { } rounds ? rounds with { Count = 2, Epochs = 1 } : null,
                },
                FineTuning = recipe.FineTuning with { Epochs = Math.Min(1, recipe.FineTuning.Epochs!.Value) },
            },
        };
        using var output = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(output) });

        await new PruningRun(settings, console).ExecuteAsync(CancellationToken.None);

        using JsonDocument summary = JsonDocument.Parse(File.ReadAllText(folder.File("summary.json")));
        summary.RootElement.GetProperty("fineTuned").GetProperty("macs").GetInt64()
            .ShouldBeLessThan(summary.RootElement.GetProperty("dense").GetProperty("macs").GetInt64());
        Directory.GetFiles(folder.Path, "*.state*").ShouldBeEmpty();
    }

    [Fact]
    public void Options_override_what_the_recipe_says()
    {
        Recipe recipe = Read("distilled-resnet56.json", "--epochs 7 --budget 0.3 parameters --criterion l1 --distil 0.2 --seed 4").Recipe;

        recipe.FineTuning.Epochs.ShouldBe(7);
        recipe.FineTuning.LearningRate.ShouldBe(0.05);
        recipe.FineTuning.Distillation.ShouldBe(new RecipeDistillation { Weight = 0.2, Temperature = 2 });
        recipe.Pruning.Budget.ShouldBe(new RecipeBudget { Fraction = 0.3, Unit = BudgetUnit.Parameters });
        recipe.Pruning.Criterion.Name.ShouldBe("l1");
        recipe.Seed.ShouldBe(4);
    }

    [Fact]
    public void A_recipe_for_another_model_is_refused() =>
        Should.Throw<PruningException>(() => Read("distilled-resnet56.json", "--model resnet20")).Message.ShouldContain("is for resnet56");

    [Fact]
    public void A_teacher_that_the_recipe_has_not_cannot_be_loaded() =>
        Should.Throw<PruningException>(() => Read("lamp.json", "--teacher-checkpoint x.th")).Message.ShouldContain("--teacher-checkpoint");

    [Theory]
    [InlineData("""{ "model": "lenet" }""", "lenet")]
    [InlineData("""{ "model": "resnet20", "pruning": { "keep": ["features*"] } }""", "no group like 'features*'")]
    [InlineData("""{ "model": "resnet20", "teacher": { "model": "lenet" } }""", "lenet")]
    public void Names_of_other_models_are_refused(string json, string message)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("run.json"), json);

        Should.Throw<PruningException>(() => Read(folder.File("run.json"))).Message.ShouldContain(message);
    }

    [Fact]
    public void A_file_with_a_mistake_is_an_error_of_the_command_line()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("run.json"), """{ "model": "resnet20", "sed": 1 }""");

        CommandLine.Create((_, _) => Task.FromResult(0), (_, _) => Task.FromResult(0)).Parse($"--recipe {folder.File("run.json")}").Errors
            .ShouldHaveSingleItem().Message.ShouldContain("'seed'");
    }

    private static Settings Read(string recipe, string options = "")
    {
        Settings? found = null;
        ParseResult parsed = CommandLine.Create(
            (read, _) =>
            {
                found = read();
                return Task.FromResult(0);
            },
            (_, _) => Task.FromResult(1)).Parse($"--recipe {Path.Combine(Folder, recipe)} {options}");
        parsed.Errors.ShouldBeEmpty();
        parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        return found.ShouldNotBeNull();
    }
}
