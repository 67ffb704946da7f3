using System.Text;

namespace Pruning.Generators.Tests.Fuzzing;

/// <summary>How a tensor is laid out.</summary>
internal enum Form
{
    /// <summary>Batch, channels, rows, columns.</summary>
    Image,

    /// <summary>Batch, positions, channels.</summary>
    Sequence,

    /// <summary>Batch, channels.</summary>
    Vector,
}

/// <summary>A tensor of the network that is written.</summary>
/// <param name="Name">The local that holds it.</param>
/// <param name="Form">Its layout.</param>
/// <param name="Channels">Its channels.</param>
/// <param name="Length">Its positions, for images those of one side.</param>
internal sealed record TensorName(string Name, Form Form, int Channels, int Length)
{
    /// <summary>The code of its batch size.</summary>
    public string Batch => $"{Name}.shape[0]";

    /// <summary>The dimension of its channels.</summary>
    public int ChannelDimension => Form == Form.Sequence ? 2 : 1;
}

/// <summary>Writes a network's class.</summary>
internal sealed class NetworkWriter
{
    private readonly StringBuilder _fields = new();
    private readonly StringBuilder _statements = new();
    private readonly SortedDictionary<string, string> _types = new(StringComparer.Ordinal);
    private readonly List<TensorName> _values = [new TensorName("input", Form.Image, 3, 8), new TensorName("second", Form.Image, 2, 8)];
    private int _names;

    private NetworkWriter()
    {
    }

    /// <summary>The layers that can be run again, with what they read and produce.</summary>
    public List<(string Field, Form Form, int Inputs, int Outputs)> Layers { get; } = [];

    /// <summary>The network as the class <c>Net</c>.</summary>
    public static string Write(NetworkDescription network)
    {
        var writer = new NetworkWriter();
        foreach (Step step in network.Steps)
        {
            TensorName from = writer.Back(step.From);
            if (Operators.All[step.Operator](writer, from, writer.Back(step.Other), step.Size) is { } made)
            {
                writer._values.Add(made);
            }
        }

        return writer.Class(isPair: network.Steps.Length % 3 == 0);
    }

    /// <summary>Adds a field and gives its name.</summary>
    public string Field(string type, string value)
    {
        string name = $"f{++_names}";
        _fields.AppendLine($"    private readonly {type} {name} = {value};");
        return name;
    }

    /// <summary>Adds a layer that other steps may run again.</summary>
    public string Layer(string type, string value, Form form, int inputs, int outputs)
    {
        string name = Field(type, value);
        Layers.Add((name, form, inputs, outputs));
        return name;
    }

    /// <summary>Adds a class beside the network.</summary>
    public void Type(string name, string source) => _types[name] = source;

    /// <summary>Adds a statement.</summary>
    public void Do(string statement) => _statements.AppendLine($"        {statement}");

    /// <summary>Adds a local and gives it.</summary>
    public TensorName Let(string value, Form form, int channels, int length)
    {
        string name = $"x{++_names}";
        Do($"var {name} = {value};");
        return new TensorName(name, form, channels, length);
    }

    private TensorName Back(int steps) => _values[Math.Max(0, _values.Count - 1 - steps)];

    private string Class(bool isPair)
    {
        TensorName last = _values[^1];
        string output = Head(last);
        string type = "Tensor";
        if (isPair && _values.Count > 3)
        {
            (output, type) = ($"({output}, {Head(_values[^2])})", "(Tensor, Tensor)");
        }

        return $$"""
            [Prunable("N,3,8,8", "N,2,8,8")]
            public partial class Net : Module<Tensor, Tensor, {{type}}>
            {
            {{_fields}}
                public Net() : base("Net") => RegisterComponents();

                public override {{type}} forward(Tensor input, Tensor second)
                {
            {{_statements}}
                    return {{output}};
                }
            }

            {{string.Join("\n\n", _types.Values)}}
            """;
    }

    private string Head(TensorName x) => x.Form switch
    {
        Form.Image => $"{Field("Conv2d", $"Conv2d({x.Channels}, 3, 1)")}.forward({x.Name}).mean(new long[] {{ 2, 3 }})",
        Form.Sequence => $"{Field("Linear", $"Linear({x.Channels}, 3)")}.forward({x.Name}).mean(new long[] {{ 1 }})",
        _ => $"{Field("Linear", $"Linear({x.Channels}, 3)")}.forward({x.Name})",
    };
}
