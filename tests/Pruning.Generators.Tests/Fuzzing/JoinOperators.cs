using static Pruning.Generators.Tests.Fuzzing.Operators;

namespace Pruning.Generators.Tests.Fuzzing;

/// <summary>Two tensors become one.</summary>
internal static class JoinOperators
{
    public static IReadOnlyDictionary<string, Operator> All { get; } = new Dictionary<string, Operator>
    {
        ["add"] = (writer, x, other, size) => Meet(writer, x, other, size % 4 == 0 ? "-" : "+"),
        ["multiply"] = (writer, x, other, size) => Meet(writer, x, other, "*"),
        ["residual"] = (writer, x, _, size) =>
        {
            string inner = x.Form == Form.Image
                ? writer.Layer("Conv2d", $"Conv2d({x.Channels}, {x.Channels}, 1)", x.Form, x.Channels, x.Channels)
                : writer.Layer("Linear", $"Linear({x.Channels}, {x.Channels})", x.Form, x.Channels, x.Channels);
            return Same(writer, x, size % 3 == 0 ? $"{inner}.forward({x.Name}).add_({x.Name})" : $"{x.Name} + {inner}.forward({x.Name})");
        },
        ["concatenate"] = (writer, x, other, size) => x.Form != other.Form || x.Length != other.Length || x.Channels + other.Channels > 40
            ? null
            : With(
                writer, x,
                $"cat(new[] {{ {(size % 2 == 0 ? $"{x.Name}, {other.Name}" : $"{other.Name}, {x.Name}")} }}, {(size % 3 == 0 ? x.ChannelDimension : x.ChannelDimension - Rank(x))})",
                x.Channels + other.Channels),
        ["collect"] = Collect,
        ["attention"] = Attention,
        ["maximum"] = (writer, x, other, _) => IsAlike(x, other) ? Same(writer, x, $"torch.maximum({x.Name}, {other.Name})") : null,
    };

    private static int Rank(TensorName x) => x.Form switch { Form.Image => 4, Form.Sequence => 3, _ => 2 };

    private static bool IsAlike(TensorName x, TensorName other) =>
        x.Form == other.Form && x.Channels == other.Channels && x.Length == other.Length;

    private static TensorName? Meet(NetworkWriter writer, TensorName x, TensorName other, string symbol)
    {
        if (IsAlike(x, other))
        {
            return Same(writer, x, $"{x.Name} {symbol} {other.Name}");
        }

        if (x.Form != other.Form || x.Length != other.Length)
        {
            return null;
        }

        string projection = x.Form == Form.Image
            ? writer.Layer("Conv2d", $"Conv2d({other.Channels}, {x.Channels}, 1)", x.Form, other.Channels, x.Channels)
            : writer.Layer("Linear", $"Linear({other.Channels}, {x.Channels})", x.Form, other.Channels, x.Channels);
        return Same(writer, x, $"{x.Name} {symbol} {projection}.forward({other.Name})");
    }

    /// <summary>A list takes what a layer gives, then what it gives after the variable was assigned anew.</summary>
    private static TensorName? Collect(NetworkWriter writer, TensorName x, TensorName other, int size)
    {
        if (x.Channels > 20)
        {
            return null;
        }

        string layer = x.Form == Form.Image
            ? writer.Layer("Conv2d", $"Conv2d({x.Channels}, {x.Channels}, 1)", x.Form, x.Channels, x.Channels)
            : writer.Layer("Linear", $"Linear({x.Channels}, {x.Channels})", x.Form, x.Channels, x.Channels);
        string list = writer.Let("new List<Tensor>()", x.Form, x.Channels, x.Length).Name;
        writer.Do($"{list}.Add({layer}.forward({x.Name}));");
        writer.Do($"{x.Name} = {x.Name}.{(size % 2 == 0 ? "tanh" : "relu")}();");
        writer.Do($"{list}.Add({layer}.forward({x.Name}));");
        return size % 3 == 0 ? Same(writer, x, $"{list}[0] * {list}[1]") : With(writer, x, $"cat({list}, {x.ChannelDimension})", 2 * x.Channels);
    }

    /// <summary>Attention with two heads, written out.</summary>
    private static TensorName? Attention(NetworkWriter writer, TensorName x, TensorName other, int size)
    {
        if (x.Form != Form.Sequence || other.Form != Form.Sequence)
        {
            return null;
        }

        string Heads(TensorName from, int width)
        {
            string layer = writer.Field("Linear", $"Linear({from.Channels}, {width})");
            return $"{layer}.forward({from.Name}).view({from.Batch}, {from.Length}, 2, {(size % 2 == 0 ? "-1" : width / 2)}).transpose(1, 2)";
        }

        int keys = 2 * (2 + (size % 3));
        int values = 2 * (2 + (size % 4));
        TensorName scores = Same(writer, x, $"({Heads(x, keys)}.matmul({Heads(other, keys)}.transpose(-2, -1)) * 0.5).softmax(-1)");
        TensorName mixed = Same(writer, x, $"{scores.Name}.matmul({Heads(other, values)}).transpose(1, 2).reshape({x.Batch}, {x.Length}, -1)");
        return Same(writer, x, $"{x.Name} + {writer.Field("Linear", $"Linear({values}, {x.Channels})")}.forward({mixed.Name})");
    }
}
