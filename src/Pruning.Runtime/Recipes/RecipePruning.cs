using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.IO.Enumeration;

namespace Pruning;

/// <summary>What goes: which channels, how many, and in how many rounds.</summary>
public sealed record RecipePruning
{
    private static readonly RecipeBudget Half = new() { Fraction = 0.5 };

    /// <summary>What channels are worth; L2 by default.</summary>
    [Description("What channels are worth: a criterion of docs/methods.md, or an object with its name and settings; by default group-l2.")]
    public Named<Importance> Criterion { get; init; } = Named<Importance>.Of("group-l2");

    /// <summary>What makes scores comparable between groups; the criterion's own by default.</summary>
    [Description("What makes scores comparable between groups; by default what the criterion's paper says, else mean.")]
    public Normalization? Normalization { get; init; }

    /// <summary>How the budget is spread.</summary>
    [Description("How the budget is spread over the groups; by default global.")]
    public AllocationName Allocation { get; init; } = AllocationName.Global;

    /// <summary>What may stay; half of the MACs where no ratios are given either.</summary>
    [Description("What may stay; by default half of the MACs. Not together with ratios.")]
    public RecipeBudget? Budget { get; init; }

    /// <summary>What fraction goes of groups that patterns match; the last match counts.</summary>
    [Description("What fraction goes of groups by pattern, instead of a budget; the last match counts.")]
    public ImmutableArray<RecipeRatio> Ratios { get; init; } = [];

    /// <summary>What chooses the channels, where scores only decide how many of each group stay.</summary>
    [Description("What chooses the channels, where scores only decide how many of each group stay: a selector of docs/methods.md.")]
    public Named<ChannelSelector>? Selector { get; init; }

    /// <summary>What mends the weights that stay.</summary>
    [Description("What mends the weights that stay before fine-tuning: a reconstruction of docs/methods.md.")]
    public Named<Reconstruction>? Reconstruction { get; init; }

    /// <summary>Training samples that criteria, selectors and reconstructions look at.</summary>
    [Description("Training samples that criteria, selectors and reconstructions look at; by default 256."), Range(1, int.MaxValue)]
    public int CalibrationImages { get; init; } = 256;

    /// <summary>Training samples on which the statistics of batch norms are estimated anew after pruning; 0 leaves them.</summary>
    [Description("Training samples on which batch norms estimate their statistics anew after pruning, and in each round; by default 0.")]
    [Range(0, int.MaxValue)]
    public int RecalibrationImages { get; init; }

    /// <summary>Kept widths are multiples of this.</summary>
    [Description("Kept widths are multiples of this; by default 1."), Range(1, int.MaxValue)]
    public int RoundTo { get; init; } = 1;

    /// <summary>Patterns of the groups that stay whole.</summary>
    [Description("Groups that stay whole; * stands for any text.")]
    public ImmutableArray<string> Keep { get; init; } = [];

    /// <summary>The fraction of each group that stays at least.</summary>
    [Description("The fraction of each group that stays at least; by default 0."), Range(0.0, 1.0)]
    public double MinimumFraction { get; init; }

    /// <summary>Pruning in several rounds; at once by default.</summary>
    [Description("Pruning in several rounds with training in between; by default at once.")]
    public RecipeRounds? Rounds { get; init; }

    /// <summary>Which channels stay, at once.</summary>
    /// <param name="graph">The model's graph.</param>
    /// <param name="scores">The scores by <see cref="Criterion"/>.</param>
    /// <exception cref="PruningException">A pattern matches no group of the model, or the budget is out of reach.</exception>
    public PruningPlan Plan(Graph graph, Scores scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        return Ratios.IsEmpty
            ? scores.Plan(Budget?.Make() ?? Half.Make(), AllocationOf(), PlanOptions(graph))
            : scores.Plan(ByHand(), PlanOptions(graph));
    }

    /// <summary>The procedure that prunes in <see cref="Rounds"/>.</summary>
    /// <param name="graph">The model's graph.</param>
    /// <param name="rounds">The recipe's rounds.</param>
    /// <param name="scoring">Scores a network by <see cref="Criterion"/>.</param>
    public PruningProcedure Procedure(Graph graph, RecipeRounds rounds, Scoring scoring)
    {
        ArgumentNullException.ThrowIfNull(rounds);
        RecipeBudget budget = Budget ?? Half;
        return new PruningProcedure(
            graph,
            new ScheduledRounds(rounds.Count, 1 - budget.Fraction)
            {
                Schedule = rounds.Curve(),
                MaximumDrop = rounds.MaximumDrop ?? double.PositiveInfinity,
            },
            new BudgetProposal(scoring, fraction => (budget with { Fraction = fraction }).Make(), AllocationOf())
            {
                Options = PlanOptions(graph),
            });
    }

    /// <summary>What must stay besides the budget.</summary>
    /// <exception cref="PruningException">A pattern matches no group of the model.</exception>
    public PlanOptions PlanOptions(Graph graph) => new()
    {
        RoundTo = RoundTo,
        MinimumFraction = MinimumFraction,
        KeepGroups = [.. Keep.SelectMany(pattern => GroupsLike(graph, pattern))],
    };

    /// <summary>Checks everything that needs the model but no run.</summary>
    /// <exception cref="PruningException">Settings exclude each other, or a pattern matches no group: it is for another model.</exception>
    public void Check(Graph graph)
    {
        _ = PlanOptions(graph);
        _ = ByHand().For(graph);
        bool spreads = Budget is not null || Rounds is not null || Allocation != AllocationName.Global || Normalization is not null;
        if (!Ratios.IsEmpty && spreads)
        {
            throw new PruningException(
                "'ratios' say how much goes of each group; leave out 'budget', 'allocation', 'normalization' and 'rounds'.");
        }
        if (Allocation == AllocationName.CostNormalized)
        {
            if (Normalization is not null)
            {
                throw new PruningException("'cost-normalized' takes scores as they are; leave out 'normalization'.");
            }
            _ = (Budget ?? Half).CostOf();
        }
        if (Rounds is not null && Selector is not null)
        {
            throw new PruningException("A 'selector' chooses once; leave it out, or 'rounds'.");
        }
        if (Rounds is not null && Budget is { Fraction: 1 })
        {
            throw new PruningException("With a 'budget' of 1 nothing goes; leave out 'rounds'.");
        }
    }

    private Allocation AllocationOf()
    {
        Normalization normalization = Normalization ?? Methods.CriterionNamed(Criterion.Name).Normalization;
        return Allocation switch
        {
            AllocationName.Global => Pruning.Allocation.Global with { Normalization = normalization },
            AllocationName.Isomorphic => Pruning.Allocation.Isomorphic with { Normalization = normalization },
            AllocationName.CostNormalized => new CostNormalizedAllocation((Budget ?? Half).CostOf()),
            _ => Pruning.Allocation.Uniform,
        };
    }

    private PruningRatios ByHand() =>
        Ratios.Aggregate(new PruningRatios(), (ratios, next) => ratios.With(next.Groups, next.Ratio));

    private static IEnumerable<string> GroupsLike(Graph graph, string pattern)
    {
        string[] names = [.. graph.Groups
            .Select(group => group.Name)
            .Where(name => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false))];
        return names.Length > 0 ? names : throw new PruningException(
            $"{graph.Model} has no group like '{pattern}', which is to be kept. Its groups are: " +
            $"{string.Join(", ", graph.Groups.Select(group => group.Name))}.");
    }
}

/// <summary>What may stay.</summary>
public sealed record RecipeBudget
{
    /// <summary>The share of the dense model.</summary>
    [Description("The share of the dense model that may stay."), Range(0.0, 1.0, MinimumIsExclusive = true)]
    public required double Fraction { get; init; }

    /// <summary>What is counted.</summary>
    [Description("What is counted; by default macs.")]
    public BudgetUnit Unit { get; init; } = BudgetUnit.Macs;

    /// <summary>The budget.</summary>
    public Budget Make() => Unit switch
    {
        BudgetUnit.Macs => Budget.Macs(Fraction),
        BudgetUnit.Parameters => Budget.Parameters(Fraction),
        BudgetUnit.Channels => Budget.Channels(Fraction),
        _ => Budget.Activations(Fraction),
    };

    /// <exception cref="PruningException">Channels have no cost to divide scores by.</exception>
    internal Func<Cost, long> CostOf() => Unit switch
    {
        BudgetUnit.Macs => cost => cost.Macs,
        BudgetUnit.Parameters => cost => cost.Parameters,
        BudgetUnit.Activations => cost => cost.Activations,
        _ => throw new PruningException("'cost-normalized' divides scores by what the budget counts, which cannot be channels."),
    };
}

/// <summary>What goes of some groups.</summary>
public sealed record RecipeRatio
{
    /// <summary>The name of a group, or the path of a layer that produces its channels; <c>*</c> stands for any characters.</summary>
    [Description("The name of a group, or the path of a layer that produces its channels; * stands for any characters.")]
    public required string Groups { get; init; }

    /// <summary>The fraction that goes.</summary>
    [Description("The fraction that goes."), Range(0.0, 1.0, MaximumIsExclusive = true)]
    public required double Ratio { get; init; }
}

/// <summary>Pruning in rounds.</summary>
public sealed record RecipeRounds
{
    /// <summary>How many.</summary>
    [Description("How many."), Range(1, int.MaxValue)]
    public required int Count { get; init; }

    /// <summary>How the sparsity rises.</summary>
    [Description("How the sparsity rises; by default in equal steps. 'gradual' is AGP.")]
    public RoundCurve Schedule { get; init; } = RoundCurve.Linear;

    /// <summary>Epochs of training after each round.</summary>
    [Description("Epochs of training after each round, as under fineTuning; by default 1."), Range(0, int.MaxValue)]
    public int Epochs { get; init; } = 1;

    /// <summary>How far the accuracy may fall below the dense model's before pruning ends.</summary>
    [Description("How far the accuracy may fall below the dense model's before pruning ends; by default as far as it likes.")]
    [Range(0.0, 1.0)]
    public double? MaximumDrop { get; init; }

    /// <summary>Whether each round begins with the weights from before the dense training, as lottery tickets do.</summary>
    [Description("Whether each round begins with the weights from before the dense training, as lottery tickets do.")]
    public bool Rewind { get; init; }

    internal PruningSchedule Curve() => Schedule switch
    {
        RoundCurve.Linear => PruningSchedule.Linear,
        RoundCurve.Cosine => PruningSchedule.Cosine,
        RoundCurve.Gradual => PruningSchedule.Gradual,
        RoundCurve.Exponential => PruningSchedule.Exponential,
        _ => PruningSchedule.OneCycle(),
    };
}

/// <summary>How sparsity rises from round to round.</summary>
public enum RoundCurve
{
    /// <summary><see cref="PruningSchedule.Linear"/>.</summary>
    Linear,

    /// <summary><see cref="PruningSchedule.Cosine"/>.</summary>
    Cosine,

    /// <summary><see cref="PruningSchedule.Gradual"/>.</summary>
    Gradual,

    /// <summary><see cref="PruningSchedule.Exponential"/>.</summary>
    Exponential,

    /// <summary><see cref="PruningSchedule.OneCycle"/>.</summary>
    OneCycle,
}

/// <summary>How a budget is spread.</summary>
public enum AllocationName
{
    /// <summary><see cref="Allocation.Global"/>.</summary>
    Global,

    /// <summary><see cref="Allocation.Uniform"/>.</summary>
    Uniform,

    /// <summary><see cref="Allocation.Isomorphic"/>.</summary>
    Isomorphic,

    /// <summary><see cref="CostNormalizedAllocation"/>, by what the budget counts.</summary>
    CostNormalized,
}

/// <summary>What a budget counts.</summary>
public enum BudgetUnit
{
    /// <summary><see cref="Budget.Macs"/>.</summary>
    Macs,

    /// <summary><see cref="Budget.Parameters"/>.</summary>
    Parameters,

    /// <summary><see cref="Budget.Channels"/>.</summary>
    Channels,

    /// <summary><see cref="Budget.Activations"/>.</summary>
    Activations,
}
