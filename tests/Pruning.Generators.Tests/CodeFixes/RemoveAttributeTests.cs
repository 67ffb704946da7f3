using Pruning.CodeFixes;

namespace Pruning.Generators.Tests.CodeFixes;

/// <summary>PRUNE1005: what has no effect goes, and nothing else.</summary>
public sealed class RemoveAttributeTests
{
    private const string Source = """
        using Pruning;
        using TorchSharp;
        using TorchSharp.Modules;
        using static TorchSharp.torch;
        using static TorchSharp.torch.nn;

        [Prunable("N,3")]
        public partial class Net : Module<Tensor, Tensor>
        {
            [Keep] private readonly Linear first = Linear(3, 6);

            // The classes.
            [Keep]
            private readonly Linear last = Linear(6, 2);

            [Keep, System.ComponentModel.Description("three")] private readonly int three = 3;

            public Net() : base("Net") => RegisterComponents();

            public override Tensor forward(Tensor x) => last.call(first.call(x) * three);
        }

        """;

    [Fact]
    public async Task An_attribute_goes_with_its_brackets_and_comments_stay()
    {
        string actual = await (await FixRun.On(new RemoveAttribute(), Source.Replace("[Keep, ", "["))).Last();

        actual.ShouldBe(Source.Replace("[Keep, ", "[").Replace("    [Keep]\n    private", "    private"));
    }

    [Fact]
    public async Task All_in_a_file_go_at_once_and_other_attributes_stay()
    {
        string actual = await (await FixRun.On(new RemoveAttribute(), Source)).All();

        actual.ShouldBe(Source.Replace("[Keep, ", "[").Replace("    [Keep]\n    private", "    private"));
    }
}
