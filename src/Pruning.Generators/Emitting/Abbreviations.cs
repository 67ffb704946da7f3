using System.Text.RegularExpressions;

namespace Pruning.Generators.Emitting;

/// <summary>Short names for what generated code uses most, so that it reads like code that a person wrote.</summary>
internal static class Abbreviations
{
    /// <summary>The aliases that <see cref="Shorten"/> relies on, to stand inside the namespace.</summary>
    public const string Aliases = """
        using functional = global::TorchSharp.torch.nn.functional;
        using modules = global::TorchSharp.Modules;
        using nn = global::TorchSharp.torch.nn;
        using Tensor = global::TorchSharp.torch.Tensor;
        using torch = global::TorchSharp.torch;
        """;

    // Longest first: each is a prefix of those before it.
    private static readonly (string Full, string Short)[] Prefixes =
    [
        ("global::TorchSharp.torch.nn.functional.", "functional."),
        ("global::TorchSharp.torch.nn.", "nn."),
        ("global::TorchSharp.torch.", "torch."),
        ("global::TorchSharp.Modules.", "modules."),
    ];

    private static readonly Regex TensorType = new(@"global::TorchSharp\.torch\.Tensor\b", RegexOptions.CultureInvariant);

    /// <summary>The code with the aliases in place of full names.</summary>
    public static string Shorten(string code) =>
        Prefixes.Aggregate(TensorType.Replace(code, "Tensor"), (text, prefix) => text.Replace(prefix.Full, prefix.Short));

    /// <summary>A static member such as <c>torch.nn.functional.relu</c>.</summary>
    public static string Member(string member) => Shorten("global::TorchSharp." + member);
}
