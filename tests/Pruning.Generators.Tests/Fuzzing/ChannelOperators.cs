using static Pruning.Generators.Tests.Fuzzing.Operators;

namespace Pruning.Generators.Tests.Fuzzing;

/// <summary>What is done to the channels of one tensor.</summary>
internal static class ChannelOperators
{
    public static IReadOnlyDictionary<string, Operator> All { get; } = new Dictionary<string, Operator>
    {
        ["gate"] = (writer, x, _, size) => x.Channels % 2 != 0 || x.Channels < 4 ? null : With(writer, x, size switch
        {
            0 or 1 => $"functional.glu({x.Name}, {x.ChannelDimension})",
            2 or 3 => $"{x.Name}.chunk(2, {x.ChannelDimension})[0] * {x.Name}.chunk(2, {x.ChannelDimension})[1]",
            4 or 5 => $"{x.Name}.narrow({x.ChannelDimension}, 0, {x.Channels / 2}) + {x.Name}.narrow({x.ChannelDimension}, {x.Channels / 2}, {x.Channels / 2}).sigmoid()",
            _ => $"{Slice(x, $"..{x.Channels / 2}")} * {Slice(x, $"{x.Channels / 2}..")}",
        }, x.Channels / 2),
        ["slice"] = (writer, x, _, size) => x.Channels < 4 ? null : size switch
        {
            < 4 => With(writer, x, Slice(x, $"1..^{1 + (size % 2)}"), x.Channels - 2 - (size % 2)),
            < 8 => With(writer, x, Slice(x, $"{size % 3}.."), x.Channels - (size % 3)),
            _ when x.Channels % 2 == 0 => With(writer, x, Slice(x, $"TensorIndex.Slice({size % 2}, null, 2)"), x.Channels / 2),
            _ => null,
        },
        ["swap"] = (writer, x, _, size) =>
        {
            int first = 1 + (size % Math.Max(1, x.Channels - 1));
            if (x.Channels < 3 || first >= x.Channels)
            {
                return null;
            }

            TensorName parts = writer.Let(
                $"{x.Name}.split(new long[] {{ {first}, {x.Channels - first} }}, {x.ChannelDimension})", x.Form, x.Channels, x.Length);
            return Same(writer, x, $"cat(new[] {{ {parts.Name}[1], {parts.Name}[0] }}, {x.ChannelDimension})");
        },
        ["cut"] = (writer, x, _, size) =>
        {
            if (x.Channels < 4)
            {
                return null;
            }

            string cut = size % 2 == 0 ? "3" : $"new long[] {{ 1, {x.Channels - 2} }}";
            string parts = writer.Let($"{x.Name}.tensor_split({cut}, {x.ChannelDimension})", x.Form, x.Channels, x.Length).Name;
            return Same(writer, x, $"cat(new[] {{ {parts}[2], {parts}[0], {parts}[1].tanh() }}, {x.ChannelDimension})");
        },
        ["roll"] = (writer, x, _, size) => Same(writer, x, $"{x.Name}.roll({size - 4}, {x.ChannelDimension})"),
        ["flip"] = (writer, x, _, size) => Same(writer, x, $"{x.Name}.flip({(size < 3 || x.Form == Form.Vector ? x.ChannelDimension : 3 - x.ChannelDimension)})"),
        ["pad"] = (writer, x, _, size) => With(
            writer, x,
            $"functional.pad({x.Name}, new long[] {{ {(x.Form == Form.Image ? "0, 0, 0, 0, " : "")}{size % 3}, {size % 4} }})",
            x.Channels + (size % 3) + (size % 4)),
        ["repeat"] = (writer, x, _, size) => x.Channels > 16 ? null : With(writer, x, size switch
        {
            < 3 => $"{x.Name}.repeat({Dimensions(x, "2")})",
            < 6 => $"{x.Name}.repeat_interleave(2, {x.ChannelDimension})",
            < 9 => $"stack(new[] {{ {x.Name}, {x.Name}.neg() }}, {x.ChannelDimension + 1}).flatten({x.ChannelDimension}, {x.ChannelDimension + 1})",
            _ => $"stack(new[] {{ {x.Name}, {x.Name}.sin() }}, {x.ChannelDimension}).flatten({x.ChannelDimension}, {x.ChannelDimension + 1})",
        }, 2 * x.Channels),
        ["shuffle"] = (writer, x, _, size) => x.Form != Form.Image || x.Channels % 4 != 0 ? null : Same(writer, x, size % 2 == 0
            ? $"{x.Name}.channel_shuffle({(size % 4 == 0 ? 2 : 4)})"
            : $"{x.Name}.view({x.Batch}, 2, {x.Channels / 2}, {x.Length}, {x.Length}).transpose(1, 2).contiguous().view({x.Batch}, -1, {x.Length}, {x.Length})"),
        ["maxout"] = (writer, x, _, size) => x.Form != Form.Image || x.Channels % 2 != 0 || x.Channels < 4 ? null : With(
            writer, x, size % 2 == 0
                ? $"{x.Name}.view(-1, {x.Channels / 2}, 2, {x.Length}, {x.Length}).amax(new long[] {{ 2 }})"
                : $"{x.Name}.view(-1, 2, {x.Channels / 2}, {x.Length}, {x.Length}).mean(new long[] {{ 1 }})", x.Channels / 2),
        ["excite"] = (writer, x, _, size) => x.Form != Form.Image ? null : Same(
            writer, x,
            $"{x.Name} * {writer.Field("Linear", $"Linear(3, {x.Channels})")}.forward({writer.Field("Linear", $"Linear({x.Channels}, 3)")}"
            + $".forward({x.Name}.mean(new long[] {{ 2, 3 }})).relu()).sigmoid().view({x.Batch}, {(size % 2 == 0 ? "-1" : x.Channels)}, 1, 1)"),
        ["squeeze"] = (writer, x, _, size) => x.Form != Form.Image ? null : Same(writer, x, size switch
        {
            < 4 => $"{x.Name} * sigmoid({writer.Field("Conv2d", $"Conv2d({x.Channels}, 1, 1)")}.forward({x.Name}))",
            < 8 => $"{x.Name} * {x.Name}.mean(new long[] {{ 1 }}, keepdim: true)",
            _ => $"{x.Name} + {writer.Field("Conv2d", $"Conv2d({x.Channels}, 1, 1)")}.forward({x.Name}).expand(-1, {x.Channels}, -1, -1)",
        }),
        ["assign"] = (writer, x, _, size) =>
        {
            TensorName canvas = With(writer, x, $"{x.Name}.new_zeros({Dimensions(x, $"{x.Channels + 3}", isShape: true)})", x.Channels + 3);
            writer.Do(size % 2 == 0 ? $"{Slice(canvas, $"1..{x.Channels + 1}")} = {x.Name};" : $"{canvas.Name}.narrow({x.ChannelDimension}, 2, {x.Channels}).copy_({x.Name});");
            return canvas;
        },
    };

    private static string Slice(TensorName x, string range) => x.Form == Form.Sequence
        ? $"{x.Name}[TensorIndex.Ellipsis, {range}]"
        : $"{x.Name}[TensorIndex.Colon, {range}]";

    private static string Dimensions(TensorName x, string channels, bool isShape = false)
    {
        string batch = isShape ? x.Batch : "1";
        string length = isShape ? $"{x.Length}" : "1";
        return x.Form switch
        {
            Form.Image => $"{batch}, {channels}, {length}, {length}",
            Form.Sequence => $"{batch}, {length}, {channels}",
            _ => $"{batch}, {channels}",
        };
    }
}
