using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Pruning.Generators.Networks;
using Pruning.Generators.Reading;
using Pruning.Generators.Reading.Memory;

namespace Pruning.Generators.Tests.Caching;

/// <summary>A reading is remembered exactly as long as the class means the same.</summary>
public sealed class ReadingMemoryTests
{
    private static readonly Dictionary<string, string> Files = new()
    {
        ["Net.cs"] = """
            using TorchSharp.Modules;
            using static TorchSharp.torch;
            using static TorchSharp.torch.nn;

            namespace Edited.Nets;

            [Pruning.Prunable("N,3,16,16")]
            public partial class Net : Base
            {
                private readonly Conv2d first = Conv2d(3, Helper.Width(2), 3);
                private readonly Conv2d second;

                public Net()
                    : base("Net")
                {
                    int hidden = Settings.Classes + (int)Mode.Wide + Sizes.Depth;
                    second = Conv2d(Helper.Width(2), hidden.Grown(), 3);
                    RegisterComponents();
                }

                public override Tensor forward(Tensor x) => After(second.call(first.call(x)));
            }
            """,
        ["Base.cs"] = """
            using static TorchSharp.torch;
            using static TorchSharp.torch.nn;

            namespace Edited;

            public abstract class Base(string name) : Module<Tensor, Tensor>(name)
            {
                protected Tensor After(Tensor x) => x.relu();
            }
            """,
        ["Helper.cs"] = "namespace Edited; public static class Helper { public static int Factor = 3; public static int Width(int times) => Factor * times; }",
        ["Settings.cs"] = "namespace Edited; public static class Settings { public const int Classes = Defaults.Classes; }",
        ["Defaults.cs"] = "namespace Edited; public static class Defaults { public const int Classes = 4; }",
        ["Mode.cs"] = "namespace Edited; public enum Mode { Narrow, Wide }",
        ["Extensions.cs"] = "namespace Edited; public static class Extensions { public static int Grown(this int width) => width + 1; }",
        ["Globals.cs"] = "global using Sizes = Edited.SmallSizes;",
        ["Small.cs"] = "namespace Edited; public static class SmallSizes { public const int Depth = 1; }",
        ["Large.cs"] = "namespace Edited; public static class LargeSizes { public const int Depth = 2; }",
        ["Unrelated.cs"] = """
            namespace Edited.Nets
            {
                public static class Elsewhere
                {
                    public const int Number = 1;

                    public static int Twice(int value) => 2 * value;
                }
            }
            """,
    };

    public static TheoryData<string, string, string> EditsThatMatter => new()
    {
        { "Net.cs", "Conv2d(3, ", "Conv2d(in_channels: 3, stride: 2, out_channels: " },
        { "Helper.cs", "Factor * times", "4 * times" },
        { "Base.cs", "x.relu()", "x.sigmoid()" },
        { "Settings.cs", "Defaults.Classes", "5" },
        { "Defaults.cs", "Classes = 4", "Classes = 5" },
        { "Mode.cs", "Narrow, Wide", "Wide, Narrow" },
        { "Extensions.cs", "width + 1", "width + 2" },
        { "Globals.cs", "SmallSizes", "LargeSizes" },
        { "Small.cs", "Depth = 1", "Depth = 3" },
    };

    public static TheoryData<string> NewFilesThatMatter => new()
    {
        // A further part of the class; a type and extensions that are nearer than those that were meant; a namespace.
        "using TorchSharp.Modules; namespace Edited.Nets; partial class Net { private readonly ReLU third = TorchSharp.torch.nn.ReLU(); }",
        "namespace Edited.Nets; public static class Helper { public static int Width(int times) => 5 * times; }",
        "namespace Edited.Nets; public static class Nearer { public static int Grown(this int width) => width + 3; }",
        "namespace Edited.Nets; public static class Nearest { extension(int width) { public int Grown() => width + 4; } }",
        "global using static Edited.SmallSizes;",
        "namespace Edited { public static class Tuning { public static void Widen() => Helper.Factor = 5; } }",
        "namespace Edited.Nets.Settings { public class Something { } }",
    };

    public static TheoryData<string, string> EditsThatDoNot => new()
    {
        { "2 * value", "value + value" },
        { "Number = 1", "Number = 2" },
        { "public const", "// A comment.\npublic const" },
        { "public const", "public static int Other() => 2;\npublic const" },
        { "public static class", "public sealed record New(int Number);\npublic static class" },
    };

    [Theory]
    [MemberData(nameof(EditsThatMatter))]
    public void An_edit_that_matters_is_read(string file, string what, string with)
    {
        Compilation before = Compile();
        SyntaxTree old = before.SyntaxTrees.Single(tree => tree.FilePath == file);
        string edited = old.ToString().Replace(what, with);
        edited.ShouldNotBe(old.ToString());

        ShouldBeReadAgain(before, before.ReplaceSyntaxTree(old, TestSources.Tree(edited, file)), isDifferent: true);
    }

    [Theory]
    [MemberData(nameof(NewFilesThatMatter))]
    public void A_new_file_that_can_matter_is_read(string source)
    {
        Compilation before = Compile();

        ShouldBeReadAgain(before, before.AddSyntaxTrees(TestSources.Tree(source, "New.cs")), isDifferent: null);
    }

    [Fact]
    public void A_changed_option_is_read()
    {
        CSharpCompilation before = Compile();

        ShouldBeReadAgain(
            before, before.WithOptions(before.Options.WithNullableContextOptions(NullableContextOptions.Disable)), isDifferent: false);
        ShouldBeReadAgain(before, before.WithOptions(before.Options.WithOverflowChecks(true)), isDifferent: null);
    }

    [Fact]
    public void A_changed_reference_is_read()
    {
        CSharpCompilation project = Compile(except: "Settings.cs");

        ShouldBeReadAgain(project.AddReferences(Library(4)), project.AddReferences(Library(5)), isDifferent: true);
    }

    [Theory]
    [MemberData(nameof(EditsThatDoNot))]
    public void What_cannot_matter_is_not_read(string what, string with)
    {
        var memory = new ReadingMemory();
        Compilation before = Compile();
        SyntaxTree old = before.SyntaxTrees.Single(tree => tree.FilePath == "Unrelated.cs");
        string edited = old.ToString().Replace(what, with);
        edited.ShouldNotBe(old.ToString());

        NetworkModel first = Read(memory, before).ShouldNotBeNull();

        Read(memory, before.ReplaceSyntaxTree(old, TestSources.Tree(edited, old.FilePath))).ShouldBeSameAs(first);
        Read(memory, before.RemoveSyntaxTrees(old)).ShouldBeSameAs(first);
    }

    private static void ShouldBeReadAgain(Compilation before, Compilation after, bool? isDifferent)
    {
        var memory = new ReadingMemory();
        NetworkModel? first = Read(memory, before);
        first.ShouldNotBeNull();

        NetworkModel? second = Read(memory, after);

        second.ShouldNotBeSameAs(first);
        second.ShouldBe(Read(new ReadingMemory(), after));
        if (isDifferent is { } expected)
        {
            (second != first).ShouldBe(expected);
        }
    }

    private static NetworkModel? Read(ReadingMemory memory, Compilation compilation)
    {
        INamedTypeSymbol type = compilation.GetTypeByMetadataName("Edited.Nets.Net").ShouldNotBeNull();
        return memory.Read(type, type.GetAttributes().Single(), compilation, ModelDefaults.None, CancellationToken.None);
    }

    private static CSharpCompilation Compile(string? except = null) => TestSources.CompileAnything().AddSyntaxTrees(
        Files.Where(file => file.Key != except).Select(file => TestSources.Tree(file.Value, file.Key)));

    private static PortableExecutableReference Library(int classes)
    {
        using var image = new MemoryStream();
        TestSources.Compile($$"""
            namespace Edited { public static class Settings { public const int Classes = {{classes}}; } }
            """).WithAssemblyName("Library").Emit(image).Success.ShouldBeTrue();
        return MetadataReference.CreateFromImage(image.ToArray());
    }
}
