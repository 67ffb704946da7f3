using static Pruning.Generators.Tests.Fuzzing.Operators;

namespace Pruning.Generators.Tests.Fuzzing;

/// <summary>Pixels, and changes between images, sequences and vectors.</summary>
internal static class ShapeOperators
{
    public static IReadOnlyDictionary<string, Operator> All { get; } = new Dictionary<string, Operator>
    {
        ["pool"] = (writer, x, _, size) => x.Form != Form.Image || x.Length < 4 ? null : writer.Let(
            size % 2 == 0 ? $"functional.max_pool2d({x.Name}, 2)" : $"{writer.Field("AvgPool2d", "AvgPool2d(2)")}.forward({x.Name})",
            x.Form, x.Channels, x.Length / 2),
        ["enlarge"] = (writer, x, _, size) => x.Form != Form.Image || x.Length > 8 ? null : writer.Let(
            size % 2 == 0
                ? $"functional.interpolate({x.Name}, scale_factor: new double[] {{ 2, 2 }})"
                : $"{writer.Field("Upsample", "Upsample(scale_factor: new double[] { 2, 2 })")}.forward({x.Name})",
            x.Form, x.Channels, 2 * x.Length),
        ["border"] = (writer, x, _, size) => x.Form != Form.Image || x.Length > 12 ? null : writer.Let(
            $"functional.pad({x.Name}, new long[] {{ 1, 1, 1, 1 }}{(size % 2 == 0 ? "" : ", PaddingModes.Reflect")})", x.Form, x.Channels, x.Length + 2),
        ["pixel shuffle"] = (writer, x, _, _) => x.Form != Form.Image || x.Channels % 4 != 0 || x.Channels < 8 || x.Length > 8 ? null : writer.Let(
            $"functional.pixel_shuffle({x.Name}, 2)", x.Form, x.Channels / 4, 2 * x.Length),
        ["pixel unshuffle"] = (writer, x, _, _) => x.Form != Form.Image || x.Length % 2 != 0 || x.Length < 4 || x.Channels > 8 ? null : writer.Let(
            $"functional.pixel_unshuffle({x.Name}, 2)", x.Form, 4 * x.Channels, x.Length / 2),
        ["windows"] = (writer, x, _, _) => x.Form != Form.Image || x.Channels > 6 || x.Length > 8 ? null : writer.Let(
            $"functional.unfold({x.Name}, 2, stride: 2).view({x.Batch}, -1, {x.Length / 2}, {x.Length / 2})", x.Form, 4 * x.Channels, x.Length / 2),
        ["tokens"] = (writer, x, _, size) => x.Form != Form.Image || x.Length > 8 ? null : writer.Let(
            size % 2 == 0
                ? $"{x.Name}.flatten(2).transpose(1, 2)"
                : $"{x.Name}.permute(0, 2, 3, 1).reshape({x.Batch}, {x.Length * x.Length}, {x.Channels})",
            Form.Sequence, x.Channels, x.Length * x.Length),
        ["pixels"] = (writer, x, _, _) => x.Form != Form.Sequence || Math.Sqrt(x.Length) % 1 != 0 ? null : writer.Let(
            $"{x.Name}.transpose(1, 2).reshape({x.Batch}, {x.Channels}, {(int)Math.Sqrt(x.Length)}, -1)", Form.Image, x.Channels, (int)Math.Sqrt(x.Length)),
        ["average"] = (writer, x, _, _) => x.Form == Form.Vector ? null : writer.Let(
            x.Form == Form.Image ? $"{x.Name}.mean(new long[] {{ 2, 3 }})" : $"{x.Name}.mean(new long[] {{ 1 }})", Form.Vector, x.Channels, 1),
        ["flatten"] = (writer, x, _, size) => x.Form != Form.Image || x.Length > 4 ? null : writer.Let(
            size % 2 == 0 ? $"{x.Name}.flatten(1)" : $"{x.Name}.contiguous().view({x.Batch}, -1)", Form.Vector, x.Channels * x.Length * x.Length, 1),
        ["decode"] = (writer, x, _, size) => x.Form != Form.Vector ? null : writer.Let(
            $"{writer.Field("Linear", $"Linear({x.Channels}, {16 * (2 + (size % 3))})")}.forward({x.Name}).view(-1, {2 + (size % 3)}, 4, 4)",
            Form.Image, 2 + (size % 3), 4),
        ["through linear"] = (writer, x, _, size) => x.Form != Form.Image ? null : With(
            writer, x,
            $"{writer.Field("Linear", $"Linear({x.Channels}, {Width(size)})")}.forward({x.Name}.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)", Width(size)),
        ["turn"] = (writer, x, _, size) => x.Form != Form.Image ? null : Same(writer, x, $"{x.Name}.rot90({size % 4}, (2, 3))"),
        ["neighbours"] = (writer, x, _, _) => x.Form != Form.Sequence || x.Length < 3
            ? null
            : writer.Let($"{x.Name}.diff(1, 1)", x.Form, x.Channels, x.Length - 1),
        ["columns"] = (writer, x, _, size) => x.Form != Form.Image || x.Length % 2 != 0 ? null : Same(
            writer, x, $"functional.fold(functional.unfold({x.Name}, 2, stride: 2){(size % 2 == 0 ? "" : ".tanh()")}, {x.Length}, 2, stride: 2)"),
        ["rows"] = (writer, x, _, _) => x.Form != Form.Image ? null : Same(writer, x, $"{x.Name}.transpose(2, 3)"),
    };
}
