namespace Cifar10.Data;

/// <summary>Two colours in stripes, or flowing into each other.</summary>
internal sealed class Paint
{
    private readonly double[] _first;
    private readonly double[] _second;
    private readonly double _across;
    private readonly double _down;
    private readonly double _sharpness;

    private Paint(double[] first, double[] second, SplitMix random)
    {
        _first = first;
        _second = second;
        _across = random.Between(-0.2, 0.2);
        _down = random.Between(-0.2, 0.2);
        _sharpness = random.Between(0.5, 3);
    }

    /// <summary>Any paint.</summary>
    public static Paint Random(SplitMix random)
    {
        double[] colour = Colour(random);
        return new Paint(colour, Near(colour, 0.2, random), random);
    }

    /// <summary>A paint that stands out against the background, sometimes barely.</summary>
    public static Paint Against(Paint background, SplitMix random)
    {
        double contrast = random.Between(0.06, 0.45);
        double[] colour;
        do
        {
            colour = Colour(random);
        }
        while (Difference(colour, background._first) < contrast || Difference(colour, background._second) < contrast);
        return new Paint(colour, Near(colour, 0.2, random), random);
    }

    public void CopyTo(Span<double> colour, int x, int y) => Blend(colour, x, y, 1);

    /// <summary>Covers the colour of a pixel with the paint, from 0 (not at all) to 1.</summary>
    public void Blend(Span<double> colour, int x, int y, double cover)
    {
        double phase = (x * _across) + (y * _down);
        double wave = Math.Abs((2 * (phase - Math.Floor(phase))) - 1);
        double share = Math.Clamp(((wave - 0.5) * _sharpness) + 0.5, 0, 1);
        for (int channel = 0; channel < colour.Length; channel++)
        {
            double paint = _first[channel] + (share * (_second[channel] - _first[channel]));
            colour[channel] += cover * (paint - colour[channel]);
        }
    }

    private static double[] Colour(SplitMix random) => [random.Next(), random.Next(), random.Next()];

    private static double[] Near(double[] colour, double distance, SplitMix random) =>
        [.. colour.Select(part => Math.Clamp(part + random.Between(-distance, distance), 0, 1))];

    private static double Difference(double[] one, double[] other) =>
        one.Zip(other, (left, right) => Math.Abs(left - right)).Max();
}
