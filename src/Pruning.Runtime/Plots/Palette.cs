namespace Pruning;

/// <summary>Colours of numbered things: neighbours differ much, because each turns the colour wheel by the golden angle.</summary>
internal static class Palette
{
    private const double GoldenAngle = 137.508;

    /// <summary>A colour that can be read as text on white.</summary>
    public static string Dark(int number) => Hexadecimal(number, saturation: 0.75, lightness: 0.36);

    /// <summary>A colour that black text can be read on.</summary>
    public static string Light(int number) => Hexadecimal(number, saturation: 0.7, lightness: 0.86);

    private static string Hexadecimal(int number, double saturation, double lightness)
    {
        double hue = number * GoldenAngle % 360;
        double amplitude = saturation * Math.Min(lightness, 1 - lightness);
        return $"#{Channel(0):x2}{Channel(8):x2}{Channel(4):x2}";

        int Channel(double place)
        {
            double position = (place + (hue / 30)) % 12;
            double value = lightness - (amplitude * Math.Max(-1, Math.Min(Math.Min(position - 3, 9 - position), 1)));
            return (int)Math.Round(255 * value);
        }
    }
}
