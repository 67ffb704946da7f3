using Pruning.Generators.Tests.Probes;
using static Pruning.Generators.Tests.Probes.Networks;

namespace Pruning.Generators.Tests.Rows;

/// <summary>A row of the table of operators or of that of layers, with a network that uses it between a layer and another.</summary>
/// <param name="Row">The row's name.</param>
/// <param name="Model">The network, and what is expected of it.</param>
internal sealed record RowCase(string Row, ProbeModel Model)
{
    /// <summary>Images: what is written of <c>x</c>, 16 channels of 8×8 pixels that are not negative, goes to a convolution.</summary>
    public static RowCase Image(string row, string expression, long width = 16, string fields = "") =>
        new(row, Exactly("a", Images(width, $"x = {expression};", fields)));

    /// <summary>Sequences: 7 positions of 16 features, to a linear layer.</summary>
    public static RowCase Sequence(string row, string expression, long width = 16, string fields = "") =>
        new(row, Exactly("a", Sequences(width, $"x = {expression};", fields)));

    /// <summary>Signals: 16 channels of 20 samples, to a convolution.</summary>
    public static RowCase Signal(string row, string expression, long width = 16, string fields = "") =>
        new(row, Exactly("a", Signals(width, $"x = {expression};", fields)));

    /// <summary>Vectors: 16 features, to a linear layer.</summary>
    public static RowCase Vector(string row, string expression, long width = 16, string fields = "") =>
        new(row, Exactly("a", Vectors(width, $"x = {expression};", fields)));

    /// <summary>Volumes: 16 channels of 4×4×4 voxels, to a convolution.</summary>
    public static RowCase Volume(string row, string expression, long width = 16, string fields = "") =>
        new(row, Exactly("a", Volumes(width, $"x = {expression};", fields)));

    /// <summary>A network in which the operator reads all channels at once.</summary>
    public static RowCase Inexact(string row, string source) => new(row, Roughly("a", "", source));

    /// <summary>A layer without parameters, between two convolutions over images.</summary>
    public static RowCase ImageLayer(string row, string arguments, string fields = "", long width = 16) =>
        Image(row, "layer.forward(x)", width, $"private readonly {row} layer = {row}({arguments});{fields}");

    /// <summary>The same over signals.</summary>
    public static RowCase SignalLayer(string row, string arguments, long width = 16) =>
        Signal(row, "layer.forward(x)", width, $"private readonly {row} layer = {row}({arguments});");

    /// <summary>The same over volumes.</summary>
    public static RowCase VolumeLayer(string row, string arguments, long width = 16) =>
        Volume(row, "layer.forward(x)", width, $"private readonly {row} layer = {row}({arguments});");

    /// <summary>The same between two linear layers over vectors.</summary>
    public static RowCase VectorLayer(string row, string arguments, long width = 16) =>
        Vector(row, "layer.forward(x)", width, $"private readonly {row} layer = {row}({arguments});");
}
