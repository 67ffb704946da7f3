using Pruning.Generators.Tests.Compiled;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.Generators.Tests.Emitting;

/// <summary>A layer runs where the source runs it, because running it may leave something behind.</summary>
public sealed class SideEffectTests
{
    [Theory]
    [InlineData("return isLarge ? y : x.relu();")]
    [InlineData("if (isLarge) { return y * 2; } return x.relu();")]
    [InlineData("using (NewDisposeScope()) { x = isLarge ? y : second.call(x); x = x.relu().MoveToOuterDisposeScope(); } return x + 1;")]
    [InlineData("for (int i = 0; i < 2; i++) { if (!isLarge) break; x = x + y; } return x;")]
    public void Statistics_are_updated_though_the_branch_that_reads_the_result_is_not_taken(string choice)
    {
        using var scope = NewDisposeScope();
        CompiledModel model = CompiledModels.Of([$$"""
            [Prunable("N,4,8,8")]
            public partial class Net : Module<Tensor, Tensor>
            {
                private readonly Conv2d wide = Conv2d(4, 6, 1), narrow = Conv2d(6, 4, 1), head = Conv2d(4, 2, 1);
                private readonly BatchNorm2d norm = BatchNorm2d(4), second = BatchNorm2d(4);
                public Net() : base("Net") => RegisterComponents();
                public override Tensor forward(Tensor x)
                {
                    bool isLarge = (x.sum() > 1e9).item<bool>();
                    return head.call(Either(norm.call(narrow.call(wide.call(x))), x, isLarge));
                }
                private Tensor Either(Tensor y, Tensor x, bool isLarge)
                {
                    {{choice}}
                }
            }
            """]).Single();
        model.PrunedEqualsMasked(plans: 3, isCounted: false);

        var dense = (Module<Tensor, Tensor>)model.New();
        var pruned = (Module<Tensor, Tensor>)model.Prune(dense, PruningPlan.Dense(model.Graph!));
        Tensor images = randn(3, 4, 8, 8);
        Tensor before = dense.state_dict()["norm.running_mean"].clone();
        dense.train();
        pruned.train();
        dense.call(images);
        pruned.call(images);

        allclose(dense.state_dict()["norm.running_mean"], before).ShouldBeFalse();
        foreach ((string name, Tensor expected) in dense.state_dict())
        {
            allclose(pruned.state_dict()[name], expected).ShouldBeTrue(name);
        }
    }
}
