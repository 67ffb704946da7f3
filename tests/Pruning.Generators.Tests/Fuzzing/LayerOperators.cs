using static Pruning.Generators.Tests.Fuzzing.Operators;

namespace Pruning.Generators.Tests.Fuzzing;

/// <summary>Layers: convolutions, linear layers, norms, activations, and modules of the user's own.</summary>
internal static class LayerOperators
{
    public static IReadOnlyDictionary<string, Operator> All { get; } = new Dictionary<string, Operator>
    {
        ["layer"] = Layer,
        ["convolution"] = (writer, x, _, size) => x.Form == Form.Image ? Convolution(writer, x, size) : Layer(writer, x, x, size),
        ["grouped"] = Grouped,
        ["depthwise"] = (writer, x, _, size) => x.Form != Form.Image ? null : With(
            writer, x,
            Run(writer, "Conv2d", $"Conv2d({x.Channels}, {x.Channels * (1 + (size % 2))}, 3, padding: 1, groups: {x.Channels})", x),
            x.Channels * (1 + (size % 2))),
        ["transposed"] = Transposed,
        ["norm"] = Norm,
        ["activation"] = (writer, x, _, size) => Same(writer, x, size switch
        {
            0 => $"{x.Name}.relu()",
            1 => $"functional.gelu({x.Name})",
            2 => Run(writer, "ReLU", "ReLU(inplace: true)", x),
            3 => $"{x.Name}.mul(0.5).tanh_()",
            4 => $"torch.where({x.Name} > 0, {x.Name}, 0.1 * {x.Name})",
            5 when x.Form == Form.Image => Run(writer, "PReLU", $"PReLU({x.Channels})", x),
            _ => $"sigmoid({x.Name})",
        }),
        ["again"] = (writer, x, _, size) =>
        {
            var fitting = writer.Layers.Where(layer => layer.Form == x.Form && layer.Inputs == x.Channels).ToList();
            return fitting.Count == 0 ? null : With(
                writer, x, $"{fitting[size % fitting.Count].Field}.forward({x.Name})", fitting[size % fitting.Count].Outputs);
        },
        ["block"] = Block,
        ["scale"] = (writer, x, _, size) => Same(writer, x, $"{x.Name} * {writer.Field(
            size % 2 == 0 ? "Parameter" : "Tensor",
            size % 2 == 0 ? $"Parameter(rand({PerChannel(x)}))" : $"rand({PerChannel(x)})")}"),
        ["weight"] = (writer, x, _, size) => With(writer, x, x.Form == Form.Image
            ? $"functional.conv2d({x.Name}, {writer.Field("Parameter", $"Parameter(randn({Width(size)}, {x.Channels}, 1, 1))")})"
            : $"{x.Name}.matmul({writer.Field("Parameter", $"Parameter(randn({x.Channels}, {Width(size)}))")})", Width(size)),
    };

    private static string Run(NetworkWriter writer, string type, string layer, TensorName x) => $"{writer.Field(type, layer)}.forward({x.Name})";

    private static string PerChannel(TensorName x) => x.Form == Form.Image ? $"{x.Channels}, 1, 1" : $"{x.Channels}";

    private static TensorName Layer(NetworkWriter writer, TensorName x, TensorName other, int size)
    {
        string layer = x.Form == Form.Image
            ? writer.Layer("Conv2d", $"Conv2d({x.Channels}, {Width(size)}, 3, padding: 1)", x.Form, x.Channels, Width(size))
            : writer.Layer("Linear", $"Linear({x.Channels}, {Width(size)})", x.Form, x.Channels, Width(size));
        return With(writer, x, $"{layer}.forward({x.Name})", Width(size));
    }

    private static TensorName Convolution(NetworkWriter writer, TensorName x, int size) => x.Length > 4
        ? writer.Let(
            Run(writer, "Conv2d", $"Conv2d({x.Channels}, {Width(size)}, 3, stride: 2, padding: 1, bias: {(size % 2 == 0 ? "true" : "false")})", x),
            x.Form, Width(size), (x.Length + 1) / 2)
        : With(writer, x, Run(writer, "Conv2d", $"Conv2d({x.Channels}, {Width(size)}, 1)", x), Width(size));

    private static TensorName? Grouped(NetworkWriter writer, TensorName x, TensorName other, int size)
    {
        int groups = size % 2 == 0 ? 2 : 4;
        int outputs = groups * (2 + (size % 3));
        return x.Form != Form.Image || x.Channels % groups != 0 ? null : With(
            writer, x, Run(writer, "Conv2d", $"Conv2d({x.Channels}, {outputs}, 1, groups: {groups})", x), outputs);
    }

    private static TensorName? Transposed(NetworkWriter writer, TensorName x, TensorName other, int size)
    {
        int groups = size % 3 == 0 && x.Channels % 2 == 0 ? 2 : 1;
        return x.Form != Form.Image || x.Length > 8 ? null : writer.Let(
            Run(writer, "ConvTranspose2d", $"ConvTranspose2d({x.Channels}, {Width(size)}, 2, stride: 2, groups: {groups})", x),
            x.Form, Width(size), 2 * x.Length);
    }

    private static TensorName? Norm(NetworkWriter writer, TensorName x, TensorName other, int size) => x.Form switch
    {
        Form.Image when size % 4 == 0 && x.Channels % 2 == 0 =>
            Same(writer, x, Run(writer, "GroupNorm", $"GroupNorm({(size % 8 == 0 ? 2 : x.Channels)}, {x.Channels})", x)),
        Form.Image when size % 4 == 1 => Same(writer, x, Run(writer, "InstanceNorm2d", $"InstanceNorm2d({x.Channels}, affine: true)", x)),
        Form.Image when size % 4 == 2 => Same(
            writer, x, $"{writer.Field("LayerNorm", $"LayerNorm({x.Channels})")}.forward({x.Name}.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)"),
        Form.Image => Same(writer, x, Run(writer, "BatchNorm2d", $"BatchNorm2d({x.Channels})", x)),
        Form.Sequence => Same(writer, x, Run(writer, "LayerNorm", $"LayerNorm({x.Channels})", x)),
        _ => Same(writer, x, Run(writer, "BatchNorm1d", $"BatchNorm1d({x.Channels})", x)),
    };

    /// <summary>A residual block of the user's own, run once or twice.</summary>
    private static TensorName? Block(NetworkWriter writer, TensorName x, TensorName other, int size)
    {
        if (x.Form != Form.Image)
        {
            return null;
        }

        writer.Type("Block", """
            public class Block : Module<Tensor, Tensor>
            {
                private readonly Conv2d inner, outer;
                private readonly int width;
                public Block(int channels, int width) : base("Block")
                {
                    inner = Conv2d(channels, width, 1);
                    outer = Conv2d(width, channels, 3, padding: 1);
                    this.width = width;
                    RegisterComponents();
                }
                public override Tensor forward(Tensor x)
                {
                    var y = inner.forward(x).view(x.shape[0], width, x.shape[2] * x.shape[3]);
                    y = (y * functional.softmax(y, -1)).view(-1, width, x.shape[2], x.shape[3]);
                    return x + outer.forward(y);
                }
            }
            """);
        string block = writer.Field("Block", $"new({x.Channels}, {Width(size)})");
        TensorName once = Same(writer, x, $"{block}.forward({x.Name})");
        return size % 2 == 0 || x.Length < 4 ? once : writer.Let(
            $"{block}.forward(functional.max_pool2d({once.Name}, 2))", x.Form, x.Channels, x.Length / 2);
    }
}
