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
        var bare = default(Cost);
        var single = new Cost[Six.Length];
        var all = default(Cost);
        for (int batch = -1; batch < batches; batch++)
        {
            var calibration = new Calibration(new RandomImages(1, batchSize));
            Cost passes = Cost.Of(() => ForwardAndBackward(model, calibration.Data));
            Cost[] alone = [.. Six.Select(criterion => Cost.Of(() => ResNet50.Graph.Calibrate(model, calibration, criterion)))];
            Cost together = Cost.Of(() => ResNet50.Graph.Calibrate(model, calibration, Six));
            if (batch < 0)
            {
                continue; // the first one compiles the code
            }
            bare += passes;
            all += together;
            single = [.. single.Zip(alone, (sum, next) => sum + next)];
        }

        string size = $"{batches} batches of {batchSize}";
        Report.Time($"bare forward and backward passes, {size}", bare);
        for (int criterion = 0; criterion < Six.Length; criterion++)
        {
            Report.Time($"{Six[criterion].GetType().Name}, {size}", single[criterion]);
        }
        Report.Time($"these six in one pass, {size}", all);
        Report.Ratio("Taylor / bare passes", single[0], bare, 1.15);
        Report.Ratio("six in one pass / the dearest of them", all, single.MaxBy(cost => cost.Processor), 1.3);
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
