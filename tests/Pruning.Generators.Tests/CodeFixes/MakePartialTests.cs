using Pruning.CodeFixes;

namespace Pruning.Generators.Tests.CodeFixes;

/// <summary>PRUNE0001: the class and the types around it become partial.</summary>
public sealed class MakePartialTests
{
    private const string Usings = """
        using Pruning;
        using TorchSharp;
        using TorchSharp.Modules;
        using static TorchSharp.torch;
        using static TorchSharp.torch.nn;


        """;

    private const string Body = """

            private readonly Linear last = Linear(6, 2);

            public NAME() : base("NAME") => RegisterComponents();

            public override Tensor forward(Tensor x) => last.call(x);

        """;

    [Fact]
    public async Task A_class_becomes_partial()
    {
        string source = Usings
            + "/// <summary>Mine.</summary>\n[Prunable(\"N,6\")] // as fed\n"
            + "public sealed class Net : Module<Tensor, Tensor>\n{" + Named("Net") + "}\n";

        string actual = await (await FixRun.On(new MakePartial(), source)).Last();

        actual.ShouldBe(source.Replace("sealed class", "sealed partial class"));
    }

    [Fact]
    public async Task The_types_around_it_become_partial_with_it()
    {
        string source = Usings
            + "// all of them\nclass Models\n{\n    internal struct Vision\n    {\n"
            + "        [Prunable(\"N,6\")]\n        internal class Net : Module<Tensor, Tensor>\n{" + Named("Net") + "}\n}\n}\n";

        string actual = await (await FixRun.On(new MakePartial(), source)).Last();

        actual.ShouldBe(source
            .Replace("internal class Net", "internal partial class Net")
            .Replace("class Models", "partial class Models")
            .Replace("struct", "partial struct"));
    }

    [Fact]
    public async Task All_in_a_file_become_partial_at_once()
    {
        string source = Usings
            + "public class Models\n{\n    [Prunable(\"N,6\")]\n"
            + "    public class Net : Module<Tensor, Tensor>\n{" + Named("Net") + "}\n}\n\n"
            + "[Prunable(\"N,6\")]\nclass Other : Module<Tensor, Tensor>\n{" + Named("Other") + "}\n";

        string actual = await (await FixRun.On(new MakePartial(), source)).All();

        actual.ShouldBe(source.Replace("class", "partial class"));
    }

    private static string Named(string name) => Body.Replace("NAME", name);
}
