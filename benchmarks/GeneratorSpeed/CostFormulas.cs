using System.Diagnostics;
using ModelZoo;
using Pruning;

namespace GeneratorSpeed;

/// <summary>How long it takes to price a candidate of a search over widths.</summary>
internal static class CostFormulas
{
    private const int Candidates = 256;
    private const int Repetitions = 400;

    public static void Print()
    {
        Graph graph = ResNet50.Graph;
        var random = new Random(1);
        int[][] candidates =
        [
            .. Enumerable.Range(0, Candidates).Select(_ => graph.Groups.Select(group => random.Next(1, group.Channels + 1)).ToArray()),
        ];
        ResNet50.Widths[] widths = [.. candidates.Select(candidate => new ResNet50.Widths(candidate))];
        int groups = graph.Groups.Length;

        Console.WriteLine($"| pricing a candidate: ResNet-50, {groups} groups | goal | best |");
        Console.WriteLine("| --- | ---: | ---: |");
        Print("`Graph.Cost(widths)`", i => graph.Cost(candidates[i]).Macs);
        Print("`new Widths(widths).Cost`", i => new ResNet50.Widths(candidates[i]).Cost.Macs);
        Print("`(widths with { … }).Cost`", i => (widths[i] with { Conv1 = 1 + (i % 64) }).Cost.Macs);
        Print("`Widths.Cost`", i => widths[i].Cost.Macs);
        Print("`Widths.MarginalCost(group)`", i => widths[i].MarginalCost(i % groups).Macs);
        Print("`Graph.MarginalCost(widths, group)`", i => graph.MarginalCost(candidates[i], i % groups).Macs);
    }

    private static void Print(string what, Func<int, long> price)
    {
        double best = double.PositiveInfinity;
        long sum = 0;
        for (int round = 0; round < 60; round++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int repetition = 0; repetition < Repetitions; repetition++)
            {
                for (int i = 0; i < Candidates; i++)
                {
                    sum += price(i);
                }
            }

            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalNanoseconds / (Candidates * Repetitions));
        }

        GC.KeepAlive(sum);
        Console.WriteLine($"| {what} | 1000 ns | {best:F0} ns |");
    }
}
