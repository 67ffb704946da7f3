using System.Diagnostics;

namespace GeneratorSpeed;

/// <summary>How long something takes, and how much it allocates.</summary>
/// <param name="Median">Milliseconds by the clock, which also count what other programs do.</param>
/// <param name="Processor">Milliseconds of the processor, the median.</param>
/// <param name="Best">Milliseconds of the processor, the lowest.</param>
/// <param name="Allocated">Bytes.</param>
internal sealed record Measurement(double Median, double Processor, double Best, long Allocated)
{

    /// <summary>Runs something many times, and as often before that to warm up.</summary>
    public static Measurement Of(Action action, int rounds) => Of(() => { }, action, rounds);

    /// <summary>Runs something many times, each time after a preparation that is not counted.</summary>
    public static Measurement Of(Action prepare, Action action, int rounds)
    {
        var milliseconds = new List<double>();
        var processor = new List<double>();
        long allocated = 0;
        for (int round = -rounds; round < rounds; round++)
        {
            prepare();
            GC.Collect();
            long before = GC.GetAllocatedBytesForCurrentThread();
            TimeSpan used = Environment.CpuUsage.TotalTime;
            long start = Stopwatch.GetTimestamp();
            action();
            double elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            if (round >= 0)
            {
                milliseconds.Add(elapsed);
                processor.Add((Environment.CpuUsage.TotalTime - used).TotalMilliseconds);
                allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            }
        }

        milliseconds.Sort();
        processor.Sort();
        return new Measurement(milliseconds[rounds / 2], processor[rounds / 2], processor[0], allocated);
    }

    /// <summary>Prints a row of the table.</summary>
    public void Print(string what, double? goal = null) => Console.WriteLine($"| {what} | {(goal is null ? "" : $"{goal} ms")} " +
        $"| {Median:F2} ms | {Processor:F2} ms | {Best:F2} ms | {Allocated / 1048576.0:F1} MB |");
}
