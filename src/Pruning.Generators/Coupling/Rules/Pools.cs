using System.Collections.Immutable;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Coupling.Rules;

/// <summary>Pooling and resizing: the spatial dimensions change, the channels pass.</summary>
internal static class Pools
{
    /// <summary>Pooling with a kernel, as a layer or as a function.</summary>
    public static ImmutableArray<Dim> Pool(Operation op, ArgumentList arguments, int spatial)
    {
        Size[] kernel = arguments.Sizes(spatial, "kernel_size") ?? throw ArgumentList.Unknown("kernel_size");
        Size[] stride = arguments.Sizes(spatial, "stride", "strides") ?? kernel;
        Size[]? padding = arguments.Sizes(spatial, "padding");
        Size[]? dilation = arguments.Sizes(spatial, "dilation");
        bool roundsUp = arguments.Truth("ceil_mode", false);
        return Spatial(op, spatial, (length, i) =>
        {
            Size room = length + (2 * (padding?[i] ?? 0)) - ((dilation?[i] ?? 1) * (kernel[i] - 1)) - 1;
            if (!roundsUp)
            {
                return (room / stride[i]) + 1;
            }

            // The last window must begin inside the input or its left padding.
            Size windows = ((room + stride[i] - 1) / stride[i]) + 1;
            return windows.Constant is { } count && stride[i].Constant is { } step && length.Constant is { } known
                && (count - 1) * step >= known + (padding?[i].Constant ?? 0) ? count - 1 : windows;
        });
    }

    /// <summary>Pooling to a given size.</summary>
    public static ImmutableArray<Dim> Adaptive(Operation op, ArgumentList arguments, int spatial)
    {
        Size[] size = arguments.Sizes(spatial, "output_size") ?? throw ArgumentList.Unknown("output_size");
        return Spatial(op, spatial, (_, i) => size[i]);
    }

    /// <summary>A pooling that gives the positions of what it picks, too.</summary>
    public static IReadOnlyList<ImmutableArray<Dim>> WithPositions(ImmutableArray<Dim> pooled) =>
        [pooled, [.. pooled.Select(dim => dim.Shifted(!dim.IsConstant))]];

    /// <summary>Max pooling to a given size or to a fraction of what there is.</summary>
    public static ImmutableArray<Dim> Fractional(Operation op, ArgumentList arguments, int spatial)
    {
        if (arguments.Has("output_size"))
        {
            return Adaptive(op, arguments, spatial);
        }

        double[] ratios = arguments.Numbers("output_ratio") ?? throw ArgumentList.Unknown("output_ratio");
        return Spatial(op, spatial, (length, i) => Scaled(length, ratios.Length == 1 ? ratios[0] : ratios[i]));
    }

    /// <summary>The reverse of max pooling: what was picked goes back to where it was, zeros elsewhere.</summary>
    public static ImmutableArray<Dim> Unpool(Operation op, ArgumentList arguments, int spatial)
    {
        op.Broadcast(op.AllShapes());
        Size[] kernel = arguments.Sizes(spatial, "kernel_size") ?? throw ArgumentList.Unknown("kernel_size");
        Size[] stride = arguments.Sizes(spatial, "stride") ?? kernel;
        Size[]? padding = arguments.Sizes(spatial, "padding");
        Size[]? size = op.Arguments.Sizes("output_size");
        return Spatial(op, spatial, (length, i) => size is not null
            ? size[size.Length - spatial + i]
            : ((length - 1) * stride[i]) - (2 * (padding?[i] ?? 0)) + kernel[i]);
    }

    /// <summary><c>Upsample</c> and <c>interpolate</c>.</summary>
    public static ImmutableArray<Dim> Resize(Operation op, ArgumentList arguments)
    {
        int spatial = op.Input.Length - 2;
        if (arguments.Sizes(spatial, "size", "outputSizes", "outputSize") is { } size)
        {
            return Spatial(op, spatial, (_, i) => size[i]);
        }

        double[] factors = arguments.Numbers("scale_factor", "scaleFactors", "scaleFactor")
            ?? throw ArgumentList.Unknown("scale_factor");
        return Spatial(op, spatial, (length, i) => Scaled(length, factors.Length == 1 ? factors[0] : factors[i]));
    }

    private static Size Scaled(Size length, double factor)
    {
        if (length.Constant is { } known)
        {
            return (long)Math.Floor(known * factor);
        }

        if (factor == Math.Floor(factor))
        {
            return length * (long)factor;
        }

        double inverse = 1 / factor;
        return inverse == Math.Floor(inverse) ? length / (long)inverse : throw ArgumentList.Unknown("scale_factor");
    }

    private static ImmutableArray<Dim> Spatial(Operation op, int spatial, Func<Size, int, Size> outputSize)
    {
        ImmutableArray<Dim> dims = op.Input;
        int first = dims.Length - spatial;
        if (first is not 1 and not 2 || spatial < 1)
        {
            throw op.Clash($"a tensor of shape {Operation.Text(dims)} for {spatial} spatial dimensions");
        }

        for (int i = 0; i < spatial; i++)
        {
            Size length = outputSize(dims[first + i].Length, i);
            if (length.Constant <= 0)
            {
                throw op.Clash($"the window is larger than the input {Operation.Text(op.Input)}");
            }

            op.KeepPlaces(dims[first + i], "they are positions of a pooling");
            dims = dims.SetItem(first + i, Dim.Constant(length));
        }

        return dims;
    }
}
