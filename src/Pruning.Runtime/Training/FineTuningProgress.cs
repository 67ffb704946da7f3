namespace Pruning;

/// <summary>Where a fine-tuning run stands, told after each batch and once more after each epoch's evaluation.</summary>
/// <param name="Epoch">The current epoch, from 1.</param>
/// <param name="Epochs">How many there are.</param>
/// <param name="Batch">The batches done in this epoch.</param>
/// <param name="Batches">How many an epoch has.</param>
/// <param name="Loss">The mean training loss of the epoch so far.</param>
/// <param name="Accuracy">The share of training samples classified right in the epoch so far, from 0 to 1.</param>
/// <param name="LearningRate">The learning rate of the last batch.</param>
/// <param name="SamplesPerSecond">Training samples per second in this epoch.</param>
/// <param name="TestAccuracy">The share of test samples classified right after the epoch; null before, and without test data.</param>
public sealed record FineTuningProgress(
    int Epoch,
    int Epochs,
    int Batch,
    int Batches,
    double Loss,
    double Accuracy,
    double LearningRate,
    double SamplesPerSecond,
    double? TestAccuracy);
