using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Pruning;

namespace Cifar10;

/// <summary>The program's options.</summary>
internal sealed class CommandLine
{
    private const int BatchOfPhotographs = 128;
    private const int BatchOfDrawings = 64;
    private const double LearningRateDefault = 0.05;

    private static readonly Dictionary<string, Func<double, Budget>> Budgets = new()
    {
        ["macs"] = Budget.Macs,
        ["parameters"] = Budget.Parameters,
        ["channels"] = Budget.Channels,
    };

    private static readonly Dictionary<string, Allocation> Allocations = new()
    {
        ["global"] = Allocation.Global,
        ["uniform"] = Allocation.Uniform,
    };

    private static readonly Dictionary<string, Func<long, Importance>> Criteria = new()
    {
        ["l1"] = _ => Importance.GroupNorm(1),
        ["l2"] = _ => Importance.GroupNorm(2),
        ["random"] = seed => Importance.Random((int)seed),
    };

    private static readonly string[] ComparedByDefault =
    [
        "random", "l1", "l2", "group-l2:lamp", "fpgm", "batch-norm-scale", "correlation", "apoz", "entropy", "nuclear-norm", "reduce", "inbound",
        "taylor", "taylor-weight", "fisher", "obd",
    ];

    private readonly Option<string> _model = OneOf("--model", "The network.", "resnet20", ModelEntry.All.Select(entry => entry.Name));
    private readonly Option<string?> _data = new("--data")
    {
        Description = "The folder with CIFAR-10's binary version; any subset of the training batches. Default: images drawn in code.",
    };

    private readonly Option<string?> _checkpoint = new("--checkpoint")
    {
        Description = "The dense model's weights: a file of PyTorch, safetensors or TorchSharp. Default: random weights.",
    };

    private readonly Option<int?> _denseEpochs = Count("--dense-epochs",
        "Epochs of training for the dense model before it is pruned. Default: 0 with a checkpoint, else 4 (6 with --quick).",
        atLeast: 0);

    private readonly Option<int?> _epochs = Count("--epochs", "Epochs of fine-tuning for the pruned model. Default: 2.", atLeast: 1);
    private readonly Option<Budget?> _budget = new("--budget")
    {
        Description = "How much of the dense model may stay, and of what: macs, parameters or channels. Default: 0.5 macs.",
        Arity = new ArgumentArity(1, 2),
        AllowMultipleArgumentsPerToken = true,
        CustomParser = ParseBudget,
    };

    private readonly Option<string> _allocation = OneOf("--allocation", "How the budget is spread.", "global", Allocations.Keys);
    private readonly Option<string> _criterion = OneOf("--criterion", "What decides which channels stay.", "l2", Criteria.Keys);
    private readonly Option<int?> _roundTo = Count("--round-to", "Widths are multiples of this. Default: 1.", atLeast: 1);
    private readonly Option<string[]> _keep = new("--keep")
    {
        Description = "Groups that stay whole; * is any text: --keep conv1 'layer*.0.conv2*' keeps the residual stream of a ResNet.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    private readonly Option<double> _distillation = Number("--distil",
        "The share of the dense model's outputs in the loss while fine-tuning.", 0, value => value is >= 0 and <= 1, "from 0 to 1");

    private readonly Option<double> _learningRate = Number(
        "--learning-rate", "The highest learning rate of fine-tuning.", LearningRateDefault, value => value > 0, "above 0");

    private readonly Option<int?> _batch = Count("--batch", "Images per batch. Default: 128, or 64 for images drawn in code.", atLeast: 2);
    private readonly Option<long> _seed = new("--seed") { Description = "What decides all that is random.", DefaultValueFactory = _ => 0 };
    private readonly Option<int?> _threads = Count("--threads", "Threads for torch. Default: one per core.", atLeast: 1);
    private readonly Option<int?> _trainImages = Count("--train-images",
        "Training images to take. Default: all of --data, or 10,000 drawn in code (5,000 with --quick).", atLeast: 1);

    private readonly Option<int?> _testImages = Count("--test-images",
        "Test images to take. Default: all of --data, or 2,000 drawn in code (1,000 with --quick).", atLeast: 1);

    private readonly Option<string> _output = new("--output")
    {
        Description = "The folder for the results.",
        DefaultValueFactory = _ => Path.Combine("artifacts", "cifar10"),
    };

    private readonly Option<bool> _quick = new("--quick") { Description = "Fewer images, wherever no other option says how many." };

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

    /// <summary>The command, which hands what was asked for to one of the two functions.</summary>
    public static RootCommand Create(
        Func<Settings, CancellationToken, Task<int>> prune, Func<ComparisonSettings, CancellationToken, Task<int>> compare)
    {
        var line = new CommandLine();
        line._budgets.Validators.Add(CheckBudgets);
        var command = new RootCommand("Prunes a network for CIFAR-10: scores its channels, removes the least, fine-tunes the rest.")
        {
            line._model, line._data, line._checkpoint, line._denseEpochs, line._epochs, line._budget, line._allocation, line._criterion,
            line._roundTo, line._keep, line._distillation, line._learningRate, line._batch, line._seed, line._threads, line._trainImages,
            line._testImages, line._output, line._quick,
        };
        command.SetAction((parsed, cancellation) => prune(line.Read(parsed), cancellation));
        var comparison = new Command("compare", "Compares criteria: each at each budget, with one way of fine-tuning. It can be cancelled "
            + "and goes on where it was.")
        {
            line._criteria, line._budgets, line._model, line._data, line._checkpoint, line._denseEpochs, line._epochs, line._roundTo, line._keep,
            line._distillation, line._learningRate, line._batch, line._seed, line._threads, line._trainImages, line._testImages,
            line._calibrationImages, line._probeImages, line._rankedChannels, line._output, line._quick,
        };
        comparison.SetAction((parsed, cancellation) => compare(line.ReadComparison(parsed), cancellation));
        command.Add(comparison);
        return command;
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
        bool quick = parsed.GetValue(_quick);
        string? data = parsed.GetValue(_data);
        string? checkpoint = parsed.GetValue(_checkpoint);
        long seed = parsed.GetValue(_seed);
        return new Settings
        {
            Model = ModelEntry.Named(parsed.GetRequiredValue(_model)),
            Data = data,
            Checkpoint = checkpoint,
            DenseEpochs = parsed.GetValue(_denseEpochs) ?? (checkpoint is not null ? 0 : quick ? 6 : 4),
            Epochs = parsed.GetValue(_epochs) ?? 2,
            Criterion = Criteria[parsed.GetRequiredValue(_criterion)](seed),
            Allocation = Allocations[parsed.GetRequiredValue(_allocation)],
            Budget = parsed.GetValue(_budget) ?? Budget.Macs(0.5),
            RoundTo = parsed.GetValue(_roundTo) ?? 1,
            Keep = [.. parsed.GetRequiredValue(_keep)],
            Distillation = parsed.GetValue(_distillation),
            LearningRate = parsed.GetValue(_learningRate),
            Batch = parsed.GetValue(_batch) ?? (data is null ? BatchOfDrawings : BatchOfPhotographs),
            Seed = seed,
            Threads = parsed.GetValue(_threads),
            TrainImages = parsed.GetValue(_trainImages) ?? (quick ? 5_000 : null),
            TestImages = parsed.GetValue(_testImages) ?? (quick ? 1_000 : null),
            Output = parsed.GetRequiredValue(_output),
        };
    }

    private static Budget? ParseBudget(ArgumentResult result)
    {
        string fraction = result.Tokens[0].Value;
        string unit = result.Tokens.Count > 1 ? result.Tokens[1].Value : "macs";
        if (!double.TryParse(fraction, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || value is not (> 0 and <= 1))
        {
            result.AddError($"--budget is '{fraction}': it must be a number above 0, at most 1.");
            return null;
        }
        if (!Budgets.TryGetValue(unit, out Func<double, Budget>? budget))
        {
            result.AddError($"--budget is in '{unit}': it must be in {string.Join(", ", Budgets.Keys)}.");
            return null;
        }
        return budget(value);
    }

    private static ComparedCriterion[] ParseCriteria(ArgumentResult result)
    {
        try
        {
            return [.. result.Tokens.Select(token => ComparedCriterion.Named(token.Value))];
        }
        catch (PruningException exception)
        {
            result.AddError($"--criteria: {exception.Message}");
            return [];
        }
    }

    private static void CheckBudgets(OptionResult result)
    {
        if (!result.Errors.Any() && result.GetValueOrDefault<double[]>()!.FirstOrDefault(budget => budget is not (> 0 and <= 1), 1) is var wrong and not 1)
        {
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"--budgets has {wrong}: each must be above 0, at most 1."));
        }
    }

    private static Option<string> OneOf(string name, string description, string preset, IEnumerable<string> values)
    {
        var option = new Option<string>(name) { Description = description, DefaultValueFactory = _ => preset };
        option.AcceptOnlyFromAmong([.. values]);
        return option;
    }

    private static Option<int?> Count(string name, string description, int atLeast)
    {
        var option = new Option<int?>(name) { Description = description };
        option.Validators.Add(result =>
        {
            if (result.Errors.Any() || result.GetValueOrDefault<int?>() is not { } value || value >= atLeast)
            {
                return;
            }
            result.AddError($"{name} is {value}: it must be at least {atLeast}.");
        });
        return option;
    }

    private static Option<double> Number(string name, string description, double preset, Predicate<double> holds, string range)
    {
        var option = new Option<double>(name) { Description = description, DefaultValueFactory = _ => preset };
        option.Validators.Add(result =>
        {
            if (!result.Errors.Any() && result.GetValueOrDefault<double>() is var value && !holds(value))
            {
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} is {value}: it must be {range}."));
            }
        });
        return option;
    }
}
