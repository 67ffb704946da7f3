namespace Pruning.Generators.Tests.Fuzzing;

/// <summary>Writes what an operator does to a tensor, and perhaps to another one; null where it cannot be applied.</summary>
internal delegate TensorName? Operator(NetworkWriter writer, TensorName x, TensorName other, int size);

/// <summary>The operators that random networks are made of.</summary>
internal static class Operators
{
    /// <summary>All of them, by name.</summary>
    public static IReadOnlyDictionary<string, Operator> All { get; } = LayerOperators.All
        .Concat(ChannelOperators.All).Concat(JoinOperators.All).Concat(ShapeOperators.All)
        .ToDictionary(pair => pair.Key, pair => pair.Value);

    /// <summary>The numbers of channels that layers produce.</summary>
    public static int Width(int size) => new[] { 4, 6, 8, 12, 16 }[size % 5];

    /// <summary>The same tensor after an operator that keeps its shape.</summary>
    public static TensorName Same(NetworkWriter writer, TensorName x, string value) => writer.Let(value, x.Form, x.Channels, x.Length);

    /// <summary>The same tensor with another number of channels.</summary>
    public static TensorName With(NetworkWriter writer, TensorName x, string value, int channels) =>
        writer.Let(value, x.Form, channels, x.Length);
}
