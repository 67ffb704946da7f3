using ModelZoo;
using Pruning;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Scoring;

/// <summary>The most memory that the process has had, in MiB, after one step of training or one batch of scoring. Linux only.</summary>
internal static class PeakMemory
{
    private const int BatchSize = 16;

    public static long Of(bool training)
    {
        manual_seed(1);
        set_num_threads(2);
        using var model = new ResNet50();
        if (training)
        {
            Train(model);
        }
        else
        {
            ResNet50.Graph.Score(model, new TaylorImportance(), new Calibration(new RandomImages(1, BatchSize)));
        }
        string peak = File.ReadLines("/proc/self/status").Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(peak.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], System.Globalization.CultureInfo.InvariantCulture) / 1024;
    }

    private static void Train(ResNet50 model)
    {
        using var optimizer = optim.SGD(model.parameters(), 0.01, momentum: 0.9);
        foreach (Batch batch in new RandomImages(1, BatchSize).InOrder())
        {
            using Batch owned = batch;
            using DisposeScope scope = NewDisposeScope();
            functional.cross_entropy(model.call(batch.Inputs), batch.Labels).backward();
            optimizer.step();
        }
    }
}
