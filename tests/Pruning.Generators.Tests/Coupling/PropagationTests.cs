using Pruning.Generators.Networks;

namespace Pruning.Generators.Tests.Coupling;

using Pruning.Generators.Coupling;
using Size = Pruning.Generators.Networks.Size;

public class PropagationTests
{
    private readonly List<ModuleNode> _modules = [];
    private readonly Propagation _propagation;

    public PropagationTests() => _propagation = new Propagation(number => _modules[number]);

    [Theory]
    [InlineData("kernel_size=3 padding=1", "N,8,32,32")]
    [InlineData("kernel_size=3 stride=2 padding=1", "N,8,16,16")]
    [InlineData("kernel_size=5 dilation=2", "N,8,24,24")]
    [InlineData("kernel_size=7 padding=TorchSharp.Padding.Same", "N,8,32,32")]
    [InlineData("kernel_size=7 padding=TorchSharp.Padding.Valid", "N,8,26,26")]
    public void Convolutions_change_the_size(string arguments, string shape) =>
        Layer("Conv2d", "in_channels=3 out_channels=8 " + arguments, "N,3,32,32").ShouldBe(shape);

    [Theory]
    [InlineData("kernel_size=2", "N,3,7,7")]
    [InlineData("kernel_size=3 stride=2 ceil_mode=true", "N,3,7,7")]
    [InlineData("kernel_size=3 stride=2 padding=1", "N,3,8,8")]
    [InlineData("kernel_size=2 stride=2 padding=1 ceil_mode=true", "N,3,8,8")]
    public void Pools_change_the_size(string arguments, string shape) => Layer("MaxPool2d", arguments, "N,3,15,15").ShouldBe(shape);

    [Theory]
    [InlineData("N,64,8,8", "Tensor.view", "shape=-1,4096", "N,4096")]
    [InlineData("N,64,8,8", "Tensor.view", "shape=N,-1", "N,4096")]
    [InlineData("N,64,8,8", "Tensor.reshape", "shape=N,16,4,64", "N,16,4,64")]
    [InlineData("N,T,96", "Tensor.view", "shape=N,T,3,-1", "N,T,3,32")]
    [InlineData("N,64,H,W", "Tensor.flatten", "start_dim=2", "N,64,H*W")]
    [InlineData("N,64,1,1", "Tensor.squeeze", "", "N,64")]
    [InlineData("N,64,8,8", "Tensor.permute", "permutation=0,2,3,1", "N,8,8,64")]
    [InlineData("N,64,8,8", "Tensor.transpose", "dim0=1 dim1=-1", "N,8,8,64")]
    [InlineData("N,64", "Tensor.unsqueeze", "dim=-1", "N,64,1")]
    [InlineData("N,64,8,8", "Tensor.mean", "dimensions=2,3 keepdim=true", "N,64,1,1")]
    [InlineData("N,64,8,8", "Tensor.sum", "dim=1", "N,8,8")]
    [InlineData("N,64,8,8", "torch.nn.functional.pad", "pad=1,2,3,4", "N,64,15,11")]
    [InlineData("N,64,8,8", "torch.nn.functional.interpolate", "scale_factor=2", "N,64,16,16")]
    [InlineData("N,64,8,8", "torch.nn.functional.adaptive_avg_pool2d", "output_size=1", "N,64,1,1")]
    [InlineData("N,64,8,8", "Tensor.narrow", "dim=1 start=3 length=5", "N,5,8,8")]
    [InlineData("N,64,8,8", "Tensor.relu_", "", "N,64,8,8")]
    public void Operators_change_the_shape(string input, string member, string arguments, string shape)
    {
        int value = _propagation.AddInput(Shape(input));
        Text(_propagation.Apply(member, Arguments(value, arguments))[0]).ShouldBe(shape);
        _propagation.Problems.ShouldBeEmpty();
    }

    [Fact]
    public void Equal_steps_give_equal_numbers()
    {
        var again = new Propagation(number => _modules[number]);
        foreach (Propagation propagation in (Propagation[])[_propagation, again])
        {
            int input = propagation.AddInput(Shape("N,6"));
            propagation.Apply("Tensor.chunk", Arguments(input, "chunks=3 dim=1")).ShouldBe([1, 2, 3]);
            propagation.Apply("Tensor.relu", Arguments(2, "")).ShouldBe([4]);
        }
    }

    [Fact]
    public void Broadcasting_repeats_sizes_of_one()
    {
        int left = _propagation.AddInput(Shape("N,64,1,1"));
        int right = _propagation.AddInput(Shape("64,8,8"));
        Text(Binary("Tensor.op_Addition", left, right)).ShouldBe("N,64,8,8");
    }

    [Fact]
    public void A_clash_names_both_sizes_and_layers()
    {
        int input = _propagation.AddInput(Shape("N,3,8,8"));
        int features = Run("Conv2d", "in_channels=3 out_channels=8 kernel_size=3", input);
        Run("Conv2d", "in_channels=16 out_channels=8 kernel_size=1", features);

        Problem problem = _propagation.Problems.ShouldHaveSingleItem();
        problem.Kind.ShouldBe(ProblemKind.ShapeClash);
        problem.Message.ShouldBe("'Conv2d' is given sizes that do not fit, channels: 8 against 16");
        problem.Modules.ShouldBe([0, 1]);
    }

    [Fact]
    public void An_operator_without_a_row_is_reported_once_and_keeps_what_it_reads()
    {
        int input = _propagation.AddInput(Shape("N,3,8,8"));
        int features = Run("Conv2d", "in_channels=3 out_channels=8 kernel_size=3", input);
        int unknown = _propagation.Apply("torch.fft.fft2", Arguments(features, ""))[0];
        _propagation.Apply("Tensor.relu", Arguments(unknown, ""));

        Problem problem = _propagation.Problems.ShouldHaveSingleItem();
        problem.Kind.ShouldBe(ProblemKind.UnknownOperator);
        problem.Modules.ShouldBe([0]);
        _propagation.ShapeOf(unknown).ShouldBeNull();
        _propagation.LayerOf(0).Output.Leaves().ShouldAllBe(axis => axis.KeptBecause != null);
    }

    [Fact]
    public void A_step_that_divides_the_channels_leaves_one_of_each()
    {
        int input = _propagation.AddInput(Shape("N,3,8,8"));
        int features = Run("Conv2d", "in_channels=3 out_channels=8 kernel_size=1", input);
        var even = new SliceIndex(null, null, new SizeOperand(2));
        var all = new SliceIndex(null, null, null);
        int sliced = _propagation.Apply("Tensor.this[]", EquatableArray.Of(
            new Argument("this", new TensorOperand(features)),
            new Argument("indices", new ListOperand(ListKind.Params, EquatableArray.Of<Operand>(all, even)))))[0];

        Text(sliced).ShouldBe("N,4,8,8");
        _propagation.LayerOf(0).Output.Leaves().Select(axis => (axis.Length, axis.KeptBecause != null)).ShouldBe([(4L, false), (2L, true)]);
    }

    [Fact]
    public void A_step_that_does_not_divide_the_channels_keeps_those_behind_the_last_whole_step()
    {
        int input = _propagation.AddInput(Shape("N,3,8,8"));
        int features = Run("Conv2d", "in_channels=3 out_channels=8 kernel_size=1", input);
        var third = new SliceIndex(null, null, new SizeOperand(3));
        var all = new SliceIndex(null, null, null);
        int sliced = _propagation.Apply("Tensor.this[]", EquatableArray.Of(
            new Argument("this", new TensorOperand(features)),
            new Argument("indices", new ListOperand(ListKind.Params, EquatableArray.Of<Operand>(all, third)))))[0];

        Text(sliced).ShouldBe("N,3,8,8");
        Axis steps = _propagation.LayerOf(0).Output.Leaves().Single(axis => axis.KeptBecause == null);
        steps.Length.ShouldBe(8 / 3);
    }

    [Fact]
    public void Both_sides_of_a_branch_are_coupled()
    {
        int input = _propagation.AddInput(Shape("N,3,8,8"));
        int then = Run("Conv2d", "in_channels=3 out_channels=8 kernel_size=1", input);
        int otherwise = Run("Conv2d", "in_channels=3 out_channels=8 kernel_size=1", input);
        _propagation.Join(then, otherwise);
        _propagation.LayerOf(0).Output.Leaves().Single().ShouldBe(_propagation.LayerOf(1).Output.Leaves().Single());
    }

    [Fact]
    public void Groups_that_do_not_divide_the_channels_are_a_clash()
    {
        int input = _propagation.AddInput(Shape("N,6,8,8"));
        Run("Conv2d", "in_channels=6 out_channels=8 kernel_size=1 groups=4", input);
        _propagation.Problems.ShouldHaveSingleItem().Message.ShouldBe("'Conv2d' cannot divide 6 and 8 channels into 4 groups");
    }

    private string Layer(string factory, string arguments, string shape)
    {
        string text = Text(Run(factory, arguments, _propagation.AddInput(Shape(shape))));
        _propagation.Problems.ShouldBeEmpty();
        return text;
    }

    private int Run(string factory, string arguments, int input)
    {
        _modules.Add(new LayerNode
        {
            Path = $"layer{_modules.Count}",
            Type = $"global::TorchSharp.Modules.{factory}",
            Factory = factory,
            Arguments = Parsed(arguments).ToEquatableArray(),
        });
        return _propagation.Call(_modules.Count - 1, EquatableArray.Of(new Argument("input", new TensorOperand(input))))[0];
    }

    private int Binary(string member, int left, int right) => _propagation.Apply(member, EquatableArray.Of(
        new Argument("left", new TensorOperand(left)), new Argument("right", new TensorOperand(right))))[0];

    private string Text(int value) => string.Join(",", _propagation.ShapeOf(value).ShouldNotBeNull());

    private static EquatableArray<Argument> Arguments(int receiver, string text) =>
        Parsed(text).Prepend(new Argument("this", new TensorOperand(receiver))).ToEquatableArray();

    /// <summary>Arguments as <c>name=value</c>; several values with commas between them are a list.</summary>
    private static IEnumerable<Argument> Parsed(string text) =>
        from argument in text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        let parts = argument.Split('=')
        let items = parts[1].Split(',').Select(Item).ToEquatableArray()
        select new Argument(parts[0], items.Count == 1 ? items[0] : new ListOperand(ListKind.Collection, items));

    private static Operand Item(string text) => text.Contains('.') || text is "true" or "false"
        ? new LiteralOperand(text)
        : new SizeOperand(long.TryParse(text, out long number) ? number : Size.Symbol(text));

    private static EquatableArray<Size> Shape(string text) =>
        text.Split(',').Select(part => long.TryParse(part, out long number) ? (Size)number : Size.Symbol(part)).ToEquatableArray();
}
