using static Pruning.LibTorch.Native.Operator;

namespace TorchSharp;

// Resizing of sequences, images and volumes.
public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>Resizes the dimensions behind the first two, to a size or by factors (one number stands for all).</summary>
            public static Tensor interpolate(
                Tensor x, long[]? size = null, double[]? scale_factor = null, InterpolationMode mode = InterpolationMode.Nearest,
                bool? align_corners = null, bool recompute_scale_factor = false, bool antialias = false)
            {
                if (size is null == scale_factor is null)
                {
                    throw new ArgumentException("Either a size or a scale factor must be given, not both.");
                }
                int dims = (int)x.ndim - 2;
                long[]? sizes = size is null ? null : Spread(size, dims, nameof(size));
                double[]? factors = scale_factor is null ? null : Spread(scale_factor, dims, nameof(scale_factor));
                if (factors is not null && (recompute_scale_factor || mode == InterpolationMode.Area))
                {
                    long[] shape = x.shape;
                    sizes = [.. factors.Select((factor, i) => (long)Math.Floor(shape[i + 2] * factor))];
                    factors = null;
                }
                bool aligned = align_corners ?? false;
                if (antialias && mode is not (InterpolationMode.Bilinear or InterpolationMode.Bicubic))
                {
                    throw new ArgumentException("Only the bilinear and the bicubic mode can avoid aliasing.", nameof(antialias));
                }
                return (mode, dims) switch
                {
                    (InterpolationMode.Nearest, 1) => Call("aten::upsample_nearest1d.vec", x, sizes, factors),
                    (InterpolationMode.Nearest, 2) => Call("aten::upsample_nearest2d.vec", x, sizes, factors),
                    (InterpolationMode.Nearest, 3) => Call("aten::upsample_nearest3d.vec", x, sizes, factors),
                    (InterpolationMode.NearestExact, 1) => Call("aten::_upsample_nearest_exact1d.vec", x, sizes, factors),
                    (InterpolationMode.NearestExact, 2) => Call("aten::_upsample_nearest_exact2d.vec", x, sizes, factors),
                    (InterpolationMode.NearestExact, 3) => Call("aten::_upsample_nearest_exact3d.vec", x, sizes, factors),
                    (InterpolationMode.Area, 1) => adaptive_avg_pool1d(x, sizes![0]),
                    (InterpolationMode.Area, 2) => adaptive_avg_pool2d(x, sizes!),
                    (InterpolationMode.Area, 3) => adaptive_avg_pool3d(x, sizes!),
                    (InterpolationMode.Linear, 1) => Call("aten::upsample_linear1d.vec", x, sizes, aligned, factors),
                    (InterpolationMode.Bilinear, 2) when antialias => Call("aten::_upsample_bilinear2d_aa.vec", x, sizes, aligned, factors),
                    (InterpolationMode.Bilinear, 2) => Call("aten::upsample_bilinear2d.vec", x, sizes, aligned, factors),
                    (InterpolationMode.Bicubic, 2) when antialias => Call("aten::_upsample_bicubic2d_aa.vec", x, sizes, aligned, factors),
                    (InterpolationMode.Bicubic, 2) => Call("aten::upsample_bicubic2d.vec", x, sizes, aligned, factors),
                    (InterpolationMode.Trilinear, 3) => Call("aten::upsample_trilinear3d.vec", x, sizes, aligned, factors),
                    _ => throw new ArgumentException($"A tensor with {x.ndim} dimensions cannot be resized in the mode {mode}."),
                };
            }

            public static Tensor upsample(
                Tensor input, long[]? size = null, double[]? scale_factor = null, UpsampleMode mode = UpsampleMode.Nearest,
                bool align_corners = false) =>
                interpolate(input, size, scale_factor, (InterpolationMode)mode, mode == UpsampleMode.Nearest ? null : align_corners);

            public static Tensor upsample_bilinear(
                Tensor x, long[]? size = null, double[]? scale_factor = null, bool align_corners = false) =>
                upsample(x, size, scale_factor, UpsampleMode.Bilinear, align_corners);

            public static Tensor upsample_nearest(
                Tensor x, long[]? size = null, double[]? scale_factor = null, bool align_corners = false) =>
                upsample(x, size, scale_factor, UpsampleMode.Nearest, align_corners);

            public static Tensor upsample_nearest1d(Tensor input, long? outputSize, double? scaleFactor) =>
                upsample_nearest(input, Alone(outputSize), Alone(scaleFactor));

            public static Tensor upsample_nearest2d(Tensor input, long[]? outputSizes = null, double[]? scaleFactors = null) =>
                upsample_nearest(input, outputSizes, scaleFactors);

            public static Tensor upsample_nearest3d(Tensor input, long[]? outputSizes = null, double[]? scaleFactors = null) =>
                upsample_nearest(input, outputSizes, scaleFactors);

            private static T[] Spread<T>(T[] values, int dims, string name) => values.Length switch
            {
                1 => [.. Enumerable.Repeat(values[0], dims)],
                int count when count == dims => values,
                int count => throw new ArgumentException($"{count} values are given for {dims} dimensions.", name),
            };
        }
    }
}
