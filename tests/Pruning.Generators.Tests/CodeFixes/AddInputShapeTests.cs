using Pruning.CodeFixes;

namespace Pruning.Generators.Tests.CodeFixes;

/// <summary>PRUNE0004: inputs without a shape are given one.</summary>
public sealed class AddInputShapeTests
{
    private const string Source = """
        using Pruning;
        using TorchSharp;
        using TorchSharp.Modules;
        using static TorchSharp.torch;
        using static TorchSharp.torch.nn;

        [Prunable]
        public partial class Net : Module<Tensor, Tensor>
        {
            private readonly Module<Tensor, Tensor> first = FACTORY;

            public Net() : base("Net") => RegisterComponents();

            public override Tensor forward(Tensor x) => first.call(x);
        }

        """;

    [Theory]
    [InlineData("Conv2d(3, 6, 3)", "N,3,224,224")]
    [InlineData("Sequential(ReLU(), Conv1d(4, 6, 3))", "N,4,128")]
    [InlineData("Linear(3, 6)", "N,3")]
    [InlineData("Embedding(10, 6)", "N,T:int64")]
    public async Task The_first_layer_says_what_fits(string factory, string shape)
    {
        string source = Source.Replace("FACTORY", factory);

        string actual = await (await FixRun.On(new AddInputShape(), source)).Last();

        actual.ShouldBe(source.Replace("[Prunable]", $"[Prunable(\"{shape}\")]"));
    }

    [Fact]
    public async Task Named_arguments_stay_behind_it_and_all_are_fixed_at_once()
    {
        string source = Source.Replace("FACTORY", "Linear(3, 6)").Replace("[Prunable]", "[Prunable(RoundTo = 2)]")
            + Source[Source.IndexOf("[Prunable]", StringComparison.Ordinal)..].Replace("FACTORY", "Linear(4, 6)").Replace("Net", "Other");

        string actual = await (await FixRun.On(new AddInputShape(), source)).All();

        actual.ShouldBe(source.Replace("RoundTo", "\"N,3\", RoundTo").Replace("[Prunable]", "[Prunable(\"N,4\")]"));
    }
}
