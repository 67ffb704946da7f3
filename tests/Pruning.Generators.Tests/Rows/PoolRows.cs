using static Pruning.Generators.Tests.Rows.RowCase;

namespace Pruning.Generators.Tests.Rows;

/// <summary>Convolutions, poolings and resampling by functions.</summary>
internal static class PoolRows
{
    public static IEnumerable<RowCase> All =>
    [
        .. Each("max_pool", "2"), .. Each("avg_pool", "2"), .. Each("adaptive_avg_pool", "2"), .. Each("adaptive_max_pool", "2"),
        Signal("max_pool1d_with_indices", "functional.max_pool1d_with_indices(x, 2).output"),
        Image("max_pool2d_with_indices", "functional.max_pool2d_with_indices(x, new long[] { 2 }).output"),
        Volume("max_pool3d_with_indices", "functional.max_pool3d_with_indices(x, new long[] { 2 }).output"),
        Signal("adaptive_max_pool1d_with_indices", "functional.adaptive_max_pool1d_with_indices(x, 2).Values"),
        Image("adaptive_max_pool2d_with_indices", "functional.adaptive_max_pool2d_with_indices(x, new long[] { 2, 2 }).Values"),
        Volume("adaptive_max_pool3d_with_indices", "functional.adaptive_max_pool3d_with_indices(x, new long[] { 2, 2, 2 }).Values"),
        Signal("max_unpool1d", Undone("max_unpool1d", "max_pool1d_with_indices", "2", "2")),
        Image("max_unpool2d", Undone("max_unpool2d", "max_pool2d_with_indices", "new long[] { 2, 2 }", "new long[] { 2, 2 }")),
        Volume("max_unpool3d", Undone("max_unpool3d", "max_pool3d_with_indices", "new long[] { 2, 2, 2 }", "new long[] { 2, 2, 2 }")),
        // Their windows are drawn at random.
        Image("fractional_max_pool2d", "functional.fractional_max_pool2d(x, 2, 4) * 0 + x[.., .., ..4, ..4]"),
        Volume("fractional_max_pool3d", "functional.fractional_max_pool3d(x, 2, 2) * 0 + x[.., .., ..2, ..2, ..2]"),
        Image(
            "fractional_max_pool2d_with_indices",
            "functional.fractional_max_pool2d_with_indices(x, 2, 4).Values * 0 + x[.., .., ..4, ..4]"),
        Volume(
            "fractional_max_pool3d_with_indices",
            "functional.fractional_max_pool3d_with_indices(x, 2, 2).Values * 0 + x[.., .., ..2, ..2, ..2]"),
        Signal("lp_pool1d", "functional.lp_pool1d(x, 2, 2)"),
        Image("lp_pool2d", "functional.lp_pool2d(x, 2, 2)"),
        Signal("conv1d", "functional.conv1d(x, w)", 7, Weights(7, 16, 3)),
        Image("conv2d", "functional.conv2d(x, w)", 7, Weights(7, 16, 3, 3)),
        Volume("conv3d", "functional.conv3d(x, w)", 7, Weights(7, 16, 2, 2, 2)),
        Signal("conv_transpose1d", "functional.conv_transpose1d(x, w)", 7, Weights(16, 7, 3)),
        Image("conv_transpose2d", "functional.conv_transpose2d(x, w)", 7, Weights(16, 7, 3, 3)),
        Volume("conv_transpose3d", "functional.conv_transpose3d(x, w)", 7, Weights(16, 7, 2, 2, 2)),
        Image("interpolate", "functional.interpolate(x, scale_factor: new double[] { 2, 2 })"),
        Image("upsample", "functional.upsample(x, scale_factor: new double[] { 2, 2 }, mode: UpsampleMode.Bilinear)"),
        Image("upsample_nearest", "functional.upsample_nearest(x, scale_factor: new double[] { 2, 2 })"),
        Image("upsample_bilinear", "functional.upsample_bilinear(x, new long[] { 12, 12 })"),
        Signal("upsample_nearest1d", "functional.upsample_nearest1d(x, 40, null)"),
        Image("upsample_nearest2d", "functional.upsample_nearest2d(x, new long[] { 16, 16 })"),
        Volume("upsample_nearest3d", "functional.upsample_nearest3d(x, new long[] { 8, 8, 8 })"),
    ];

    private static IEnumerable<RowCase> Each(string name, string size) =>
    [
        Signal($"{name}1d", $"functional.{name}1d(x, {size})"),
        Image($"{name}2d", $"functional.{name}2d(x, new long[] {{ {size}, {size} }})"),
        Volume($"{name}3d", $"functional.{name}3d(x, new long[] {{ {size}, {size}, {size} }})"),
    ];

    private static string Weights(params int[] shape) =>
        $"private readonly Parameter w = new(randn(new long[] {{ {string.Join(", ", shape)} }}));";

    private static string Undone(string undo, string pool, string poolSize, string size) =>
        $"functional.{undo}(functional.{pool}(x, {poolSize}).output, functional.{pool}(x, {poolSize}).indices, {size})";
}
