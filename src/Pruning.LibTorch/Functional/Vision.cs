using static Pruning.LibTorch.Native.Operator;

namespace TorchSharp;

// Padding, resampling and sparse codes of images and sequences.
public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            public static Tensor pad(Tensor input, long[] pad, PaddingModes mode = PaddingModes.Constant, double value = 0) => mode switch
            {
                PaddingModes.Constant or PaddingModes.Zeros => Call("aten::constant_pad_nd", input, pad, value),
                PaddingModes.Reflect => Call("aten::pad", input, pad, "reflect"),
                PaddingModes.Replicate => Call("aten::pad", input, pad, "replicate"),
                PaddingModes.Circular => Call("aten::pad", input, pad, "circular"),
                _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "This is no padding mode."),
            };

            public static Tensor pad(
                Tensor input, ReadOnlySpan<long> pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, pad.ToArray(), mode, value);

            public static Tensor pad(Tensor input, long pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, new[] { pad }, mode, value);

            public static Tensor pad(Tensor input, (long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, Pair(pad), mode, value);

            public static Tensor pad(
                Tensor input, (long, long, long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, new[] { pad.Item1, pad.Item2, pad.Item3, pad.Item4 }, mode, value);

            public static Tensor pixel_shuffle(Tensor input, long upscale_factor) => Call("aten::pixel_shuffle", input, upscale_factor);

            public static Tensor pixel_unshuffle(Tensor input, long downscale_factor) =>
                Call("aten::pixel_unshuffle", input, downscale_factor);

            public static Tensor one_hot(Tensor x, long num_classes = -1) => Call("aten::one_hot", x, num_classes);

            public static Tensor affine_grid(Tensor theta, long[]? size = null, bool align_corners = false) =>
                Call("aten::affine_grid_generator", theta, size ?? throw new ArgumentNullException(nameof(size)), align_corners);

            public static Tensor grid_sample(
                Tensor input, Tensor grid, GridSampleMode mode = GridSampleMode.Bilinear,
                GridSamplePaddingMode padding_mode = GridSamplePaddingMode.Zeros, bool? align_corners = null)
            {
                long interpolation = mode == GridSampleMode.Bilinear ? 0 : 1;
                long border = padding_mode switch
                {
                    GridSamplePaddingMode.Border => 1,
                    GridSamplePaddingMode.Reflection => 2,
                    _ => 0,
                };
                return Call("aten::grid_sampler", input, grid, interpolation, border, align_corners ?? false);
            }
        }
    }
}
