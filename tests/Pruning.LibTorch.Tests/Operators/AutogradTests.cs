using System.Runtime.InteropServices;
using Pruning.LibTorch.Tests.Lifetime;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.LibTorch.Tests.Operators;

public sealed class AutogradTests
{
    [Fact]
    public void GradientsAddUpInLeaves()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = tensor(new[] { 1.0, 2.0 }).requires_grad_();
        (x * x).sum().backward();
        (3 * x).sum().backward();

        x.grad!.data<double>().ToArray().ShouldBe([5, 7]);
        x.is_leaf.ShouldBeTrue();
    }

    [Fact]
    public void AnAliasIsTheSameTensorAndAViewIsAnother()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = ones(2, requires_grad: true) * 2;
        Tensor alias = x.alias(), view = x.view_as(x);
        Tensor loss = (x * alias * view).sum(); // x³

        autograd.grad([loss], [alias], retain_graph: true)[0].data<float>().ToArray().ShouldBe([12, 12]);
        autograd.grad([loss], [view])[0].data<float>().ToArray().ShouldBe([4, 4]);
        x.Dispose();
        alias.sum().item<float>().ShouldBe(4);
    }

    [Fact]
    public void SecondDerivatives()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = tensor(new[] { 1.0, 2.0 }).requires_grad_();
        Tensor first = autograd.grad([x.pow(3).sum()], [x], retain_graph: true, create_graph: true)[0];
        Tensor second = autograd.grad([first.sum()], [x])[0];

        first.data<double>().ToArray().ShouldBe([3, 12]);
        second.data<double>().ToArray().ShouldBe([6, 12]);
    }

    // PyTorch keeps the graph where gradients get one; TorchSharp hands its own default on, which does not.
    [SkippableFact]
    public void AGraphIsUsedUpThoughGradientsHaveOneToo()
    {
        TorchSharpDifferences.SkipIfTorchSharp("an error in grad ends the process");
        using DisposeScope scope = NewDisposeScope();
        Tensor x = tensor(new[] { 1.0, 2.0 }).requires_grad_();
        Tensor first = autograd.grad([(x * x).square().sum()], [x], create_graph: true)[0];

        Should.Throw<ExternalException>(() => autograd.grad([first.sum()], [x])).Message.ShouldContain("second time");
    }

    [Fact]
    public void AGraphIsUsedUpUnlessItIsRetained()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = ones(2, requires_grad: true);
        Tensor y = x.exp().sum();
        y.backward([ones([])], retain_graph: true);
        y.backward();

        Should.Throw<ExternalException>(() => y.backward()).Message.ShouldContain("second time");
    }

    [Fact]
    public void NothingIsRecordedWithoutGradients()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = ones(2, requires_grad: true);
        using (no_grad())
        {
            is_grad_enabled().ShouldBeFalse();
            (x + 1).requires_grad.ShouldBeFalse();
            using (enable_grad())
            {
                (x + 1).requires_grad.ShouldBeTrue();
            }
        }
        using (inference_mode())
        {
            is_inference_mode_enabled().ShouldBeTrue();
            (x + 1).requires_grad.ShouldBeFalse();
        }

        is_grad_enabled().ShouldBeTrue();
        is_inference_mode_enabled().ShouldBeFalse();
        (x + 1).requires_grad.ShouldBeTrue();
    }

    [Fact]
    public void AFunctionMayBringItsOwnGradient()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = tensor(new[] { -1.5, 0.4, 2.6 }).requires_grad_();
        Tensor y = StraightThroughRounding.apply(x, 10.0);
        y.sum().backward();

        y.data<double>().ToArray().ShouldBe([-2, 0, 3]);
        x.grad!.data<double>().ToArray().ShouldBe([10, 10, 10]);
    }

    [Fact]
    public void AFunctionThatKeepsItsResultLeaksNothing()
    {
        long before = LiveTensors.Settled();
        for (int i = 0; i < 3; i++)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor x = randn(4, float64, requires_grad: true);
            Exponential.apply(x).sum().backward();
            Exponential.apply(x);
            x.grad!.allclose(x.exp()).ShouldBeTrue();
        }

        Tensor.TotalCount.ShouldBe(before);
    }

    [SkippableFact]
    public void AnErrorInAGradientReachesTheCaller()
    {
        _ = SystemProvider.Assembly;
        using DisposeScope scope = NewDisposeScope();
        Tensor x = ones(2, requires_grad: true);
        Tensor y = Failing.apply(x).sum();

        Should.Throw<ExternalException>(() => y.backward()).Message.ShouldContain("no gradient today");
    }

    private sealed class StraightThroughRounding : autograd.SingleTensorFunction<StraightThroughRounding>
    {
        public override string Name => nameof(StraightThroughRounding);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            ctx.save_data("scale", vars[1]);
            return ((Tensor)vars[0]).round();
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) =>
            [grad_output * (double)ctx.get_data("scale"), null!];
    }

    private sealed class Exponential : autograd.SingleTensorFunction<Exponential>
    {
        public override string Name => nameof(Exponential);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            Tensor result = ((Tensor)vars[0]).exp();
            ctx.save_for_backward([result]);
            return result;
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) =>
            [grad_output * ctx.get_saved_variables()[0]];
    }

    private sealed class Failing : autograd.SingleTensorFunction<Failing>
    {
        public override string Name => nameof(Failing);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) => ((Tensor)vars[0]).clone();

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) =>
            throw new InvalidOperationException("no gradient today");
    }
}
