using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning;

/// <summary>How long a network takes for a batch.</summary>
/// <param name="Median">The median over the repeated runs.</param>
/// <param name="BatchSize">The number of samples in a batch.</param>
public sealed record Latency(TimeSpan Median, long BatchSize)
{
    /// <summary>Samples per second.</summary>
    public double Throughput => BatchSize / Median.TotalSeconds;

    /// <summary>Runs a network on the same batch again and again, in evaluation mode and without gradients.</summary>
    /// <param name="model">The network; it gets its training mode back.</param>
    /// <param name="batch">One batch of inputs; its first dimension counts the samples.</param>
    /// <param name="options">How often it runs; null for the defaults.</param>
    public static Latency Measure(Module<Tensor, Tensor> model, Tensor batch, LatencyOptions? options = null)
    {
        options ??= new LatencyOptions();
        using var evaluating = new EvaluationMode(model);
        for (int run = 0; run < options.WarmUpRuns; run++)
        {
            Run(model, batch);
        }
        TimeSpan[] durations = [.. Enumerable.Range(0, options.Runs).Select(_ => Run(model, batch)).Order()];
        return new Latency((durations[(durations.Length - 1) / 2] + durations[durations.Length / 2]) / 2, batch.shape[0]);
    }

    private static TimeSpan Run(Module<Tensor, Tensor> model, Tensor batch)
    {
        using DisposeScope scope = NewDisposeScope();
        long start = Stopwatch.GetTimestamp();
        model.call(batch).flatten()[0].cpu(); // a GPU works in the background until a value is asked for
        return Stopwatch.GetElapsedTime(start);
    }
}

/// <summary>How a latency is measured.</summary>
public sealed record LatencyOptions
{
    /// <summary>Runs that are not counted, at least 0; by default 3.</summary>
    public int WarmUpRuns
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value, nameof(WarmUpRuns));
            field = value;
        }
    } = 3;

    /// <summary>Runs that are counted, at least 1; by default 15.</summary>
    public int Runs
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(Runs));
            field = value;
        }
    } = 15;
}
