namespace Pruning;

/// <summary>A method of <see cref="Methods"/> that a recipe names.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">The method with the recipe's settings.</param>
/// <typeparam name="TMethod"><see cref="Importance"/>, <see cref="ChannelSelector"/> or <see cref="Reconstruction"/>.</typeparam>
public sealed record Named<TMethod>(string Name, TMethod Value)
    where TMethod : class
{
    /// <summary>The method with its default settings.</summary>
    /// <exception cref="PruningException">There is none of this name and kind; the message names the nearest.</exception>
    public static Named<TMethod> Of(string name) =>
        new(name, Makers.TryGetValue(name, out Func<TMethod>? maker)
            ? maker()
            : throw new PruningException($"There is no {Kind} '{name}'. Do you mean '{Spelling.Nearest(name, Makers.Keys)}'?"));

    internal static IReadOnlyDictionary<string, Func<TMethod>> Makers { get; } = Methods.All
        .Select(method => (method.Name, Maker: (object?)method.Importance ?? (object?)method.Selector ?? method.Reconstruction))
        .Where(method => method.Maker is Func<TMethod>)
        .ToDictionary(method => method.Name, method => (Func<TMethod>)method.Maker!);

    private static string Kind =>
        typeof(TMethod) == typeof(Importance) ? "criterion" : typeof(TMethod) == typeof(ChannelSelector) ? "selector" : "reconstruction";
}
