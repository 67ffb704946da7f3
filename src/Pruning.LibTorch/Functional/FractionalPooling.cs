using static Pruning.LibTorch.Native.Operator;

namespace TorchSharp;

// Poolings whose windows are drawn at random (Graham 2014).
public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            public static Tensor fractional_max_pool2d(
                Tensor input, long kernel_size, long? output_size = null, double? output_ratio = null) =>
                fractional_max_pool2d_with_indices(input, kernel_size, output_size, output_ratio).Values;

            public static Tensor fractional_max_pool2d(
                Tensor input, long[] kernel_size, long[]? output_size = null, double[]? output_ratio = null) =>
                fractional_max_pool2d_with_indices(input, kernel_size, output_size, output_ratio).Values;

            public static Tensor fractional_max_pool3d(
                Tensor input, long kernel_size, long? output_size = null, double? output_ratio = null) =>
                fractional_max_pool3d_with_indices(input, kernel_size, output_size, output_ratio).Values;

            public static Tensor fractional_max_pool3d(
                Tensor input, long[] kernel_size, long[]? output_size = null, double[]? output_ratio = null) =>
                fractional_max_pool3d_with_indices(input, kernel_size, output_size, output_ratio).Values;

            public static (Tensor Values, Tensor Indices) fractional_max_pool2d_with_indices(
                Tensor input, long kernel_size, long? output_size = null, double? output_ratio = null) =>
                FractionallyPooled(input, 2, [kernel_size], Alone(output_size), Alone(output_ratio));

            public static (Tensor Values, Tensor Indices) fractional_max_pool2d_with_indices(
                Tensor input, long[] kernel_size, long[]? output_size = null, double[]? output_ratio = null) =>
                FractionallyPooled(input, 2, kernel_size, output_size, output_ratio);

            public static (Tensor Values, Tensor Indices) fractional_max_pool3d_with_indices(
                Tensor input, long kernel_size, long? output_size = null, double? output_ratio = null) =>
                FractionallyPooled(input, 3, [kernel_size], Alone(output_size), Alone(output_ratio));

            public static (Tensor Values, Tensor Indices) fractional_max_pool3d_with_indices(
                Tensor input, long[] kernel_size, long[]? output_size = null, double[]? output_ratio = null) =>
                FractionallyPooled(input, 3, kernel_size, output_size, output_ratio);

            private static T[]? Alone<T>(T? value)
                where T : struct => value is { } given ? [given] : null;

            private static (Tensor Values, Tensor Indices) FractionallyPooled(
                Tensor input, int dims, long[] kernel, long[]? size, double[]? ratio)
            {
                if (size is null == ratio is null)
                {
                    throw new ArgumentException("Either output_size or output_ratio must be given, and not both.");
                }

                long[] shape = input.shape;
                long[] sizes = size is not null
                    ? Spread(size, dims, nameof(size))
                    : [.. Spread(ratio!, dims, nameof(ratio)).Select((factor, i) => (long)(shape[^(dims - i)] * factor))];
                using Tensor samples = rand([shape.Length == dims + 2 ? shape[0] : 1, shape[^(dims + 1)], dims], input.dtype, input.device);
                string pool = dims == 2 ? "aten::fractional_max_pool2d" : "aten::fractional_max_pool3d";
                return Call2(pool, input, Spread(kernel, dims, nameof(kernel)), sizes, samples);
            }
        }
    }
}
