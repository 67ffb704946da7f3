using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Pruning;

namespace Cifar10;

/// <summary>The program's options. They make a recipe, or override what a recipe's file says.</summary>
internal sealed class CommandLine
{
    private static readonly string[] ComparedByDefault =
    [
        "random", "l1", "l2", "group-l2:lamp", "fpgm", "batch-norm-scale", "correlation", "apoz", "entropy", "nuclear-norm", "reduce",
        "inbound", "taylor", "taylor-weight", "fisher", "obd",
    ];

    private readonly Option<Recipe?> _recipe = new("--recipe")
    {
        Description = "A file that describes the run (docs/recipes.md). Other options override what it says, except for the model.",
        CustomParser = ParseRecipe,
    };

    private readonly Option<string?> _model = new("--model") { Description = "The network. Default: the recipe's, or resnet20." };
    private readonly Option<string?> _data = new("--data")
    {
        Description = "The folder with CIFAR-10's binary version; any subset of the training batches. Default: images drawn in code.",
    };

    private readonly Option<string?> _checkpoint = new("--checkpoint")
    {
        Description = "The dense model's weights: a file of PyTorch, safetensors or TorchSharp. Default: random weights.",
    };

    private readonly Option<string?> _teacherCheckpoint = new("--teacher-checkpoint")
    {
        Description = "The weights of the recipe's teacher, where it has one.",
    };

    private readonly Option<int?> _denseEpochs = Count("--dense-epochs",
        "Epochs of training for the dense model before it is pruned. Default: 0 with a checkpoint, else 4 (6 with --quick).",
        atLeast: 0);

    private readonly Option<int?> _epochs = Count("--epochs", "Epochs of fine-tuning for the pruned model. Default: 2.", atLeast: 0);
    private readonly Option<RecipeBudget?> _budget = new("--budget")
    {
        Description = "How much of the dense model may stay, and of what: macs, parameters, channels or activations. Default: 0.5 macs.",
        Arity = new ArgumentArity(1, 2),
        AllowMultipleArgumentsPerToken = true,
        CustomParser = ParseBudget,
    };

    private readonly Option<AllocationName?> _allocation = new("--allocation")
    {
        Description = "How the budget is spread: global, uniform, isomorphic or costNormalized. Default: global.",
    };

    private readonly Option<Named<Importance>?> _criterion = new("--criterion")
    {
        Description = "What decides which channels stay; the names are in docs/methods.md. Default: group-l2.",
        CustomParser = ParseCriterion,
    };

    private readonly Option<int?> _roundTo = Count("--round-to", "Widths are multiples of this. Default: 1.", atLeast: 1);
    private readonly Option<string[]?> _keep = new("--keep")
    {
        Description = "Groups that stay whole; * is any text: --keep conv1 'layer*.0.conv2*' keeps the residual stream of a ResNet.",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<double?> _distillation = Number("--distil",
        "The share of the teacher's outputs in the loss while fine-tuning; the teacher is the dense model, unless a recipe has another.",
        value => value is >= 0 and <= 1, "from 0 to 1");

    private readonly Option<double?> _learningRate = Number(
        "--learning-rate", "The highest learning rate of fine-tuning. Default: 0.05.", value => value > 0, "above 0");

    private readonly Option<int?> _batch = Count("--batch", "Images per batch. Default: 128, or 64 for images drawn in code.", atLeast: 2);
    private readonly Option<long?> _seed = new("--seed") { Description = "What decides all that is random. Default: 0." };
    private readonly Option<int?> _threads = Count("--threads", "Threads for torch. Default: one per core.", atLeast: 1);
    private readonly Option<int?> _trainImages = Count("--train-images",
        "Training images to take. Default: all of --data, or 10,000 drawn in code (5,000 and 3,000 with --quick).", atLeast: 1);

    private readonly Option<int?> _testImages = Count("--test-images",
        "Test images to take. Default: all of --data, or 2,000 drawn in code (1,000 with --quick).", atLeast: 1);

    private readonly Option<string> _output = new("--output")
    {
        Description = "The folder for the results.",
        DefaultValueFactory = _ => Path.Combine("artifacts", "cifar10"),
    };

    private readonly Option<bool> _quick = new("--quick") { Description = "Fewer images, wherever nothing else says how many." };

    private readonly Option<ComparedCriterion[]> _criteria = new("--criteria")
    {
        Description = "The criteria to compare, by their names in docs/methods.md; NAME:NORMALISATION changes how groups are compared.",
        AllowMultipleArgumentsPerToken = true,
        Arity = ArgumentArity.OneOrMore,
        CustomParser = ParseCriteria,
        DefaultValueFactory = _ => [.. ComparedByDefault.Select(ComparedCriterion.Named)],
    };

    private readonly Option<double[]> _budgets = new("--budgets")
    {
        Description = "What shares of the MACs may stay.",
        AllowMultipleArgumentsPerToken = true,
        Arity = ArgumentArity.OneOrMore,
        DefaultValueFactory = _ => [0.7, 0.5, 0.3],
    };

    private readonly Option<int?> _calibrationImages = Count(
        "--calibration-images", "Training images that criteria look at. Default: 256.", atLeast: 1);

    private readonly Option<int?> _probeImages = Count(
        "--probe-images", "Test images that losses and sensitivities are measured on. Default: 1,000.", atLeast: 1);

    private readonly Option<int?> _rankedChannels = Count(
        "--ranked-channels", "Channels that are removed one by one, to learn what they are worth. Default: 200.", atLeast: 1);

    /// <summary>The command, which hands what was asked for to one of the two functions; reading it may fail.</summary>
    public static RootCommand Create(
        Func<Func<Settings>, CancellationToken, Task<int>> prune, Func<Func<ComparisonSettings>, CancellationToken, Task<int>> compare)
    {
        var line = new CommandLine();
        line._budgets.Validators.Add(CheckBudgets);
        var command = new RootCommand("Prunes a network for CIFAR-10: scores its channels, removes the least, fine-tunes the rest.");
        Option[] common =
        [
            line._recipe, line._model, line._data, line._checkpoint, line._teacherCheckpoint, line._denseEpochs, line._epochs,
            line._roundTo, line._keep, line._distillation, line._learningRate, line._batch, line._seed, line._threads, line._trainImages, line._testImages,
            line._output, line._quick,
        ];
        Add(command, [line._budget, line._allocation, line._criterion, .. common]);
        command.SetAction((parsed, cancellation) => prune(() => line.Read(parsed), cancellation));

        var comparison = new Command("compare", "Compares criteria: each at each budget, with one way of fine-tuning. It can be cancelled "
            + "and goes on where it was.");
        Add(comparison, [line._criteria, line._budgets, line._calibrationImages, line._probeImages, line._rankedChannels, .. common]);
        comparison.SetAction((parsed, cancellation) => compare(() => line.ReadComparison(parsed), cancellation));
        command.Add(comparison);
        return command;
    }

    private static void Add(Command command, IEnumerable<Option> options)
    {
        foreach (Option option in options)
        {
            command.Add(option);
        }
    }

    private ComparisonSettings ReadComparison(ParseResult parsed) => new(
        Read(parsed),
        [.. parsed.GetRequiredValue(_criteria)],
        [.. parsed.GetRequiredValue(_budgets).Select(Budget.Macs)],
        parsed.GetValue(_calibrationImages) ?? 256,
        parsed.GetValue(_probeImages) ?? 1_000,
        parsed.GetValue(_rankedChannels) ?? 200);

    private Settings Read(ParseResult parsed)
    {
        Recipe? file = parsed.GetValue(_recipe);
        string? model = parsed.GetValue(_model);
        if (file is not null && model is not null && model != file.Model)
        {
            throw new PruningException($"The recipe is for {file.Model}, not for {model} (--model).");
        }
        Recipe recipe = RecipeDefaults.Complete(
            Overridden(file ?? new Recipe { Model = model ?? "resnet20" }, parsed), parsed.GetValue(_quick));
        ModelEntry entry = ModelEntry.Named(recipe.Model);
        recipe.Pruning.Check(entry.Graph);
        if (recipe.Teacher?.Model is { } teacher)
        {
            _ = ModelEntry.Named(teacher);
        }
        return new Settings(recipe, entry, parsed.GetValue(_threads), parsed.GetRequiredValue(_output));
    }

    private Recipe Overridden(Recipe recipe, ParseResult parsed)
    {
        long seed = parsed.GetValue(_seed) ?? recipe.Seed;
        Named<Importance> criterion = parsed.GetValue(_criterion) ?? recipe.Pruning.Criterion;
        RecipeBudget? budget = parsed.GetValue(_budget);
        return recipe with
        {
            Seed = seed,
            Data = recipe.Data with
            {
                Folder = parsed.GetValue(_data) ?? recipe.Data.Folder,
                TrainImages = parsed.GetValue(_trainImages) ?? recipe.Data.TrainImages,
                TestImages = parsed.GetValue(_testImages) ?? recipe.Data.TestImages,
                Batch = parsed.GetValue(_batch) ?? recipe.Data.Batch,
            },
            Dense = recipe.Dense with
            {
                Checkpoint = parsed.GetValue(_checkpoint) ?? recipe.Dense.Checkpoint,
                Epochs = parsed.GetValue(_denseEpochs) ?? recipe.Dense.Epochs,
            },
            Pruning = recipe.Pruning with
            {
                Criterion = criterion.Value is RandomImportance { Seed: 0 }
                    ? criterion with { Value = new RandomImportance((int)seed) }
                    : criterion,
                Allocation = parsed.GetValue(_allocation) ?? recipe.Pruning.Allocation,
                Budget = budget ?? recipe.Pruning.Budget,
                Ratios = budget is null ? recipe.Pruning.Ratios : [],
                RoundTo = parsed.GetValue(_roundTo) ?? recipe.Pruning.RoundTo,
                Keep = parsed.GetValue(_keep) is { Length: > 0 } keep ? [.. keep] : recipe.Pruning.Keep,
            },
            Teacher = TeacherOf(recipe, parsed.GetValue(_teacherCheckpoint)),
            FineTuning = recipe.FineTuning with
            {
                Epochs = parsed.GetValue(_epochs) ?? recipe.FineTuning.Epochs,
                LearningRate = parsed.GetValue(_learningRate) ?? recipe.FineTuning.LearningRate,
                Distillation = parsed.GetValue(_distillation) is { } weight
                    ? (recipe.FineTuning.Distillation ?? new RecipeDistillation()) with { Weight = weight }
                    : recipe.FineTuning.Distillation,
            },
        };
    }

    private static RecipeTeacher? TeacherOf(Recipe recipe, string? checkpoint)
    {
        if (checkpoint is null)
        {
            return recipe.Teacher;
        }
        return recipe.Teacher is { } teacher
            ? teacher with { Checkpoint = checkpoint }
            : throw new PruningException("There is no teacher to load (--teacher-checkpoint): the recipe has none.");
    }

    private static Recipe? ParseRecipe(ArgumentResult result) => Parsed(result, RecipeFile.Read);

    private static Named<Importance>? ParseCriterion(ArgumentResult result) => Parsed(result, Named<Importance>.Of);

    private static ComparedCriterion[] ParseCriteria(ArgumentResult result) =>
        [.. result.Tokens.Select(token => Parsed(result, token.Value, ComparedCriterion.Named)!)];

    private static TValue? Parsed<TValue>(ArgumentResult result, Func<string, TValue> parse)
        where TValue : class => Parsed(result, result.Tokens[0].Value, parse);

    private static TValue? Parsed<TValue>(ArgumentResult result, string text, Func<string, TValue> parse)
        where TValue : class
    {
        try
        {
            return parse(text);
        }
        catch (Exception exception) when (exception is PruningException or IOException or UnauthorizedAccessException)
        {
            result.AddError(exception.Message);
            return null;
        }
    }

    private static RecipeBudget? ParseBudget(ArgumentResult result)
    {
        string fraction = result.Tokens[0].Value;
        string name = result.Tokens.Count > 1 ? result.Tokens[1].Value : "macs";
        if (!double.TryParse(fraction, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || value is not (> 0 and <= 1))
        {
            result.AddError($"--budget is '{fraction}': it must be a number above 0, at most 1.");
            return null;
        }
        if (!Enum.TryParse(name, ignoreCase: true, out BudgetUnit unit))
        {
            result.AddError($"--budget is in '{name}': it must be in {string.Join(", ", Enum.GetNames<BudgetUnit>()).ToLowerInvariant()}.");
            return null;
        }
        return new RecipeBudget { Fraction = value, Unit = unit };
    }

    private static void CheckBudgets(OptionResult result)
    {
        if (result.Errors.Any())
        {
            return;
        }
        foreach (double wrong in result.GetValueOrDefault<double[]>()!.Where(budget => budget is not (> 0 and <= 1)))
        {
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"--budgets has {wrong}: each must be above 0, at most 1."));
        }
    }

    private static Option<int?> Count(string name, string description, int atLeast) => Checked<int>(
        name, description, value => value >= atLeast, string.Create(CultureInfo.InvariantCulture, $"at least {atLeast}"));

    private static Option<double?> Number(string name, string description, Predicate<double> holds, string range) =>
        Checked(name, description, holds, range);

    private static Option<TNumber?> Checked<TNumber>(string name, string description, Predicate<TNumber> holds, string range)
        where TNumber : struct
    {
        var option = new Option<TNumber?>(name) { Description = description };
        option.Validators.Add(result =>
        {
            if (!result.Errors.Any() && result.GetValueOrDefault<TNumber?>() is { } value && !holds(value))
            {
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} is {value}: it must be {range}."));
            }
        });
        return option;
    }
}
