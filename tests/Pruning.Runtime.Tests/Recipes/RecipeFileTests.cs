namespace Pruning.Tests.Recipes;

public class RecipeFileTests
{
    [Fact]
    public void Everything_is_read()
    {
        Recipe recipe = RecipeFile.Parse("""
            {
              "$schema": "recipe.schema.json", "title": "all of it", "model": "net", "seed": 7,
              "data": { "folder": "images", "trainImages": 100, "testImages": 50, "batch": 32 },
              "dense": { "checkpoint": "net.th", "epochs": 3, "learningRate": 0.1, "methods": [{ "name": "slimming", "strength": 0.001 }] },
              "pruning": {
                "criterion": { "name": "fisher", "per": "memory" }, "normalization": "lamp", "allocation": "isomorphic",
                "budget": { "fraction": 0.4, "unit": "parameters" }, "selector": "thinet", "reconstruction": "least-squares",
                "calibrationImages": 64, "recalibrationImages": 500, "roundTo": 8, "keep": ["layer0"], "minimumFraction": 0.1,
                "rounds": { "count": 4, "schedule": "gradual", "epochs": 2, "maximumDrop": 0.02, "rewind": true }
              },
              "teacher": { "model": "big", "checkpoint": "big.th", "epochs": 1 },
              "fineTuning": {
                "epochs": 5, "learningRate": 0.01, "schedule": "cosine", "momentum": 0.8, "weightDecay": 0.0001, "labelSmoothing": 0.1,
                "augmentation": "none", "distillation": { "weight": 0.5, "temperature": 4 }
              }
            }
            """);

        recipe.Seed.ShouldBe(7);
        recipe.Data.ShouldBe(new RecipeData { Folder = "images", TrainImages = 100, TestImages = 50, Batch = 32 });
        recipe.Dense.Methods.ShouldBe([new RecipeMethod { Name = TrainingMethodName.Slimming, Strength = 0.001 }]);
        recipe.Pruning.Criterion.ShouldBe(new Named<Importance>("fisher", new FisherImportance { Per = ChannelCost.Memory }));
        recipe.Pruning.Normalization.ShouldBe(Normalization.Lamp);
        recipe.Pruning.Allocation.ShouldBe(AllocationName.Isomorphic);
        recipe.Pruning.Budget!.Make().ShouldBe(Budget.Parameters(0.4));
        recipe.Pruning.Selector!.Value.ShouldBeOfType<ThiNetSelector>();
        recipe.Pruning.Reconstruction!.Value.ShouldBeOfType<LeastSquaresReconstruction>();
        (recipe.Pruning.CalibrationImages, recipe.Pruning.RecalibrationImages).ShouldBe((64, 500));
        recipe.Pruning.Rounds.ShouldBe(
            new RecipeRounds { Count = 4, Schedule = RoundCurve.Gradual, Epochs = 2, MaximumDrop = 0.02, Rewind = true });
        recipe.Teacher!.Model.ShouldBe("big");
        FineTuningOptions options = recipe.FineTuning.Options(null, recipe.Seed);
        (options.Epochs, options.LearningRate, options.Schedule, options.Momentum, options.WeightDecay, options.LabelSmoothing,
            options.Seed)
            .ShouldBe((5, 0.01, new CosineSchedule(), 0.8, 0.0001, 0.1, 7));
        options.Augmentation.ShouldBeNull();
        recipe.FineTuning.Distillation.ShouldBe(new RecipeDistillation { Weight = 0.5, Temperature = 4 });
    }

    [Fact]
    public void What_is_left_out_has_the_defaults_of_the_library()
    {
        Recipe recipe = RecipeFile.Parse("""{ "model": "net" }""");

        FineTuningOptions options = recipe.FineTuning.Options(null, 0), preset = new();
        (options.Epochs, options.LearningRate, options.Momentum, options.WeightDecay, options.LabelSmoothing)
            .ShouldBe((preset.Epochs, preset.LearningRate, preset.Momentum, preset.WeightDecay, preset.LabelSmoothing));
        options.Schedule.ShouldBe(preset.Schedule);
        recipe.Pruning.Criterion.Value.ShouldBe(Importance.GroupNorm());
    }

    [Theory]
    [InlineData("\"modle\": \"net\"", "$", "'modle' is unknown; do you mean 'model'?")]
    [InlineData("\"fineTuning\": {\n \"epoch\": 3 }", "$.fineTuning", "'epoch' is unknown; do you mean 'epochs'?")]
    [InlineData("\"pruning\": {\n \"criterion\": \"tailor\" }", "$.pruning.criterion", "Do you mean 'taylor'?")]
    [InlineData("\"pruning\": {\n \"criterion\": { \"name\": \"fisher\", \"pro\": 1 } }", "$.pruning.criterion", "do you mean 'per'?")]
    [InlineData("\"pruning\": {\n\"criterion\": { \"name\": \"fisher\", \"per\": \"memori\" }}", "$.pruning.criterion", "do you mean 'memory'?")]
    [InlineData("\"pruning\": {\n \"criterion\": { \"name\": \"l1\", \"p\": 0 } }", "$.pruning.criterion", "at least 1")]
    [InlineData("\"pruning\": {\n \"selector\": \"thi-net\" }", "$.pruning.selector", "Do you mean 'thinet'?")]
    [InlineData("\"pruning\": {\n \"normalization\": \"lump\" }", "$.pruning.normalization", "do you mean 'lamp'?")]
    [InlineData("\"pruning\": {\n \"allocation\": \"globel\" }", "$.pruning.allocation", "do you mean 'global'?")]
    [InlineData("\"pruning\": {\n \"budget\": { \"fraction\": 1.5 } }", "$.pruning.budget.fraction", "above 0 and at most 1")]
    [InlineData("\"pruning\": {\n \"budget\": { \"unit\": \"macs\" } }", "$.pruning.budget", "fraction")]
    [InlineData("\"fineTuning\": {\n \"epochs\": -1 }", "$.fineTuning.epochs", "-1 is out of range: it must be at least 0")]
    [InlineData("\"fineTuning\": {\n \"epochs\": \"two\" }", "$.fineTuning.epochs", "could not be converted")]
    [InlineData("\"fineTuning\": {\n \"schedule\": 3 }", "$.fineTuning.schedule", "a name in quotes is expected")]
    [InlineData("\"seed\": 1,\n \"seed\": 2", "$.seed", "uplicate")]
    [InlineData("\"dense\":\n null", "$.dense", "null")]
    public void Mistakes_are_named_with_path_and_line_and_what_is_meant(string property, string path, string message)
    {
        string model = property.StartsWith("\"modle\"", StringComparison.Ordinal) ? "" : "\"model\": \"net\",";
        string text = $"{{ {model}\n{property} }}";

        PruningException error = Should.Throw<PruningException>(() => RecipeFile.Parse(text, "run.json"));

        error.Message.ShouldStartWith("run.json, line ");
        error.Message.ShouldContain(path);
        error.Message.ShouldContain(message);
        int line = int.Parse(error.Message["run.json, line ".Length..].Split(',')[0], System.Globalization.CultureInfo.InvariantCulture);
        line.ShouldBeInRange(2, 3);
    }

    [Fact]
    public void A_recipe_for_another_model_is_refused_with_the_groups_that_there_are()
    {
        Graph graph = HandMadeGraphs.Chain(4, 4);
        RecipePruning keeps = RecipeFile.Parse("""{ "model": "net", "pruning": { "keep": ["conv*"] } }""").Pruning;
        RecipePruning ratios = RecipeFile.Parse(
            """{ "model": "net", "pruning": { "ratios": [{ "groups": "conv1", "ratio": 0.5 }] } }""").Pruning;

        Should.Throw<PruningException>(() => keeps.Check(graph)).Message.ShouldContain("layer0, layer1");
        Should.Throw<PruningException>(() => ratios.Check(graph)).Message.ShouldContain("layer0, layer1");
    }

    [Theory]
    [InlineData("\"ratios\": [{ \"groups\": \"*\", \"ratio\": 0.5 }], \"budget\": { \"fraction\": 0.5 }", "'budget'")]
    [InlineData("\"selector\": \"thinet\", \"rounds\": { \"count\": 2 }", "'selector'")]
    [InlineData("\"allocation\": \"cost-normalized\", \"normalization\": \"mean\"", "'normalization'")]
    [InlineData("\"allocation\": \"cost-normalized\", \"budget\": { \"fraction\": 0.5, \"unit\": \"channels\" }", "channels")]
    [InlineData("\"budget\": { \"fraction\": 1 }, \"rounds\": { \"count\": 2 }", "'rounds'")]
    public void Settings_that_exclude_each_other_are_refused(string pruning, string message) =>
        Should.Throw<PruningException>(() => RecipeFile.Parse($$"""{ "model": "net", "pruning": { {{pruning}} } }""").Pruning
            .Check(HandMadeGraphs.Chain(4, 4))).Message.ShouldContain(message);

    [Fact]
    public void A_method_for_dense_models_is_refused_for_a_pruned_one() =>
        Should.Throw<PruningException>(() => RecipeFile.Parse(
            """{ "model": "net", "fineTuning": { "methods": [{ "name": "sfp" }] } }""").FineTuning.Options(null, 0))
            .Message.ShouldContain("'sfp'");

    [Fact]
    public void Paths_are_relative_to_the_file()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(
            folder.File("run.json"), """{ "model": "net", "data": { "folder": "images" }, "dense": { "checkpoint": "/net.th" } }""");

        Recipe recipe = RecipeFile.Read(folder.File("run.json"));

        recipe.Data.Folder.ShouldBe(folder.File("images"));
        recipe.Dense.Checkpoint.ShouldBe("/net.th");
    }

    [Fact]
    public void A_recipe_written_as_JSON_is_the_same_recipe()
    {
        foreach (string file in Directory.GetFiles(RepositoryFiles.Of("samples/recipes"), "*.json")
            .Where(file => !file.EndsWith("schema.json", StringComparison.Ordinal)))
        {
            string json = RecipeFile.ToJson(RecipeFile.Parse(File.ReadAllText(file), file));
            RecipeFile.ToJson(RecipeFile.Parse(json)).ShouldBe(json);
        }
    }

    [Fact]
    public void The_recipe_in_the_documentation_is_one()
    {
        string text = File.ReadAllText(RepositoryFiles.Documentation("recipes.md"));
        string json = text.Split("```json")[1].Split("```")[0];

        RecipeFile.Parse(json, "docs/recipes.md").Teacher!.Model.ShouldBe("resnet56");
    }

    /// <summary>With <c>PRUNING_UPDATE_DOCS=1</c> the test writes the file instead of comparing.</summary>
    [Fact]
    public void The_schema_beside_the_recipes_is_current()
    {
        string path = RepositoryFiles.Of("samples/recipes/recipe.schema.json");
        if (Environment.GetEnvironmentVariable("PRUNING_UPDATE_DOCS") == "1")
        {
            File.WriteAllText(path, RecipeFile.Schema());
        }
        File.ReadAllText(path).ShouldBe(RecipeFile.Schema());
        RecipeFile.Schema().ShouldContain("\"taylor\"");
    }
}
