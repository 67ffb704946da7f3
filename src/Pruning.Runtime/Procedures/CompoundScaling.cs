namespace Pruning;

/// <summary>
/// Compound scaling: depth, width and resolution grow together, by powers of one number φ, which may be negative (Tan and Le, EfficientNet,
/// 2019). A way to a predefined architecture, which is then trained from scratch.
/// </summary>
/// <param name="Alpha">The base of the depth. Default: 1.2.</param>
/// <param name="Beta">The base of the width. Default: 1.1.</param>
/// <param name="Gamma">The base of the resolution. Default: 1.15.</param>
public sealed record CompoundScaling(double Alpha = 1.2, double Beta = 1.1, double Gamma = 1.15)
{
    /// <summary>What the MACs are multiplied by when φ grows by 1: α · β² · γ².</summary>
    public double CostFactor => Alpha * Beta * Beta * Gamma * Gamma;

    /// <summary>What the number of layers is multiplied by.</summary>
    public double Depth(double phi) => Math.Pow(Alpha, phi);

    /// <summary>What the number of channels is multiplied by.</summary>
    public double Width(double phi) => Math.Pow(Beta, phi);

    /// <summary>What the height and width of the images are multiplied by.</summary>
    public double Resolution(double phi) => Math.Pow(Gamma, phi);

    /// <summary>The multiple of the divisor nearest to a number of channels, but not more than a tenth below it.</summary>
    /// <param name="channels">The number of channels, which may be broken.</param>
    /// <param name="divisor">Default: 8.</param>
    public static int RoundWidth(double channels, int divisor = 8)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(divisor, 1);
        int nearest = Math.Max(divisor, (int)(channels + (divisor / 2.0)) / divisor * divisor);
        return nearest < 0.9 * channels ? nearest + divisor : nearest;
    }

    /// <summary>A number of layers, rounded up.</summary>
    public static int RoundDepth(double layers) => (int)Math.Ceiling(layers - 1e-9);
}
