namespace Pruning.Generators.Tests.Diagnostics;

/// <summary>Fields by which one call of a network hands a tensor to the next.</summary>
public sealed class CarriedTensorTests
{
    private const string Model = """
        using Pruning;
        using TorchSharp;
        using TorchSharp.Modules;
        using static TorchSharp.torch;
        using static TorchSharp.torch.nn;

        [Prunable("N,8")]
        public partial class Net : Module<Tensor, Tensor>
        {
            private readonly Linear first = Linear(8, 6), last = Linear(6, 2);
            private Tensor? kept;
            private Tensor Shown { get; set; } = null!;
            public Net() : base("Net") => RegisterComponents();
            public override Tensor forward(Tensor x)
            {
                x = first.call(x);
                /*statements*/
                return last.call(x);
            }
        }
        """;

    [Theory]
    [InlineData("kept ??= zeros_like(x); kept = (x + kept).tanh(); x = kept;", "PRUNE1018 kept")]
    [InlineData("if (kept is not null) x = x + kept; kept = x.detach();", "PRUNE1018 kept")]
    [InlineData("if (Shown is not null) x = x + Shown; Shown = x;", "PRUNE1018 Shown")]
    [InlineData("if (kept is null) kept = zeros(1, 6); kept = kept * 0.9 + x.mean(new long[] { 0 }, true) * 0.1; x = x - kept;", "PRUNE1018 kept")]
    [InlineData("kept = x.tanh(); x = x + kept;")]
    [InlineData("kept = zeros_like(x); for (int i = 0; i < 3; i++) { kept = (x + kept).tanh(); } x = kept;")]
    [InlineData("kept ??= ones(x.shape[0], 6, dtype: x.dtype, device: x.device); x = x * kept;")]
    [InlineData("kept ??= arange(6).to(x.dtype); x = x + kept.sum();")]
    [InlineData("if (kept is not null) x = x + kept; kept = x; kept = null;")]
    [InlineData("Shown = x;")]
    public async Task What_a_call_hands_to_the_next_is_told(string statements, params string[] expected) =>
        (await AnalyzerRun.On(Model.Replace("/*statements*/", statements))).ShouldBe(expected);
}
