namespace Pruning;

/// <summary>The data of a <see cref="Comparison"/>.</summary>
/// <param name="Train">What pruned networks are fine-tuned with.</param>
/// <param name="Test">What accuracies are measured on.</param>
/// <param name="Calibration">What criteria look at; a few hundred samples do.</param>
/// <param name="Probe">
/// What the sensitivity scan and the true changes of the loss are measured on, which takes hundreds of passes: a thousand samples or so,
/// best others than those for calibration.
/// </param>
public sealed record ComparisonData(IBatches Train, IBatches Test, IBatches Calibration, IBatches Probe);
