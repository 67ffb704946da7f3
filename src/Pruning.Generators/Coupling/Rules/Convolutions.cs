using System.Collections.Immutable;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Coupling.Rules;

/// <summary>Convolutions, plain, grouped, depthwise and transposed.</summary>
internal static class Convolutions
{
    /// <summary>Sets up a convolution of so many spatial dimensions.</summary>
    public static void Build(Layer layer, int spatial)
    {
        Dim inputOfGroup = BuildChannels(layer);
        AddStates(layer, StateDim.Output(layer.Output), StateDim.Input(inputOfGroup), spatial);
    }

    /// <summary>Sets up a transposed convolution: its weight has the input's channels first.</summary>
    public static void BuildTransposed(Layer layer, int spatial)
    {
        BuildChannels(layer);
        Dim outputOfGroup = LastFactor(layer.Output);
        AddStates(layer, StateDim.Input(layer.Input), StateDim.Output(outputOfGroup), spatial);
    }

    /// <summary>Runs a convolution.</summary>
    public static ImmutableArray<Dim> Forward(Layer layer, Operation op, int spatial)
    {
        Size[] kernel = layer.Arguments.Sizes(spatial, "kernel_size")!;
        Size[] stride = layer.Arguments.Sizes(spatial, "stride") ?? Ones(spatial);
        Size[] dilation = layer.Arguments.Sizes(spatial, "dilation") ?? Ones(spatial);
        bool isPaddedToSame = layer.Arguments.Find("padding")?.Value is LiteralOperand && layer.Arguments.Member("padding") == "Same";
        Size[]? padding = layer.Arguments.Find("padding")?.Value is LiteralOperand ? null : layer.Arguments.Sizes(spatial, "padding");
        Size Spatial(Size length, int i) => isPaddedToSame
            ? length
            : ((length + (2 * (padding?[i] ?? 0)) - (dilation[i] * (kernel[i] - 1)) - 1) / stride[i]) + 1;
        return Convolve(layer, op, spatial, Spatial, produces: true);
    }

    /// <summary>Runs a transposed convolution.</summary>
    public static ImmutableArray<Dim> ForwardTransposed(Layer layer, Operation op, int spatial)
    {
        Size[] kernel = layer.Arguments.Sizes(spatial, "kernel_size")!;
        Size[] stride = layer.Arguments.Sizes(spatial, "stride") ?? Ones(spatial);
        Size[] dilation = layer.Arguments.Sizes(spatial, "dilation") ?? Ones(spatial);
        Size[]? padding = layer.Arguments.Sizes(spatial, "padding");
        Size[]? outputPadding = layer.Arguments.Sizes(spatial, "output_padding");
        Size Spatial(Size length, int i) =>
            ((length - 1) * stride[i]) - (2 * (padding?[i] ?? 0)) + (dilation[i] * (kernel[i] - 1)) + (outputPadding?[i] ?? 0) + 1;
        return Convolve(layer, op, spatial, Spatial, produces: false);
    }

    /// <summary><c>functional.conv1d</c> and its kin: a convolution whose weight comes from elsewhere.</summary>
    public static ImmutableArray<Dim> Functional(Operation op, int spatial)
    {
        FunctionalKernel kernel = KernelOf(op, spatial, reads: 1);
        (ImmutableArray<Dim> input, ImmutableArray<Dim> weight, int channel) = (kernel.Input, kernel.Weight, kernel.Channel);
        if (kernel.Groups > 1)
        {
            Dim group = Dim.Fresh(kernel.Groups);
            op.Unify(input[channel], Shapes.Product(op, [group, weight[1]]), "channels");
            Dim outputOfGroup = Dim.Fresh(weight[0].Length / kernel.Groups);
            op.Unify(weight[0], Shapes.Product(op, [group, outputOfGroup]), "the weight's channels");
            Divide(op, group, weight[1], outputOfGroup);
        }
        else
        {
            op.Unify(input[channel], weight[1], "channels");
        }

        ImmutableArray<Dim> output = Slide(op, input, weight, channel, weight[0], (length, i) =>
            ((length + (2 * kernel.PaddingAt(i)) - kernel.ReachAt(i) - 1) / kernel.Stride[i]) + 1);
        op.Cost([.. output.Where((_, i) => i != channel), .. weight]);
        return op.Activation(output);
    }

    /// <summary><c>functional.conv_transpose1d</c> and its kin.</summary>
    public static ImmutableArray<Dim> FunctionalTransposed(Operation op, int spatial)
    {
        FunctionalKernel kernel = KernelOf(op, spatial, reads: 0);
        (ImmutableArray<Dim> input, ImmutableArray<Dim> weight, int channel) = (kernel.Input, kernel.Weight, kernel.Channel);
        Size[]? outputPadding = op.Arguments.Sizes(spatial, "output_padding");
        op.Unify(input[channel], weight[0], "channels");
        Dim produced = weight[1];
        if (kernel.Groups > 1)
        {
            Dim group = Dim.Fresh(kernel.Groups);
            Dim inputOfGroup = Dim.Fresh(weight[0].Length / kernel.Groups);
            op.Unify(weight[0], Shapes.Product(op, [group, inputOfGroup]), "the weight's channels");
            produced = Shapes.Product(op, [group, weight[1]]);
            Divide(op, group, inputOfGroup, weight[1]);
        }

        ImmutableArray<Dim> output = Slide(op, input, weight, channel, produced, (length, i) =>
            ((length - 1) * kernel.Stride[i]) - (2 * kernel.PaddingAt(i)) + kernel.ReachAt(i) + (outputPadding?[i] ?? 0) + 1);
        op.Cost([.. input.Where((_, i) => i != channel), .. weight]);
        return op.Activation(output);
    }

    /// <summary>What both kinds of functions have: the weight, one of whose first two dimensions reads the input's channels.</summary>
    private static FunctionalKernel KernelOf(Operation op, int spatial, int reads)
    {
        ImmutableArray<Dim> weight = op.Shape("weight") ?? throw ArgumentList.Unknown("weight");
        ImmutableArray<Dim> input = op.Input;
        var kernel = new FunctionalKernel(
            input, weight, ChannelIn(op, input, weight, spatial), op.Arguments.Integer("groups", 1)!.Value,
            op.Arguments.Sizes(spatial, "stride", "strides") ?? Ones(spatial),
            op.Arguments.Sizes(spatial, "dilation") ?? Ones(spatial),
            op.Arguments.Sizes(spatial, "padding"));
        Operand operand = op.Arguments.Find("weight")!.Value;
        op.Use(operand, 0, reads == 0 ? StateRole.Input : StateRole.Output);
        op.Use(operand, 1, reads == 1 ? StateRole.Input : StateRole.Output);
        if (operand is not StateOperand)
        {
            Operation.MeetWithoutWeights(input[kernel.Channel], weight[reads]);
        }

        return kernel;
    }

    /// <summary>Notes the groups of a function, unless each has one input channel alone.</summary>
    private static void Divide(Operation op, Dim group, Dim inputs, Dim outputs)
    {
        op.Rewrite("groups", group);
        if (inputs.Length.Constant != 1)
        {
            op.Groupings.Add(new Grouping(group, [inputs, outputs]));
        }
    }

    private static int ChannelIn(Operation op, ImmutableArray<Dim> input, ImmutableArray<Dim> weight, int spatial)
    {
        int channel = input.Length - spatial - 1;
        return weight.Length == spatial + 2 && channel is 0 or 1
            ? channel
            : throw op.Clash($"{Operation.Text(input)} and a weight of shape {Operation.Text(weight)}");
    }

    /// <summary>The weight of a function goes over all positions.</summary>
    private static ImmutableArray<Dim> Slide(
        Operation op, ImmutableArray<Dim> input, ImmutableArray<Dim> weight, int channel, Dim produced, Func<Size, int, Size> outputSize)
    {
        if (op.Shape("bias") is { } bias)
        {
            op.Unify(bias[0], produced, "the bias");
        }

        ImmutableArray<Dim> output = input.SetItem(channel, produced);
        for (int i = 0; i < weight.Length - 2; i++)
        {
            weight[i + 2].Keep("they are positions of a kernel");
            op.KeepPlaces(input[channel + 1 + i], "they are positions of a convolution");
            output = output.SetItem(channel + 1 + i, Dim.Constant(outputSize(input[channel + 1 + i].Length, i)));
        }

        return output;
    }

    /// <summary>Columns become the windows of an image again, summed up where they overlap.</summary>
    public static ImmutableArray<Dim> Fold(Operation op, ArgumentList arguments)
    {
        ImmutableArray<Dim> dims = op.Input;
        Size[] kernel = arguments.Sizes(2, "kernel_size") ?? throw ArgumentList.Unknown("kernel_size");
        Size[] size = arguments.Sizes(2, "output_size") ?? throw ArgumentList.Unknown("output_size");
        Size window = kernel[0] * kernel[1];
        int channel = dims.Length - 2;
        ImmutableArray<Dim> divided = Shapes.Regroup(op, [dims[channel]], [dims[channel].Length / window, window]);
        divided[1].Keep("they become pixels");
        op.KeepPlaces(dims[channel + 1], "they become pixels");
        return [.. dims.Take(channel), divided[0], .. size.Select(Dim.Constant)];
    }

    /// <summary><c>unfold</c>: each channel becomes the pixels under a kernel, and the positions of the kernel are in a row.</summary>
    public static ImmutableArray<Dim> Unfold(Operation op, ArgumentList arguments)
    {
        Size[] kernel = arguments.Sizes(2, "kernel_size") ?? throw ArgumentList.Unknown("kernel_size");
        Size[] stride = arguments.Sizes(2, "stride") ?? Ones(2);
        Size[] dilation = arguments.Sizes(2, "dilation") ?? Ones(2);
        Size[]? padding = arguments.Sizes(2, "padding");
        ImmutableArray<Dim> input = op.Input;
        Size positions = 1;
        for (int i = 0; i < 2; i++)
        {
            op.KeepPlaces(input[i + 2], "they are positions of windows");
            Size length = input[i + 2].Length + (2 * (padding?[i] ?? 0)) - (dilation[i] * (kernel[i] - 1)) - 1;
            positions *= (length / stride[i]) + 1;
        }

        return [input[0], Shapes.Product(op, [input[1], Dim.Constant(kernel[0] * kernel[1])]), Dim.Constant(positions)];
    }

    private static ImmutableArray<Dim> Convolve(
        Layer layer, Operation op, int spatial, Func<Size, int, Size> outputSize, bool produces)
    {
        ImmutableArray<Dim> input = op.Input;
        int channel = input.Length - spatial - 1;
        if (channel is not 0 and not 1)
        {
            throw op.Clash($"a tensor of shape {Operation.Text(input)} for {spatial} spatial dimensions");
        }

        op.Unify(input[channel], layer.Input, "channels");
        if (layer.Grouping is { } grouping)
        {
            op.Groupings.Add(grouping);
        }

        ImmutableArray<Dim> output = input.SetItem(channel, layer.Output);
        for (int i = 0; i < spatial; i++)
        {
            int at = channel + 1 + i;
            op.KeepPlaces(input[at], "they are positions of a convolution");
            Size length = outputSize(input[at].Length, i);
            if (length.Constant <= 0)
            {
                throw op.Clash($"the kernel is larger than the input {Operation.Text(input)}");
            }

            output = output.SetItem(at, Dim.Constant(length));
        }

        // At each output position each output channel reads the kernel once for each input channel of its group; transposed, each input
        // position of each input channel writes it.
        State weight = layer.States[0];
        IEnumerable<Dim> positions = (produces ? output : input).Where((_, i) => i != channel);
        op.Cost([.. positions, .. weight.Dims.Select(dim => dim.Dim)]);
        return op.Activation(output);
    }

    /// <summary>The channels as groups × channels of a group, on both sides; gives the input channels of one group.</summary>
    private static Dim BuildChannels(Layer layer)
    {
        long inputs = layer.Arguments.Integer("in_channels");
        long outputs = layer.Arguments.Integer("out_channels");
        long groups = layer.Arguments.Integer("groups", 1)!.Value;
        if (groups < 1 || inputs % groups != 0 || outputs % groups != 0)
        {
            throw new RuleException(
                ProblemKind.ShapeClash, $"'{layer.Node.Factory}' cannot divide {inputs} and {outputs} channels into {groups} groups");
        }

        Dim group = Dim.Fresh(groups);
        Dim inputOfGroup = Dim.Fresh(inputs / groups);
        Dim outputOfGroup = Dim.Fresh(outputs / groups);
        layer.Input = Product(group, inputOfGroup);
        layer.Output = Product(group, outputOfGroup);
        layer.Rewrites.Add(new Rewrite("in_channels", [], layer.Input, false));
        layer.Rewrites.Add(new Rewrite("out_channels", [], layer.Output, false));
        if (groups > 1)
        {
            layer.Rewrites.Add(new Rewrite("groups", [], group, false));
            layer.Grouping = inputs > groups ? new Grouping(group, [inputOfGroup, outputOfGroup]) : null;
        }

        return inputOfGroup;
    }

    private static Dim Product(Dim slow, Dim fast) => new([new Segment([.. slow.Segments[0].Factors, .. fast.Segments[0].Factors])]);

    private static Dim LastFactor(Dim dim)
    {
        ImmutableArray<Factor> factors = dim.Segments[0].Factors;
        return new Dim([new Segment([factors[factors.Length - 1]])]);
    }

    private static void AddStates(Layer layer, StateDim first, StateDim second, int spatial)
    {
        IEnumerable<StateDim> kernel = layer.Arguments.Sizes(spatial, "kernel_size")!.Select(StateDim.Fixed);
        layer.States.Add(State.Parameter("weight", [first, second, .. kernel]));
        if (layer.Arguments.Truth("bias", true))
        {
            layer.States.Add(State.Parameter("bias", StateDim.Channel(layer.Output)));
        }
    }

    private static Size[] Ones(int count) => [.. Enumerable.Repeat((Size)1, count)];

    private sealed record FunctionalKernel(
        ImmutableArray<Dim> Input, ImmutableArray<Dim> Weight, int Channel, long Groups, Size[] Stride, Size[] Dilation, Size[]? Padding)
    {
        public Size PaddingAt(int dimension) => Padding?[dimension] ?? 0;

        /// <summary>How far the last position of the kernel lies from its first.</summary>
        public Size ReachAt(int dimension) => Dilation[dimension] * (Weight[dimension + 2].Length - 1);
    }
}
