namespace Cifar10.Data;

/// <summary>
/// Random numbers that are the same everywhere and for ever (Steele et al., SplitMix64). Only additions, multiplications and divisions,
/// whose results no platform may choose.
/// </summary>
internal sealed class SplitMix(ulong seed)
{
    private ulong _state = seed;

    /// <summary>Uniform from 0 to below 1.</summary>
    public double Next() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform from <paramref name="low"/> to <paramref name="high"/>.</summary>
    public double Between(double low, double high) => low + ((high - low) * Next());

    /// <summary>A whole number from 0 to below <paramref name="bound"/>.</summary>
    public int Below(int bound) => (int)(Next() * bound);

    /// <summary>Nearly normal, with mean 0 and deviation 1: the sum of four uniform numbers.</summary>
    public double Normal() => (Next() + Next() + Next() + Next() - 2) * 1.7320508075688772;

    private ulong NextBits()
    {
        ulong bits = _state += 0x9e3779b97f4a7c15;
        bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9;
        bits = (bits ^ (bits >> 27)) * 0x94d049bb133111eb;
        return bits ^ (bits >> 31);
    }
}
