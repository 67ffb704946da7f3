using System.Diagnostics;
using System.Globalization;
using ModelZoo;
using Pruning;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Scoring;

/// <summary>The most memory that a process of its own has had, in MiB, after one step of training or one batch of scoring. Linux only.</summary>
internal static class PeakMemory
{
    public static long InProcess(string what, int batchSize, int threads)
    {
        string[] own = Environment.GetCommandLineArgs();
        string program = Environment.ProcessPath!;
        bool isHost = Path.GetFileNameWithoutExtension(program) == "dotnet";
        string[] arguments = ["memory", what, $"{batchSize}", $"{threads}"];
        var start = new ProcessStartInfo(program, isHost ? [own[0], .. arguments] : arguments) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return long.Parse(output, CultureInfo.InvariantCulture);
    }

    public static long Of(bool training, int batchSize)
    {
        manual_seed(1);
        using var model = new ResNet50();
        var images = new RandomImages(1, batchSize);
        if (training)
        {
            Train(model, images);
        }
        else
        {
            ResNet50.Graph.Score(model, new TaylorImportance(), new Calibration(images));
        }
        string peak = File.ReadLines("/proc/self/status").Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(peak.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024;
    }

    private static void Train(ResNet50 model, RandomImages images)
    {
        using var optimizer = optim.SGD(model.parameters(), 0.01, momentum: 0.9);
        foreach (Batch batch in images.InOrder())
        {
            using Batch owned = batch;
            using DisposeScope scope = NewDisposeScope();
            functional.cross_entropy(model.call(batch.Inputs), batch.Labels).backward();
            optimizer.step();
        }
    }
}
