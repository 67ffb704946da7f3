using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.LibTorch.Tests.Serialization;

public class StateDictionaryTests
{
    [Fact]
    public void The_entries_are_the_parameters_and_then_the_buffers()
    {
        using Sequential model = Sequential(("conv", Conv2d(1, 2, 3)), ("norm", BatchNorm2d(2)));
        model.state_dict().Keys.ShouldBe(
        [
            "conv.weight", "conv.bias", "norm.weight", "norm.bias", "norm.running_mean", "norm.running_var", "norm.num_batches_tracked",
        ]);
        model.state_dict(prefix: "model").Keys.First().ShouldBe("model.conv.weight");
    }

    [Fact]
    public void Loading_copies_the_values()
    {
        using Linear source = Linear(2, 3);
        using Linear target = Linear(2, 3);
        var (missing, unexpected) = target.load_state_dict(source.state_dict());
        missing.ShouldBeEmpty();
        unexpected.ShouldBeEmpty();
        target.weight.allclose(source.weight).ShouldBeTrue();
        target.weight.ShouldNotBeSameAs(source.weight);
        target.weight.requires_grad.ShouldBeTrue();
    }

    [Fact]
    public void A_strict_load_wants_the_same_entries()
    {
        using Linear source = Linear(2, 3);
        using Linear target = Linear(2, 3, hasBias: false);
        Should.Throw<InvalidOperationException>(() => target.load_state_dict(source.state_dict()));
        Should.Throw<InvalidOperationException>(() => source.load_state_dict(target.state_dict()));
    }

    [Fact]
    public void A_load_that_is_not_strict_takes_what_fits_and_says_what_did_not()
    {
        using Linear source = Linear(2, 3);
        using Linear target = Linear(2, 3, hasBias: false);
        var (missing, unexpected) = target.load_state_dict(source.state_dict(), strict: false);
        missing.ShouldBeEmpty();
        unexpected.ShouldBe(["bias"]);
        target.weight.allclose(source.weight).ShouldBeTrue();
        (missing, _) = source.load_state_dict(target.state_dict(), strict: false);
        missing.ShouldBe(["bias"]);
    }

    [Fact]
    public void Skipped_entries_are_left_alone()
    {
        using Linear source = Linear(2, 3);
        using Linear target = Linear(2, 3);
        using Tensor before = target.bias!.detach().clone();
        target.load_state_dict(source.state_dict(), skip: ["bias"]);
        target.bias.allclose(before).ShouldBeTrue();
        target.weight.allclose(source.weight).ShouldBeTrue();
    }

    [Fact]
    public void Another_shape_is_refused()
    {
        using Linear source = Linear(2, 3);
        using Linear target = Linear(4, 3);
        Should.Throw<Exception>(() => target.load_state_dict(source.state_dict()));
    }

    [Fact]
    public void Only_persistent_buffers_are_state()
    {
        using var model = new WithBuffers();
        model.state_dict().Keys.ShouldBe(["kept"]);
        model.has_buffer("dropped").ShouldBeTrue();
    }

    private sealed class WithBuffers : Module<Tensor, Tensor>
    {
        public WithBuffers()
            : base(nameof(WithBuffers))
        {
            register_buffer("kept", zeros(1));
            register_buffer("dropped", zeros(1), persistent: false);
        }

        public override Tensor forward(Tensor input) => input + get_buffer("kept")!;
    }
}
