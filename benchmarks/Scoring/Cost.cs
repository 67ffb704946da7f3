using System.Diagnostics;

namespace Scoring;

/// <summary>Seconds by the clock, and of all processors together. On a busy machine only the second says what the work itself takes.</summary>
internal readonly record struct Cost(double Clock, double Processor)
{
    public static Cost operator +(Cost one, Cost other) => new(one.Clock + other.Clock, one.Processor + other.Processor);

    public static Cost Of(Action action)
    {
        using var process = Process.GetCurrentProcess();
        TimeSpan before = process.TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        action();
        double clock = watch.Elapsed.TotalSeconds;
        process.Refresh();
        return new Cost(clock, (process.TotalProcessorTime - before).TotalSeconds);
    }

    /// <summary>The least of several runs, clock and processor for themselves; one more before them compiles the code.</summary>
    public static Cost Least(int times, Action action)
    {
        action();
        Cost[] all = [.. Enumerable.Range(0, times).Select(_ => Of(action))];
        return new Cost(all.Min(cost => cost.Clock), all.Min(cost => cost.Processor));
    }
}
