using System.Runtime.InteropServices;

namespace Pruning.LibTorch.Native;

/// <summary>
/// What a process that computes with a distribution's libtorch should set before it loads it. Variables that the user has set stand.
/// .NET's own copy of the environment does not reach the native side, so that both are set there.
/// </summary>
internal static partial class ProcessSettings
{
    private const int TrimThreshold = -1, MmapThreshold = -3;

    public static void Apply()
    {
        LetThreadsSleepSoon();
        KeepFreedMemory();
    }

    // OpenMP's threads spin for milliseconds after their work, and OpenBLAS has threads of its own, which need the cores then: products of
    // matrices took twice their time.
    private static void LetThreadsSleepSoon()
    {
        if (Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is null)
        {
            _ = setenv("GOMP_SPINCOUNT", "2000", 0);
        }
    }

    // By default what is freed goes back to the system soon, and each training step takes the pages of its activations anew, which can
    // cost as much as computing them.
    private static void KeepFreedMemory()
    {
        if (Environment.GetEnvironmentVariable("MALLOC_TRIM_THRESHOLD_") is null
            && Environment.GetEnvironmentVariable("MALLOC_MMAP_THRESHOLD_") is null)
        {
            _ = mallopt(MmapThreshold, 1 << 30);
            _ = mallopt(TrimThreshold, int.MaxValue);
        }
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int setenv(string name, string value, int overwrite);

    [LibraryImport("libc")]
    private static partial int mallopt(int parameter, int value);
}
