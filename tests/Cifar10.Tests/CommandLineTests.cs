using System.CommandLine;
using Pruning;

namespace Cifar10.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public void Without_options_it_trains_on_images_drawn_in_code()
    {
        Settings settings = Read("");

        settings.Model.Class.ShouldBe("ResNet20");
        settings.Recipe.Data.Folder.ShouldBeNull();
        settings.Recipe.Data.TrainImages.ShouldBeNull();
        settings.Recipe.Data.Batch.ShouldBe(64);
        settings.Recipe.Dense.Checkpoint.ShouldBeNull();
        settings.Recipe.Dense.Epochs!.Value.ShouldBeGreaterThan(0);
        settings.Recipe.FineTuning.Distillation.ShouldBeNull();
        settings.Recipe.Pruning.ShouldBe(new RecipePruning());
    }

    [Fact]
    public void A_checkpoint_needs_no_training() => Read("--checkpoint x.th").Recipe.Dense.Epochs.ShouldBe(0);

    [Fact]
    public void Quick_takes_less_wherever_nothing_else_is_said()
    {
        Recipe recipe = Read("--quick --test-images 5").Recipe;

        recipe.Data.TestImages.ShouldBe(5);
        recipe.Data.TrainImages.ShouldBe(3000);
        Read("--quick --data d").Recipe.Data.TrainImages.ShouldBe(5000);
    }

    [Fact]
    public void Every_option_is_read()
    {
        Settings settings = Read("--model vgg16 --data d --checkpoint c --epochs 3 --dense-epochs 1 --budget 0.25 parameters "
            + "--allocation uniform --criterion l1 --round-to 8 --batch 64 --learning-rate 0.01 --seed 9 --output o "
            + "--threads 2 --train-images 5 --test-images 6 --distil 0.5 --keep features*");

        (settings.Threads, settings.Output, settings.Model.Name).ShouldBe((2, "o", "vgg16"));
        Recipe recipe = settings.Recipe;
        recipe.Seed.ShouldBe(9);
        recipe.Data.ShouldBe(new RecipeData { Folder = "d", TrainImages = 5, TestImages = 6, Batch = 64 });
        recipe.Dense.ShouldBe(new RecipeNetwork { Checkpoint = "c", Epochs = 1, LearningRate = 0.02 });
        recipe.FineTuning.ShouldBe(new RecipeFineTuning
        {
            Epochs = 3,
            LearningRate = 0.01,
            Distillation = new RecipeDistillation { Weight = 0.5 },
        });
        recipe.Pruning.Keep.ShouldBe(["features*"]);
        recipe.Pruning.ShouldBe(new RecipePruning
        {
            Criterion = Named<Importance>.Of("l1"),
            Allocation = AllocationName.Uniform,
            Budget = new RecipeBudget { Fraction = 0.25, Unit = BudgetUnit.Parameters },
            RoundTo = 8,
            Keep = recipe.Pruning.Keep,
        });
    }

    [Theory]
    [InlineData("--budget 1.5", "--budget is '1.5': it must be a number above 0, at most 1.")]
    [InlineData("--budget half", "--budget is 'half': it must be a number above 0, at most 1.")]
    [InlineData("--budget 0.5 bananas", "--budget is in 'bananas': it must be in macs, parameters, channels, activations.")]
    [InlineData("--epochs -1", "--epochs is -1: it must be at least 0.")]
    [InlineData("--learning-rate 0", "--learning-rate is 0: it must be above 0.")]
    [InlineData("--distil 2", "--distil is 2: it must be from 0 to 1.")]
    [InlineData("--criterion tailor", "'taylor'")]
    [InlineData("--what", "--what")]
    public void Wrong_options_are_refused(string line, string message) =>
        Parse(line, _ => { }).Errors.ShouldContain(error => error.Message.Contains(message, StringComparison.Ordinal));

    [Fact]
    public void A_comparison_takes_criteria_and_budgets_besides()
    {
        ComparisonSettings settings = ReadComparison(
            "compare --criteria random group-l2:lamp --budgets 0.6 0.2 --epochs 1 --calibration-images 8 --probe-images 9 --ranked-channels 10");

        settings.Criteria.Select(criterion => (criterion.Name, criterion.Normalization))
            .ShouldBe([("random", Normalization.Mean), ("group-l2:lamp", Normalization.Lamp)]);
        settings.Budgets.ShouldBe([Budget.Macs(0.6), Budget.Macs(0.2)]);
        (settings.CalibrationImages, settings.ProbeImages, settings.RankedChannels).ShouldBe((8, 9, 10));
        settings.Settings.Recipe.FineTuning.Epochs.ShouldBe(1);
    }

    [Fact]
    public void A_comparison_has_a_dozen_criteria_and_chance_by_default() =>
        ReadComparison("compare").Criteria.Select(criterion => criterion.Name).ShouldContain("random");

    [Theory]
    [InlineData("compare --criteria tailor", "'taylor'")]
    [InlineData("compare --criteria l2:lump", "'lamp'")]
    [InlineData("compare --budgets 1.5", "1.5")]
    public void What_cannot_be_compared_is_refused(string line, string message) =>
        Parse(line, _ => { }).Errors.ShouldContain(error => error.Message.Contains(message, StringComparison.Ordinal));

    private static ComparisonSettings ReadComparison(string line)
    {
        ComparisonSettings? found = null;
        ParseResult parsed = Parse(line, _ => { }, settings => found = settings);
        parsed.Errors.ShouldBeEmpty();
        parsed.Invoke().ShouldBe(0);
        return found.ShouldNotBeNull();
    }

    private static Settings Read(string line)
    {
        Settings? found = null;
        ParseResult parsed = Parse(line, settings => found = settings);
        parsed.Errors.ShouldBeEmpty();
        parsed.Invoke().ShouldBe(0);
        return found.ShouldNotBeNull();
    }

    private static ParseResult Parse(string line, Action<Settings> take, Action<ComparisonSettings>? takeComparison = null) =>
        CommandLine.Create(
            (read, _) =>
            {
                take(read());
                return Task.FromResult(0);
            },
            (read, _) =>
            {
                takeComparison?.Invoke(read());
                return Task.FromResult(0);
            }).Parse(line);
}
