using ModelZoo;
using Pruning;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Scoring;

/// <summary>Criteria of gradients, batch by batch in turn with the bare passes, so that other programs slow all of them down alike.</summary>
internal static class Passes
{
    private static readonly Importance[] Six =
    [
        new TaylorImportance(), new FisherImportance(), new WeightTaylorImportance(), new ZeroFractionImportance(),
        new AttentionImportance(), new GradientImportance(),
    ];

    public static void Measure(int batches, int batchSize)
    {
        using var model = new ResNet50();

        // Half a batch at a time, as where gates are, for all of them alike. The first round compiles the code.
        Calibration Images(int count) => new(new RandomImages(count, batchSize)) { SamplesAtOnce = (batchSize + 1) / 2 };
        Cost Collecting(Calibration calibration, params Importance[] criteria) =>
            Cost.Of(() => ResNet50.Graph.Calibrate(model, calibration, criteria));
        ForwardAndBackward(model, new RandomImages(1, batchSize));
        Collecting(Images(1), Six);
        (Importance Criterion, Cost Cost)[] alone = [.. Six.Select(criterion => (criterion, Collecting(Images(1), criterion)))];
        Importance dearest = alone.MaxBy(one => one.Cost.Processor).Criterion;

        Cost bare = default, taylor = default, single = default, together = default;
        for (int batch = 0; batch < batches; batch++)
        {
            Calibration images = Images(1);
            bare += Cost.Of(() => ForwardAndBackward(model, images.Data));
            taylor += Collecting(images, Six[0]);
            single += Collecting(images, dearest);
            together += Collecting(images, Six);
        }

        foreach ((Importance criterion, Cost cost) in alone)
        {
            Report.Time($"{criterion.GetType().Name}, 1 batch of {batchSize}", cost);
        }
        string size = $"{batches} batches of {batchSize}";
        Report.Time($"bare forward and backward passes, {size}", bare);
        Report.Time($"Taylor, {size}", taylor);
        Report.Time($"{dearest.GetType().Name}, {size}", single);
        Report.Time($"these six in one pass, {size}", together);
        Report.Ratio("Taylor / bare passes", taylor, bare, 1.15);
        Report.Ratio("six in one pass / the dearest of them", together, single, 1.3);
    }

    private static void ForwardAndBackward(ResNet50 model, IBatches data)
    {
        model.eval();
        foreach (Batch batch in data.InOrder())
        {
            using Batch owned = batch;
            using DisposeScope scope = NewDisposeScope();
            functional.cross_entropy(model.call(batch.Inputs), batch.Labels, reduction: Reduction.Sum).backward();
        }
        model.zero_grad();
    }
}
