namespace Pruning.Generators.Tests.Probes;

/// <summary>The networks around a construct: a layer before it, a layer behind it.</summary>
internal static class Networks
{
    /// <summary>Images: <c>a</c> gives <c>x</c> 16 channels and 8×8 pixels, <c>b</c> reads it.</summary>
    /// <param name="width">How many channels <c>b</c> reads.</param>
    /// <param name="statements">What is done to <c>x</c>.</param>
    /// <param name="fields">More fields.</param>
    /// <param name="types">What stands beside the class.</param>
    public static string Images(long width, string statements, string fields = "", string types = "") => Network(
        "N,3,8,8",
        $"Conv2d a = Conv2d(3, 16, 3, padding: 1), b = Conv2d({width}, 6, 1);",
        $"var x = functional.relu(a.forward(input));\n{statements}\nreturn b.forward(x).mean(new long[] {{ 2, 3 }});",
        fields,
        types);

    /// <summary>Sequences with the features last: <c>a</c> gives <c>x</c> 7 positions of 16 features, <c>b</c> reads it.</summary>
    public static string Sequences(long width, string statements, string fields = "", string types = "") => Network(
        "N,7,12",
        $"Linear a = Linear(12, 16), b = Linear({width}, 5);",
        $"var x = functional.gelu(a.forward(input));\n{statements}\nreturn b.forward(x);",
        fields,
        types);

    /// <summary>Signals with the channels in the middle: <c>a</c> gives <c>x</c> 16 channels and 20 samples, <c>b</c> reads it.</summary>
    public static string Signals(long width, string statements, string fields = "", string types = "") => Network(
        "N,6,20",
        $"Conv1d a = Conv1d(6, 16, 3, padding: 1), b = Conv1d({width}, 5, 1);",
        $"var x = functional.relu(a.forward(input));\n{statements}\nreturn b.forward(x).mean(new long[] {{ 2 }});",
        fields,
        types);

    /// <summary>Volumes: <c>a</c> gives <c>x</c> 16 channels and 4×4×4 voxels, <c>b</c> reads it.</summary>
    public static string Volumes(long width, string statements, string fields = "") => Network(
        "N,2,4,4,4",
        $"Conv3d a = Conv3d(2, 16, 3, padding: 1), b = Conv3d({width}, 5, 1);",
        $"var x = functional.relu(a.forward(input));\n{statements}\nreturn b.forward(x).mean(new long[] {{ 2, 3, 4 }});",
        fields);

    /// <summary>Vectors: <c>a</c> gives <c>x</c> 16 features, <c>b</c> reads it.</summary>
    public static string Vectors(long width, string statements, string fields = "", string types = "") => Network(
        "N,12",
        $"Linear a = Linear(12, 16), b = Linear({width}, 5);",
        $"var x = functional.tanh(a.forward(input));\n{statements}\nreturn b.forward(x);",
        fields,
        types);

    /// <summary>A whole network.</summary>
    /// <param name="shape">The input's shape.</param>
    /// <param name="layers">The declaration of its layers.</param>
    /// <param name="forward">The statements of its <c>forward</c>, which takes <c>input</c>.</param>
    /// <param name="fields">More fields.</param>
    /// <param name="types">What stands beside the class.</param>
    public static string Network(string shape, string layers, string forward, string fields = "", string types = "") => $$"""
        [Prunable("{{shape}}")]
        public partial class Net : Module<Tensor, Tensor>
        {
            private readonly {{layers}}
            {{fields}}
            public Net() : base("Net") => RegisterComponents();
            public override Tensor forward(Tensor input)
            {
                {{forward}}
            }
        }

        {{types}}
        """;

    /// <summary>A network that must be exact in these groups.</summary>
    public static ProbeModel Exactly(string group, string source) => new(source, new Exact(group.Split(' ')));

    /// <summary>A network of which something stays, with the rule and a part of the message that say so.</summary>
    public static ProbeModel Refusing(string id, string because, string source) => new(source, new Refused(id, because));

    /// <summary>A network whose groups are approximate.</summary>
    public static ProbeModel Roughly(string group, string because, string source) => new(source, new Approximate(because, group.Split(' ')));
}
