namespace TorchSharp.Modules;

/// <summary>Turns the ways in which sizes can be written into arrays with one entry per spatial dimension.</summary>
internal static class Sizes
{
    public static long[] Of((long, long) sizes) => [sizes.Item1, sizes.Item2];

    public static long[] Of((long, long, long) sizes) => [sizes.Item1, sizes.Item2, sizes.Item3];

    public static long[]? Of((long, long)? sizes) => sizes is { } known ? Of(known) : null;

    public static long[]? Of((long, long, long)? sizes) => sizes is { } known ? Of(known) : null;

    public static long[] Square(long size) => [size, size];

    public static long[]? Square(long? size) => size is { } known ? Square(known) : null;

    public static long[] Cube(long size) => [size, size, size];

    public static long[]? Cube(long? size) => size is { } known ? Cube(known) : null;

    public static long[] Repeat(long size, int dimensions) => [.. Enumerable.Repeat(size, dimensions)];
}
