using Microsoft.CodeAnalysis;

namespace GeneratorSpeed;

/// <summary>Something that one types somewhere in the project.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Goal">How many milliseconds the generator may take after it.</param>
/// <param name="File">The end of the path of the file.</param>
/// <param name="Change">The file's new text; the number differs each time.</param>
internal sealed record Edit(string Name, double? Goal, string File, Func<string, int, string> Change)
{
    public static IReadOnlyList<Edit> All { get; } =
    [
        new("an edit of a method body elsewhere", 5, Project.Elsewhere, (text, round) => text.Replace("2 * value", $"{round} * value")),
        new("an edit of a constant elsewhere", 5, Project.Elsewhere, (text, round) => text.Replace("Number = 1", $"Number = {round}")),
        new("a new method elsewhere", 5, Project.Elsewhere, (text, round) =>
            text.Replace("public const", $"public static int New{round}() => {round};\n    public const")),
        new("an edit of a model", null, "AlexNet.cs", (text, round) => text + $"\n// {round}"),
    ];

    /// <summary>The compilation after the edit.</summary>
    public Compilation Apply(Compilation compilation, int round)
    {
        SyntaxTree old = compilation.SyntaxTrees.Single(tree => tree.FilePath.EndsWith(File, StringComparison.Ordinal));
        return compilation.ReplaceSyntaxTree(old, Project.Tree(Change(old.ToString(), round + 100), old.FilePath));
    }
}
