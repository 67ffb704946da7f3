using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.LibTorch.Tests.Operators;

internal static partial class Cases
{
    private static Dictionary<string, Func<Tensor[], Tensor[]>> Layers => new()
    {
        ["F.linear"] = x => [functional.linear(x[0], x[1], x[2])],
        ["F.linear_plain"] = x => [functional.linear(x[0], x[1])],
        ["F.bilinear"] = x => [functional.bilinear(x[0], x[1], x[2], x[3])],
        ["F.conv1d"] = x => [functional.conv1d(x[0], x[1], x[2], 2, 1)],
        ["F.conv1d_same"] = x => [functional.conv1d_padding(x[0], x[1], padding: Padding.Same)],
        ["F.conv2d"] = x => [functional.conv2d(x[0], x[1], x[2], [2, 2], [1, 1])],
        ["F.conv2d_plain"] = x => [functional.conv2d(x[0], x[1])],
        ["F.conv2d_groups"] = x => [functional.conv2d(x[0], x[1], padding: [1, 0], groups: 2)],
        ["F.conv2d_dilated"] = x => [functional.conv2d(x[0], x[1], dilation: [2, 2])],
        ["F.conv2d_depthwise"] = x => [functional.conv2d(x[0], x[1], padding: [1, 1], groups: 3)],
        ["F.conv3d"] = x => [functional.conv3d(x[0], x[1])],
        ["F.conv_transpose1d"] = x => [functional.conv_transpose1d(x[0], x[1], stride: 2)],
        ["F.conv_transpose2d"] = x => [functional.conv_transpose2d(x[0], x[1], x[2], [2, 2], [1, 1], [1, 1])],
        ["F.unfold"] = x => [functional.unfold(x[0], 2)],
        ["F.fold"] = x => [functional.fold(x[0], 3, 2)],
        ["F.max_pool1d"] = x => [functional.max_pool1d(x[0], 2)],
        ["F.max_pool2d"] = x => [functional.max_pool2d(x[0], 2)],
        ["F.max_pool2d_padded"] = x => [functional.max_pool2d(x[0], 3, 2, 1)],
        ["F.max_pool2d_with_indices"] = x => Several(functional.max_pool2d_with_indices(x[0], [2, 3])),
        ["F.max_pool3d"] = x => [functional.max_pool3d(x[0], [2, 2, 2])],
        ["F.avg_pool1d"] = x => [functional.avg_pool1d(x[0], 3, 2, 1)],
        ["F.avg_pool2d"] = x => [functional.avg_pool2d(x[0], 2)],
        ["F.avg_pool2d_padded"] = x => [functional.avg_pool2d(x[0], 3, 2, 1, count_include_pad: false)],
        ["F.avg_pool3d"] = x => [functional.avg_pool3d(x[0], [2, 2, 2])],
        ["F.adaptive_avg_pool1d"] = x => [functional.adaptive_avg_pool1d(x[0], 2)],
        ["F.adaptive_avg_pool2d"] = x => [functional.adaptive_avg_pool2d(x[0], 1)],
        ["F.adaptive_avg_pool2d_uneven"] = x => [functional.adaptive_avg_pool2d(x[0], (2, 3))],
        ["F.adaptive_max_pool2d"] = x => [functional.adaptive_max_pool2d(x[0], [2, 2])],
        ["F.max_unpool1d"] = x => [Unpooled(functional.max_pool1d_with_indices(x[0], 2), (y, i) => functional.max_unpool1d(y, i, 2))],
        ["F.max_unpool2d"] = x => [Unpooled(
            functional.max_pool2d_with_indices(x[0], [2, 2]), (y, i) => functional.max_unpool2d(y, i, [2, 2]))],
        ["F.max_unpool3d"] = x => [Unpooled(
            functional.max_pool3d_with_indices(x[0], [2, 2, 2]), (y, i) => functional.max_unpool3d(y, i, [2, 2, 2]))],
        ["F.lp_pool1d"] = x => [functional.lp_pool1d(x[0], 2, 2)],
        ["F.lp_pool2d"] = x => [functional.lp_pool2d(x[0], 2, 2)],
        ["F.batch_norm_train"] = x => [functional.batch_norm(x[0], x[1].detach(), x[2].detach(), x[3], x[4], training: true)],
        ["F.batch_norm_eval"] = x => [functional.batch_norm(x[0], x[1].detach(), x[2].detach(), x[3], x[4])],
        ["F.batch_norm_plain"] = x => [functional.batch_norm(x[0], x[1].detach(), x[2].detach(), eps: 0.01)],
        ["F.layer_norm"] = x => [functional.layer_norm(x[0], [3], x[1], x[2])],
        ["F.group_norm"] = x => [functional.group_norm(x[0], 2, x[1], x[2])],
        ["F.instance_norm"] = x => [functional.instance_norm(x[0])],
        ["F.local_response_norm"] = x => [functional.local_response_norm(x[0], 3)],
        ["F.normalize"] = x => [functional.normalize(x[0])],
        ["F.dropout_eval"] = x => [functional.dropout(x[0], 0.5, training: false)],
        ["F.embedding"] = x => [x[0][x[1]]],
        ["F.one_hot"] = x => [functional.one_hot(x[0], 4)],
        ["F.attention"] = x => [functional.scaled_dot_product_attention(x[0], x[1], x[2])],
        ["F.attention_mask"] = x => [functional.scaled_dot_product_attention(x[0], x[1], x[2], x[3])],
        ["F.attention_causal"] = x => [functional.scaled_dot_product_attention(x[0], x[1], x[2], is_casual: true)],
        ["F.pad"] = x => [functional.pad(x[0], (1, 2))],
        ["F.pad_value"] = x => [functional.pad(x[0], (1, 0, 0, 1), value: 3)],
        ["F.pad_channels"] = x => [functional.pad(x[0], [0L, 0, 0, 0, 1, 2])],
        ["F.pad_crop"] = x => [functional.pad(x[0], (-1, 1))],
        ["F.pad_reflect"] = x => [functional.pad(x[0], (1, 1), PaddingModes.Reflect)],
        ["F.pad_replicate"] = x => [functional.pad(x[0], (1, 1, 2, 0), PaddingModes.Replicate)],
        ["F.pad_circular"] = x => [functional.pad(x[0], (1, 2), PaddingModes.Circular)],
        ["F.pixel_shuffle"] = x => [functional.pixel_shuffle(x[0], 2)],
        ["F.pixel_unshuffle"] = x => [functional.pixel_unshuffle(x[0], 2)],
        ["F.interpolate_nearest"] = x => [functional.interpolate(x[0], scale_factor: [2, 2])],
        ["F.interpolate_size"] = x => [functional.interpolate(x[0], size: [5, 4])],
        ["F.interpolate_linear"] = x => [functional.interpolate(x[0], size: [5], mode: InterpolationMode.Linear, align_corners: false)],
        ["F.interpolate_bilinear"] = x => [functional.interpolate(
            x[0], scale_factor: [2, 2], mode: InterpolationMode.Bilinear, align_corners: false)],
        ["F.interpolate_bilinear_aligned"] = x => [functional.interpolate(
            x[0], size: [5, 5], mode: InterpolationMode.Bilinear, align_corners: true)],
        ["F.interpolate_bicubic"] = x => [functional.interpolate(
            x[0], scale_factor: [2, 2], mode: InterpolationMode.Bicubic, align_corners: false)],
        ["F.interpolate_area"] = x => [functional.interpolate(x[0], size: [2, 2], mode: InterpolationMode.Area)],
        ["F.grid_sample"] = x => [functional.grid_sample(x[0], x[1], align_corners: false)],
        ["F.affine_grid"] = x => [functional.affine_grid(x[0], [1, 1, 2, 2])],
    };
}
