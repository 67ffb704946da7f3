using static System.FormattableString;

namespace Scoring;

/// <summary>Prints figures next to their goals.</summary>
internal static class Report
{
    private const int Name = -52;

    public static void Header() => Console.WriteLine($"{"what",Name} {"goal",9} {"clock",9} {"processor",10}");

    public static void Time(string what, Cost cost, double? goal = null) =>
        Console.WriteLine(Invariant($"{what,Name} {Goal(goal, " s"),9} {cost.Clock,7:F3} s {cost.Processor,8:F3} s"));

    public static void Ratio(string what, Cost cost, Cost reference, double goal) => Console.WriteLine(Invariant(
        $"{what,Name} {Goal(goal, ""),9} {cost.Clock / reference.Clock,9:F2} {cost.Processor / reference.Processor,10:F2}"));

    public static void Memory(string what, long mebibytes, long goal) =>
        Console.WriteLine(Invariant($"{what,Name} {Goal(goal, " MiB"),9} {mebibytes,5} MiB"));

    private static string Goal(double? goal, string unit) => goal is double most ? Invariant($"< {most}{unit}") : "";
}
