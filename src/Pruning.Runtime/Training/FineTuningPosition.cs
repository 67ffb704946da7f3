using System.Text.Json.Serialization;

namespace Pruning;

/// <summary>How far a run has come, apart from its tensors.</summary>
internal sealed record FineTuningPosition
{
    public static FineTuningPosition Start { get; } = new();

    /// <summary>The epochs that are done.</summary>
    public IReadOnlyList<EpochResult> Done { get; init; } = [];

    /// <summary>The number, from 1, of the epoch whose weights are the best so far; 0 before the first.</summary>
    public int Best { get; init; }

    /// <summary>The batches that the current epoch has done.</summary>
    public int Batch { get; init; }

    /// <summary>Whether the training methods have been told that the current epoch's batches are done.</summary>
    public bool Settled { get; init; }

    /// <summary>The samples that the current epoch has seen.</summary>
    public long Samples { get; init; }

    /// <summary>How many of them were classified right.</summary>
    public long Correct { get; init; }

    /// <summary>The sum of their losses.</summary>
    public double Loss { get; init; }

    /// <summary>The current epoch, from zero.</summary>
    [JsonIgnore]
    public int Epoch => Done.Count;

    [JsonIgnore]
    public double MeanLoss => Loss / Samples;

    [JsonIgnore]
    public double Accuracy => (double)Correct / Samples;

    public FineTuningPosition AfterBatch(long samples, long correct, double loss) => this with
    {
        Batch = Batch + 1,
        Samples = Samples + samples,
        Correct = Correct + correct,
        Loss = Loss + (loss * samples),
    };

    public FineTuningPosition AfterEpoch(EpochResult result, int best) => new() { Done = [.. Done, result], Best = best };
}
