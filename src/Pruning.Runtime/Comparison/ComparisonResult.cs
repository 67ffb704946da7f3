using System.Collections.Immutable;

namespace Pruning;

/// <summary>What a comparison found; <see cref="ComparisonReport"/> makes tables and plots of it.</summary>
/// <param name="Graph">The graph of the model.</param>
/// <param name="Dense">The dense network.</param>
/// <param name="Criteria">The names of the criteria, in the order asked for.</param>
/// <param name="Budgets">The budgets, in the order asked for.</param>
/// <param name="Cells">One for each budget and criterion, budget after budget.</param>
/// <param name="RandomDraws">The accuracies of several random plans for each budget before fine-tuning: what chance gives.</param>
/// <param name="LossChanges">What the removal of single channels does to the loss.</param>
/// <param name="Correlations">How far each criterion orders these channels as the true loss does.</param>
/// <param name="Sensitivity">The accuracy without parts of one group after the other.</param>
/// <param name="Settings">What all of it depends on besides criteria and budgets, by name: data, fine-tuning, seed and so on.</param>
public sealed record ComparisonResult(
    Graph Graph,
    EvaluationResult Dense,
    ImmutableArray<string> Criteria,
    ImmutableArray<Budget> Budgets,
    ImmutableArray<ComparisonCell> Cells,
    ImmutableArray<RandomDraws> RandomDraws,
    ImmutableArray<LossChange> LossChanges,
    ImmutableArray<CriterionCorrelation> Correlations,
    ImmutableArray<SensitivityPoint> Sensitivity,
    ImmutableSortedDictionary<string, string> Settings);

/// <summary>One criterion at one budget.</summary>
/// <param name="Criterion">The criterion's name.</param>
/// <param name="Description">The criterion and its normalisation with all settings.</param>
/// <param name="Normalization">The name of its normalisation.</param>
/// <param name="Unit">What the budget counts, as <c>MACs</c>.</param>
/// <param name="Budget">The fraction of it that was allowed to stay.</param>
/// <param name="Cost">What the pruned network costs.</param>
/// <param name="Widths">How many channels of each group stay.</param>
/// <param name="Before">The pruned network before fine-tuning, on the test data.</param>
/// <param name="After">The pruned network after it.</param>
/// <param name="Seconds">How long pruning, fine-tuning and measuring took.</param>
public sealed record ComparisonCell(
    string Criterion,
    string Description,
    string Normalization,
    string Unit,
    double Budget,
    Cost Cost,
    ImmutableArray<int> Widths,
    EvaluationResult Before,
    EvaluationResult After,
    double Seconds);

/// <summary>What chance gives at a budget, before fine-tuning.</summary>
/// <param name="Unit">What the budget counts.</param>
/// <param name="Budget">The fraction that was allowed to stay.</param>
/// <param name="Accuracies">The accuracy for each draw.</param>
public sealed record RandomDraws(string Unit, double Budget, ImmutableArray<double> Accuracies);

/// <summary>What the removal of one channel does.</summary>
/// <param name="Group">The name of the channel's group.</param>
/// <param name="Channel">Its number in the group.</param>
/// <param name="Change">By how much the mean loss rises.</param>
public sealed record LossChange(string Group, int Channel, double Change);

/// <summary>Spearman's rank correlation of a criterion with the true changes of the loss.</summary>
/// <param name="Criterion">The criterion's name.</param>
/// <param name="OverAll">Over the channels of all groups, whose scores are normalised as for its plans.</param>
/// <param name="WithinGroups">The mean over the groups, weighted by their number of channels: what is independent of normalisation.</param>
/// <param name="Scores">The normalised scores, in the order of the changes.</param>
public sealed record CriterionCorrelation(string Criterion, double OverAll, double WithinGroups, ImmutableArray<double> Scores);
