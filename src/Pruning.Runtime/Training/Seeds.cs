namespace Pruning;

/// <summary>Makes independent seeds out of one: what is random in one place does not depend on what was drawn in another.</summary>
internal static class Seeds
{
    /// <summary>A seed for the purpose that the numbers name (SplitMix64 of each in turn).</summary>
    public static long Derive(long seed, params ReadOnlySpan<long> purpose)
    {
        ulong state = Mix((ulong)seed);
        foreach (long number in purpose)
        {
            state = Mix(state ^ (ulong)number);
        }
        // Generators of torch take seeds of 63 bits in some versions.
        return (long)(state >> 1);
    }

    private static ulong Mix(ulong value)
    {
        value += 0x9e3779b97f4a7c15;
        value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
        value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
        return value ^ (value >> 31);
    }
}
