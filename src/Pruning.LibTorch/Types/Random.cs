using Pruning.LibTorch.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Seeds every random generator of libtorch.</summary>
    public static Generator manual_seed(long seed) => random.manual_seed(seed);

    public static int get_num_threads() => NativeMethods.pt_threads();

    public static unsafe void set_num_threads(int num) => NativeMethods.Check(NativeMethods.pt_set_threads(num));

    public static int get_num_interop_threads() => NativeMethods.pt_interop_threads();

    public static unsafe void set_num_interop_threads(int num) => NativeMethods.Check(NativeMethods.pt_set_interop_threads(num));

    /// <summary>The default random generator.</summary>
    public static class random
    {
        public static unsafe Generator manual_seed(long seed)
        {
            NativeMethods.Check(NativeMethods.pt_manual_seed((ulong)seed));
            return Generator.Default;
        }

        public static long initial_seed() => Generator.Default.initial_seed();

        public static long seed() => Generator.Default.seed();

        public static Tensor get_rng_state() => Generator.Default.get_state();

        public static void set_rng_state(Tensor new_state) => Generator.Default.set_state(new_state);
    }
}
