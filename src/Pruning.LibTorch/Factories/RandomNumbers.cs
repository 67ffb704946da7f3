namespace TorchSharp;

// Single random numbers.
public static partial class torch
{
    public static double rand_float(Generator? generator = null)
    {
        using Tensor number = rand(1, generator: generator);
        return number.ToDouble();
    }

    public static double randn_float(Generator? generator = null)
    {
        using Tensor number = randn(1, generator: generator);
        return number.ToDouble();
    }

    public static int randint_int(int high, Generator? generator = null) => randint_int(0, high, generator);

    public static int randint_int(int low, int high, Generator? generator = null) => (int)randint_long(low, high, generator);

    public static long randint_long(long high, Generator? generator = null) => randint_long(0, high, generator);

    public static long randint_long(long low, long high, Generator? generator = null)
    {
        using Tensor number = randint(low, high, [1], generator: generator);
        return number.ToInt64();
    }

    public static bool randint_bool(Generator? generator = null) => randint_long(0, 2, generator) == 1;
}
