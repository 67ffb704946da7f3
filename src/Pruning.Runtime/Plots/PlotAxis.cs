using System.Collections.Immutable;

namespace Pruning;

/// <summary>A range of numbers with round marks, mapped to pixels.</summary>
internal sealed class PlotAxis
{
    private const int FewestMarks = 4;

    private readonly double _from;
    private readonly double _to;

    /// <summary>The smallest axis with round ends that holds all values.</summary>
    /// <param name="values">What is to be shown, at least one finite number.</param>
    /// <param name="from">The pixel of the lower end.</param>
    /// <param name="to">The pixel of the upper end.</param>
    public PlotAxis(IEnumerable<double> values, double from, double to)
    {
        double[] all = [.. values];
        double low = all.Min(), high = all.Max();
        double step = RoundStep(high > low ? high - low : Math.Max(Math.Abs(high), 1));
        _from = from;
        _to = to;
        Low = Math.Floor(low / step) * step;
        High = Math.Max(Math.Ceiling(high / step), Math.Floor(low / step) + 1) * step;
        Marks = [.. Enumerable.Range(0, (int)Math.Round((High - Low) / step) + 1).Select(mark => Math.Round(Low + (mark * step), 10))];
    }

    public double Low { get; }

    public double High { get; }

    public ImmutableArray<double> Marks { get; }

    public double At(double value) => _from + ((value - Low) / (High - Low) * (_to - _from));

    // 1, 2 or 5 times a power of ten, so that at least so many steps fit.
    private static double RoundStep(double range)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(range / FewestMarks)));
        return new[] { 5, 2, 1 }.Select(factor => factor * power).First(step => range / step >= FewestMarks - 1e-9);
    }
}
