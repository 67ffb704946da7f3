using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.LibTorch.Tests.Modules;

/// <summary>What is registered, under which names, and in which order.</summary>
public class RegistrationTests
{
    [Fact]
    public void Fields_are_registered_in_declaration_order_with_the_most_derived_class_first()
    {
        using var model = new Derived();
        Names(model).ShouldBe(
            ["scale", "own.weight", "own.bias", "<Property>k__BackingField.weight", "inherited.weight", "inherited.bias"]);
        model.named_children().Select(child => child.name).ShouldBe(["own", "<Property>k__BackingField", "inherited"]);
    }

    [Fact]
    public void A_tensor_field_is_a_buffer()
    {
        using var model = new Derived();
        model.named_buffers().Select(buffer => buffer.name).ShouldBe(["table"]);
        model.state_dict().Keys.ShouldContain("table");
    }

    [Fact]
    public void What_is_assigned_after_registration_is_not_seen()
    {
        using var model = new Late();
        Names(model).ShouldBe(["early.weight", "early.bias"]);
        model.Again();
        Names(model).ShouldBe(["early.weight", "early.bias"]);
    }

    [Fact]
    public void A_module_that_does_not_register_is_registered_by_its_owner()
    {
        using var alone = new Forgetful();
        Names(alone).ShouldBeEmpty();
        using var owner = new Owner(new Forgetful());
        Names(owner).ShouldBe(["child.linear.weight", "child.linear.bias"]);
    }

    [Fact]
    public void A_list_is_registered_by_index_and_a_dictionary_by_key()
    {
        using var model = new Containers();
        Names(model).ShouldBe(["list.0.weight", "list.1.weight", "dictionary.first.weight", "offsets.0", "offsets.1"]);
    }

    [Fact]
    public void A_chain_names_its_modules_by_index_or_as_told()
    {
        using Sequential chain = Sequential(Linear(2, 2, hasBias: false), ReLU()).append("head", Linear(2, 1));
        chain.named_children().Select(child => child.name).ShouldBe(["0", "1", "head"]);
        Names(chain).ShouldBe(["0.weight", "head.weight", "head.bias"]);
        chain.Count.ShouldBe(3);
        using Sequential slice = chain[1..];
        slice.named_children().Select(child => child.name).ShouldBe(["1", "head"]);
    }

    [Fact]
    public void Every_way_to_write_a_chain_gives_the_same()
    {
        Module<Tensor, Tensor>[] modules = [Linear(2, 3), ReLU()];
        Sequential[] chains =
        [
            Sequential(modules),
            Sequential((IEnumerable<Module<Tensor, Tensor>>)modules),
            Sequential(("0", modules[0]), ("1", modules[1])),
            Sequential(modules.Select((module, index) => ($"{index}", module))),
            Sequential(modules.Select((module, index) => Tuple.Create($"{index}", module))),
        ];
        using Tensor input = randn(4, 2);
        using Tensor expected = chains[0].call(input);
        foreach (Sequential chain in chains)
        {
            Names(chain).ShouldBe(["0.weight", "0.bias"]);
            using Tensor actual = chain.call(input);
            actual.allclose(expected).ShouldBeTrue();
        }
    }

    [Fact]
    public void Names_are_checked()
    {
        using var model = new Late();
        Should.Throw<ArgumentException>(() => model.register_module("a.b", ReLU()));
        Should.Throw<ArgumentException>(() => model.register_module("", ReLU()));
        Should.Throw<InvalidOperationException>(() => model.register_module("early", ReLU()));
        Should.Throw<InvalidOperationException>(() => ReLU().register_parameter("weight", new Parameter(zeros(1))));
    }

    [SkippableFact]
    public void A_shared_module_counts_once_among_the_parameters_and_under_each_name_in_the_state()
    {
        TorchSharpDifferences.SkipIfTorchSharp("a Sequential names a shared module once");
        Linear shared = Linear(2, 2, hasBias: false);
        using Sequential chain = Sequential(("first", shared), ("second", shared));
        Names(chain).ShouldBe(["first.weight"]);
        chain.state_dict().Keys.ShouldBe(["first.weight", "second.weight"]);
    }

    [Fact]
    public void Parts_are_found_by_path()
    {
        using var owner = new Owner(new Forgetful());
        owner.get_parameter("child.linear.weight").ShouldNotBeNull();
        owner.get_parameter("child.linear.scale").ShouldBeNull();
        owner.has_parameter("child.linear.bias").ShouldBeTrue();
        owner.has_buffer("child.linear.bias").ShouldBeFalse();
        owner.named_modules().Select(module => module.name).ShouldBe(["child", "child.linear"]);
        owner.modules().Count().ShouldBe(2);
    }

    [Fact]
    public void Training_mode_reaches_all_modules()
    {
        using Sequential chain = Sequential(Sequential(Dropout(), BatchNorm2d(2)), ReLU());
        chain.training.ShouldBeTrue();
        chain.eval();
        chain.modules().ShouldAllBe(module => !module.training);
        chain.train();
        chain.modules().ShouldAllBe(module => module.training);
    }

    [Fact]
    public void Functions_are_applied_to_the_children_first()
    {
        using Sequential chain = Sequential(("first", Linear(1, 1)), ("second", Sequential(ReLU())));
        List<string> seen = [];
        chain.apply(module => seen.Add(module.GetType().Name));
        seen.ShouldBe(["Linear", "ReLU", "Sequential", "Sequential"]);
    }

    [Fact]
    public void A_module_is_converted_with_its_gradients()
    {
        using Sequential model = Sequential(Linear(2, 2), BatchNorm1d(2));
        using Tensor loss = model.call(ones(3, 2)).sum();
        loss.backward();
        model.to(float64).ShouldBeSameAs(model);
        model.parameters().ShouldAllBe(parameter => parameter.dtype == ScalarType.Float64 && parameter.requires_grad);
        model.parameters().ShouldAllBe(parameter => parameter.grad!.dtype == ScalarType.Float64);
        model.get_buffer("1.running_mean")!.dtype.ShouldBe(ScalarType.Float64);
        model.get_buffer("1.num_batches_tracked")!.dtype.ShouldBe(ScalarType.Int64);
        using Tensor output = model.call(ones(3, 2, float64));
        output.dtype.ShouldBe(ScalarType.Float64);
        Should.Throw<Exception>(() => model.to(int32)).Message.ShouldContain("floating");
    }

    [Fact]
    public void Hooks_see_and_replace_inputs_and_results()
    {
        using Linear linear = Linear(1, 1, hasBias: false);
        linear.weight = new Parameter(ones(1, 1));
        int calls = 0;
        var before = linear.register_forward_pre_hook((_, input) => input * 2);
        var after = linear.register_forward_hook((_, _, result) => result + 1);
        var counting = linear.register_forward_hook(_ => calls++);
        linear.call(ones(1, 1)).item<float>().ShouldBe(3);
        linear.forward(ones(1, 1)).item<float>().ShouldBe(1);
        before.remove();
        after.remove();
        linear.call(ones(1, 1)).item<float>().ShouldBe(1);
        counting.remove();
        linear.call(ones(1, 1)).Dispose();
        calls.ShouldBe(2);
    }

    [Fact]
    public void Gradients_are_dropped_or_set_to_zero()
    {
        using Linear linear = Linear(2, 1);
        linear.call(ones(1, 2)).backward();
        linear.zero_grad(set_to_none: false);
        linear.weight.grad!.abs().sum().item<float>().ShouldBe(0);
        linear.zero_grad();
        linear.weight.grad.ShouldBeNull();
    }

    [Fact]
    public void A_parameter_takes_its_tensor_over()
    {
        Tensor data = ones(2);
        using var parameter = new Parameter(data);
        parameter.requires_grad.ShouldBeTrue();
        data.IsInvalid.ShouldBeTrue();
    }

    [Fact]
    public void The_parameters_of_a_layer_outlive_the_scope_in_which_it_was_made()
    {
        Linear linear;
        BatchNorm1d norm;
        using (NewDisposeScope())
        {
            linear = Linear(2, 2);
            norm = BatchNorm1d(2);
        }
        using Tensor output = norm.call(linear.call(ones(3, 2)));
        output.shape.ShouldBe([3, 2]);
        linear.Dispose();
        norm.Dispose();
        linear.weight.IsInvalid.ShouldBeTrue();
    }

    private static IEnumerable<string> Names(Module module) => module.named_parameters().Select(parameter => parameter.name);

    private class Base : Module<Tensor, Tensor>
    {
        protected readonly Linear inherited = Linear(1, 1);

        protected Base(string name)
            : base(name)
        {
        }

        public override Tensor forward(Tensor input) => inherited.forward(input);
    }

    private sealed class Derived : Base
    {
        private readonly Linear own = Linear(1, 1);
        private readonly Parameter scale = new(ones(1));
        private readonly Tensor table = arange(3);
        private readonly Linear? missing = null;

        public Derived()
            : base(nameof(Derived)) => RegisterComponents();

        public Linear Property { get; } = Linear(1, 1, hasBias: false);

        public override Tensor forward(Tensor input) => (missing ?? own).forward(input) * scale + table[0] + Property.forward(input);
    }

    private sealed class Late : Module<Tensor, Tensor>
    {
        private readonly Linear early;
        private readonly Linear late;

        public Late()
            : base(nameof(Late))
        {
            early = Linear(1, 1);
            RegisterComponents();
            late = Linear(1, 1);
        }

        public void Again() => RegisterComponents();

        public override Tensor forward(Tensor input) => late.forward(early.forward(input));
    }

    private sealed class Forgetful() : Module<Tensor, Tensor>(nameof(Forgetful))
    {
        private readonly Linear linear = Linear(1, 1);

        public override Tensor forward(Tensor input) => linear.forward(input);
    }

    private sealed class Owner : Module<Tensor, Tensor>
    {
        private readonly Forgetful child;

        public Owner(Forgetful child)
            : base(nameof(Owner))
        {
            this.child = child;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => child.forward(input);
    }

    private sealed class Containers : Module<Tensor, Tensor>
    {
        private readonly ModuleList<Linear> list = new(Linear(1, 1, hasBias: false));
        private readonly ModuleDict<Linear> dictionary = ModuleDict(("first", Linear(1, 1, hasBias: false)));
        private readonly ParameterList offsets = ParameterList(new Parameter(zeros(1)), new Parameter(zeros(2)));

        public Containers()
            : base(nameof(Containers))
        {
            list.Add(Linear(1, 1, hasBias: false));
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) =>
            dictionary["first"].forward(list.Aggregate(input, (current, layer) => layer.forward(current))) + offsets[0];
    }
}
