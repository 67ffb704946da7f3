using static Pruning.LibTorch.Native.Operator;

namespace TorchSharp;

// Pooling.
public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            public static Tensor max_pool1d(
                Tensor input, long kernel_size, long? stride = null, long? padding = null, long? dilation = null,
                bool ceil_mode = false) =>
                Call("aten::max_pool1d", input, kernel_size, stride ?? kernel_size, padding ?? 0, dilation ?? 1, ceil_mode);

            public static (Tensor output, Tensor indices) max_pool1d_with_indices(
                Tensor input, long kernel_size, long? stride = null, long? padding = null, long? dilation = null,
                bool ceil_mode = false) =>
                Call2("aten::max_pool1d_with_indices", input, kernel_size, stride ?? kernel_size, padding ?? 0, dilation ?? 1, ceil_mode);

            public static Tensor max_pool2d(
                Tensor input, long kernel_size, long? stride = null, long? padding = null, long? dilation = null,
                bool ceil_mode = false) =>
                Call("aten::max_pool2d", input, kernel_size, stride ?? kernel_size, padding ?? 0, dilation ?? 1, ceil_mode);

            public static Tensor max_pool2d(
                Tensor input, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null,
                (long, long)? dilation = null, bool ceil_mode = false) =>
                max_pool2d(input, Pair(kernel_size), Pair(stride), Pair(padding), Pair(dilation), ceil_mode);

            public static Tensor max_pool2d(
                Tensor input, long[] kernel_size, long[]? strides = null, long[]? padding = null, long[]? dilation = null,
                bool ceil_mode = false) =>
                Call("aten::max_pool2d", input, kernel_size, strides ?? kernel_size, padding ?? Zero, dilation ?? One, ceil_mode);

            public static (Tensor output, Tensor indices) max_pool2d_with_indices(
                Tensor input, long[] kernel_size, long[]? strides = null, long[]? padding = null, long[]? dilation = null,
                bool ceil_mode = false) =>
                Call2(
                    "aten::max_pool2d_with_indices", input, kernel_size, strides ?? kernel_size, padding ?? Zero, dilation ?? One,
                    ceil_mode);

            public static Tensor max_pool3d(
                Tensor input, long[] kernel_size, long[]? strides = null, long[]? padding = null, long[]? dilation = null,
                bool ceil_mode = false) =>
                Call("aten::max_pool3d", input, kernel_size, strides ?? kernel_size, padding ?? Zero, dilation ?? One, ceil_mode);

            public static (Tensor output, Tensor indices) max_pool3d_with_indices(
                Tensor input, long[] kernel_size, long[]? strides = null, long[]? padding = null, long[]? dilation = null,
                bool ceil_mode = false) =>
                Call2(
                    "aten::max_pool3d_with_indices", input, kernel_size, strides ?? kernel_size, padding ?? Zero, dilation ?? One,
                    ceil_mode);

            public static Tensor avg_pool1d(
                Tensor input, long kernel_size, long? stride = null, long? padding = null, bool ceil_mode = false,
                bool count_include_pad = true) =>
                Call("aten::avg_pool1d", input, kernel_size, stride ?? kernel_size, padding ?? 0, ceil_mode, count_include_pad);

            public static Tensor avg_pool2d(
                Tensor input, long kernel_size, long? stride = null, long padding = 0, bool ceil_mode = false,
                bool count_include_pad = true, long? divisor_override = null) =>
                Call(
                    "aten::avg_pool2d", input, kernel_size, stride ?? kernel_size, padding, ceil_mode, count_include_pad,
                    divisor_override);

            public static Tensor avg_pool2d(
                Tensor input, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null,
                bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                avg_pool2d(input, Pair(kernel_size), Pair(stride), Pair(padding), ceil_mode, count_include_pad, divisor_override);

            public static Tensor avg_pool2d(
                Tensor input, long[] kernel_size, long[]? stride = null, long[]? padding = null, bool ceil_mode = false,
                bool count_include_pad = true, long? divisor_override = null) =>
                Call(
                    "aten::avg_pool2d", input, kernel_size, stride ?? kernel_size, padding ?? Zero, ceil_mode, count_include_pad,
                    divisor_override);

            public static Tensor avg_pool3d(
                Tensor input, long[] kernel_size, long[]? stride = null, long[]? padding = null, bool ceil_mode = false,
                bool count_include_pad = true, long? divisor_override = null) =>
                Call(
                    "aten::avg_pool3d", input, kernel_size, stride ?? kernel_size, padding ?? Zero, ceil_mode, count_include_pad,
                    divisor_override);

            public static Tensor adaptive_avg_pool1d(Tensor input, long output_size) =>
                Call("aten::adaptive_avg_pool1d", input, output_size);

            public static Tensor adaptive_avg_pool2d(Tensor input, long output_size) =>
                Call("aten::adaptive_avg_pool2d", input, output_size);

            public static Tensor adaptive_avg_pool2d(Tensor input, (long, long) output_size) =>
                Call("aten::adaptive_avg_pool2d", input, Pair(output_size));

            public static Tensor adaptive_avg_pool2d(Tensor input, long[] output_size) =>
                Call("aten::adaptive_avg_pool2d", input, output_size);

            public static Tensor adaptive_avg_pool3d(Tensor input, long output_size) =>
                Call("aten::adaptive_avg_pool3d", input, output_size);

            public static Tensor adaptive_avg_pool3d(Tensor input, (long, long, long) output_size) =>
                adaptive_avg_pool3d(input, [output_size.Item1, output_size.Item2, output_size.Item3]);

            public static Tensor adaptive_avg_pool3d(Tensor input, long[] output_size) =>
                Call("aten::adaptive_avg_pool3d", input, output_size);

            public static Tensor adaptive_max_pool1d(Tensor input, long output_size) =>
                Values(adaptive_max_pool1d_with_indices(input, output_size));

            public static (Tensor Values, Tensor Indices) adaptive_max_pool1d_with_indices(Tensor input, long output_size) =>
                Call2("aten::adaptive_max_pool1d", input, output_size);

            public static Tensor adaptive_max_pool2d(Tensor input, long[] output_size) =>
                Values(adaptive_max_pool2d_with_indices(input, output_size));

            public static (Tensor Values, Tensor Indices) adaptive_max_pool2d_with_indices(Tensor input, long[] output_size) =>
                Call2("aten::adaptive_max_pool2d", input, output_size);

            public static Tensor adaptive_max_pool3d(Tensor input, long[] output_size) =>
                Values(adaptive_max_pool3d_with_indices(input, output_size));

            public static (Tensor Values, Tensor Indices) adaptive_max_pool3d_with_indices(Tensor input, long[] output_size) =>
                Call2("aten::adaptive_max_pool3d", input, output_size);

            public static Tensor max_unpool1d(
                Tensor input, Tensor indices, long kernel_size, long? stride = null, long? padding = null, long[]? output_size = null)
            {
                using Tensor images = input.unsqueeze(-1);
                using Tensor places = indices.unsqueeze(-1);
                long[] size = output_size is { } known
                    ? [known[^1], 1]
                    : [Unpooled(input.size(-1), kernel_size, stride ?? kernel_size, padding ?? 0), 1];
                using Tensor unpooled = Call("aten::max_unpool2d", images, places, size);
                return unpooled.squeeze(-1);
            }

            public static Tensor max_unpool2d(
                Tensor input, Tensor indices, long[] kernel_size, long[]? stride = null, long[]? padding = null,
                long[]? output_size = null) =>
                Call("aten::max_unpool2d", input, indices, Unpooled(input, 2, kernel_size, stride, padding, output_size));

            public static Tensor max_unpool3d(
                Tensor input, Tensor indices, long[] kernel_size, long[]? stride = null, long[]? padding = null,
                long[]? output_size = null) =>
                Call(
                    "aten::max_unpool3d", input, indices, Unpooled(input, 3, kernel_size, stride, padding, output_size),
                    Spread(stride ?? kernel_size, 3, nameof(stride)), Spread(padding ?? Zero, 3, nameof(padding)));

            public static Tensor lp_pool1d(
                Tensor input, double norm_type, long kernel_size, long? stride = null, bool ceil_mode = false) =>
                LpPooled(input, norm_type, kernel_size, power => avg_pool1d(power, kernel_size, stride, 0, ceil_mode));

            public static Tensor lp_pool2d(
                Tensor input, double norm_type, long kernel_size, long? stride = null, bool ceil_mode = false) =>
                LpPooled(
                    input, norm_type, kernel_size * kernel_size, power => avg_pool2d(power, kernel_size, stride, 0, ceil_mode));

            public static Tensor lp_pool2d(
                Tensor input, double norm_type, long[] kernel_size, long[]? stride = null, bool ceil_mode = false) =>
                LpPooled(
                    input, norm_type, kernel_size[0] * kernel_size[1],
                    power => avg_pool2d(power, kernel_size, stride, null, ceil_mode));

            // The size from which a pooling of this kind comes to the input's.
            private static long Unpooled(long size, long kernel, long stride, long padding) => (size - 1) * stride - 2 * padding + kernel;

            private static long[] Unpooled(
                Tensor input, int dims, long[] kernel, long[]? stride, long[]? padding, long[]? output_size)
            {
                if (output_size is not null)
                {
                    return output_size[^dims..];
                }
                long[] kernels = Spread(kernel, dims, nameof(kernel));
                long[] strides = Spread(stride ?? kernel, dims, nameof(stride));
                long[] paddings = Spread(padding ?? Zero, dims, nameof(padding));
                long[] sizes = input.shape[^dims..];
                return [.. sizes.Select((size, i) => Unpooled(size, kernels[i], strides[i], paddings[i]))];
            }

            private static Tensor Values((Tensor Values, Tensor Indices) both)
            {
                both.Indices.Dispose();
                return both.Values;
            }

            // The p-norm over each window; the sign keeps the result of an odd power from being lost in the root.
            private static Tensor LpPooled(Tensor input, double p, long window, Func<Tensor, Tensor> average) =>
                WrappedTensorDisposeScope(() =>
                {
                    Tensor mean = average(input.pow(p));
                    return mean.sign().mul(mean.abs().relu()).mul(window).pow(1 / p);
                });
        }
    }
}
