namespace Pruning;

/// <summary>What a fine-tuning run achieved.</summary>
/// <param name="Epochs">One entry per epoch.</param>
/// <param name="Best">The epoch whose weights the network has now.</param>
public sealed record FineTuningResult(IReadOnlyList<EpochResult> Epochs, EpochResult Best);

/// <summary>One epoch.</summary>
/// <param name="Epoch">Its number, from 1.</param>
/// <param name="TrainingLoss">The mean loss over the training data while it was learnt.</param>
/// <param name="TrainingAccuracy">The share of training samples classified right meanwhile.</param>
/// <param name="Test">The measures on the test data afterwards; null without test data.</param>
public sealed record EpochResult(int Epoch, double TrainingLoss, double TrainingAccuracy, EvaluationResult? Test);
