using static TorchSharp.torch;

namespace Pruning;

/// <summary>The hard concrete distribution: a sigmoid with noise, stretched from γ to ζ and clipped to [0, 1].</summary>
/// <param name="Beta">The temperature β.</param>
/// <param name="Gamma">The lower end γ, below 0.</param>
/// <param name="Zeta">The upper end ζ, above 1.</param>
internal sealed record HardConcrete(double Beta, double Gamma, double Zeta)
{
    /// <summary>The paper's: 2/3, −0.1 and 1.1.</summary>
    public static HardConcrete Default { get; } = new(2.0 / 3, -0.1, 1.1);

    /// <summary>A sample of the gates.</summary>
    public Tensor Sample(Tensor logAlpha, Tensor uniform) => Stretched(Noisy(logAlpha, uniform));

    /// <summary>The gates in use, without noise.</summary>
    public Tensor InUse(Tensor logAlpha) => Stretched(logAlpha.sigmoid());

    /// <summary>The probability that a gate is not zero.</summary>
    public Tensor Probability(Tensor logAlpha) => (logAlpha - (Beta * Math.Log(-Gamma / Zeta))).sigmoid();

    /// <summary>The derivative of a sample by ln α.</summary>
    public Tensor SampleSlope(Tensor logAlpha, Tensor uniform)
    {
        Tensor noisy = Noisy(logAlpha, uniform);
        Tensor stretched = (noisy * (Zeta - Gamma)) + Gamma;
        Tensor inside = stretched.gt(0).logical_and(stretched.lt(1)).to_type(logAlpha.dtype);
        return inside * noisy * (1 - noisy) * ((Zeta - Gamma) / Beta);
    }

    /// <summary>The derivative of <see cref="Probability"/> by ln α.</summary>
    public Tensor ProbabilitySlope(Tensor logAlpha)
    {
        Tensor probability = Probability(logAlpha);
        return probability * (1 - probability);
    }

    private Tensor Noisy(Tensor logAlpha, Tensor uniform) => ((uniform.log() - (1 - uniform).log() + logAlpha) / Beta).sigmoid();

    private Tensor Stretched(Tensor sigmoid) => ((sigmoid * (Zeta - Gamma)) + Gamma).clamp(0, 1);
}
