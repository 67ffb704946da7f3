using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning;

/// <summary>
/// The data that criteria look at, and how. The network runs over it in evaluation mode, so that every sample counts for itself; what the
/// pass changes (modes, gradients, <c>requires_grad</c>) is put back.
/// </summary>
/// <param name="Data">Labelled samples. The labels are looked at only by statistics that need gradients or classes.</param>
public sealed record Calibration(IBatches Data)
{
    /// <summary>How many batches are read; by default one pass over the data.</summary>
    public int? Batches
    {
        get;
        init => field = value is null or > 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Batches), value, "At least one batch must be read.");
    }

    /// <summary>How many batches that are of the data.</summary>
    internal int BatchCount => Math.Min(Batches ?? int.MaxValue, Data.Count);

    /// <summary>The order of the batches; by default the data's own, else shuffled by this seed.</summary>
    public long? Seed { get; init; }

    /// <summary>
    /// The loss of every sample, (N), from outputs and labels; by default the cross-entropy. What is differentiated is their sum.
    /// </summary>
    public Func<Tensor, Tensor, Tensor> Loss { get; init; } = CrossEntropy;

    /// <summary>
    /// How many samples go through the network at once; by default a whole batch, and half of it where the gradients of gates are taken:
    /// they are kept for all layers at once, and a batch that can be trained with should also be one that can be scored with.
    /// </summary>
    public int? SamplesAtOnce
    {
        get;
        init => field = value is null or > 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(SamplesAtOnce), value, "At least one sample must be taken at once.");
    }

    /// <summary>
    /// How many random sign vectors estimate the diagonal of the Hessian; by default none: it is computed exactly, which takes a backward
    /// pass for each weight. Only for <see cref="CurvatureMatrix.Hessian"/>.
    /// </summary>
    public int? HessianProbes
    {
        get;
        init => field = value is null or > 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(HessianProbes), value, "At least one sign vector is needed.");
    }

    /// <summary>Hears after each batch how far the pass is.</summary>
    public IProgress<CalibrationProgress>? Progress { get; init; }

    /// <summary>Stops between two batches.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>The cross-entropy of every sample, (N), from logits (N, classes) and class numbers (N).</summary>
    public static Tensor CrossEntropy(Tensor outputs, Tensor labels) =>
        functional.cross_entropy(outputs, labels, reduction: Reduction.None);
}

/// <summary>How far a calibration pass is.</summary>
/// <param name="Batch">How many batches have been read.</param>
/// <param name="Batches">How many will be read.</param>
/// <param name="Samples">How many samples have been read.</param>
public readonly record struct CalibrationProgress(int Batch, int Batches, long Samples);
