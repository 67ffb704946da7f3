namespace Cifar10.Data;

/// <summary>A figure at a place, of a size, turned by some angle.</summary>
internal sealed record Figure(int Shape, double CentreX, double CentreY, double Radius, double Cosine, double Sine)
{
    /// <summary>The figure that an image is about: all in the picture.</summary>
    public static Figure Subject(int shape, SplitMix random)
    {
        double radius = random.Between(6.0, 11.5);
        (double cosine, double sine) = Turn(random.Between(-0.35, 0.35));
        return new Figure(
            shape,
            random.Between(radius, ImageSet.Side - 1 - radius),
            random.Between(radius, ImageSet.Side - 1 - radius),
            radius, cosine, sine);
    }

    /// <summary>Something small of any shape, which may leave the picture.</summary>
    public static Figure Scrap(SplitMix random)
    {
        (double cosine, double sine) = Turn(random.Between(-1, 1));
        return new Figure(
            random.Below(ImageSet.Classes),
            random.Between(0, ImageSet.Side - 1),
            random.Between(0, ImageSet.Side - 1),
            random.Between(2.0, 4.0), cosine, sine);
    }

    /// <summary>About how far a pixel is outside of the figure, in pixels; negative inside.</summary>
    public double Distance(double x, double y)
    {
        double right = ((x - CentreX) * Cosine) + ((y - CentreY) * Sine);
        double down = ((y - CentreY) * Cosine) - ((x - CentreX) * Sine);
        double u = Math.Abs(right / Radius);
        double v = down / Radius;
        return Radius * Outside(u, v);
    }

    private double Outside(double u, double v) => Shape switch
    {
        0 => Length(u, v) - 0.95,
        1 => Math.Abs(Length(u, v) - 0.72) - 0.22,
        2 => Math.Max(u, Math.Abs(v)) - 0.8,
        3 => Math.Abs(Math.Max(u, Math.Abs(v)) - 0.65) - 0.2,
        4 => ((u + Math.Abs(v)) * 0.7071) - 0.7071,
        5 => Math.Max(v - 0.7, (u * 0.86) - (v * 0.5) - 0.42),
        6 => Math.Max(Math.Min(u, Math.Abs(v)) - 0.26, Math.Max(u, Math.Abs(v)) - 0.95),
        7 => Math.Max(Math.Abs(u - Math.Abs(v)) - 0.34, u + Math.Abs(v) - 1.4),
        8 => Math.Max(Length(u, v) - 0.95, 0.6 - Length(u, v + 0.55)),
        _ => Math.Max(Math.Max(u - 0.85, Math.Abs(v) - 0.85), 0.25 - Math.Abs(v)),
    };

    private static double Length(double u, double v) => Math.Sqrt((u * u) + (v * v));

    /// <summary>A rotation by about <paramref name="slope"/> radians, by way of its tangent: sines differ between platforms.</summary>
    private static (double Cosine, double Sine) Turn(double slope)
    {
        double cosine = 1 / Math.Sqrt(1 + (slope * slope));
        return (cosine, slope * cosine);
    }
}
