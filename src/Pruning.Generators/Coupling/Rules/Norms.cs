using System.Collections.Immutable;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Coupling.Rules;

/// <summary>Normalisations and other layers with parameters for each channel.</summary>
internal static class Norms
{
    private const string Statistics = "a normalisation computes its statistics over these channels";

    /// <summary>Sets up a batch norm.</summary>
    public static void BuildBatchNorm(Layer layer) => BuildChannelNorm(layer, isAffine: true, isTracked: true);

    /// <summary>Sets up an instance norm, which has neither parameters nor statistics by default.</summary>
    public static void BuildInstanceNorm(Layer layer) => BuildChannelNorm(layer, isAffine: false, isTracked: false);

    /// <summary>Sets up a PReLU with one slope for each channel, or one for all.</summary>
    public static void BuildPReLU(Layer layer)
    {
        long slopes = layer.Arguments.Integer("num_parameters");
        layer.Output = layer.Input = Dim.Fresh(slopes);
        layer.States.Add(State.Parameter("weight", StateDim.Channel(layer.Output)));
        layer.Rewrites.Add(new Rewrite("num_parameters", [], layer.Output, false));
    }

    /// <summary>Sets up a group norm: whole groups can go exactly, channels inside them only approximately.</summary>
    public static void BuildGroupNorm(Layer layer)
    {
        long groups = layer.Arguments.Integer("num_groups");
        long channels = layer.Arguments.Integer("num_channels");
        if (groups < 1 || channels % groups != 0)
        {
            throw new RuleException(ProblemKind.ShapeClash, $"'GroupNorm' cannot divide {channels} channels into {groups} groups");
        }

        Dim group = Dim.Fresh(groups);
        Dim channelOfGroup = Dim.Fresh(channels / groups);
        channelOfGroup.Approximate(Statistics);
        layer.Output = layer.Input = new Dim([new Segment([.. group.Segments[0].Factors, .. channelOfGroup.Segments[0].Factors])]);
        AddAffine(layer, layer.Arguments.Truth("affine", true), hasBias: true, layer.Output);
        layer.Rewrites.Add(new Rewrite("num_groups", [], group, false));
        layer.Rewrites.Add(new Rewrite("num_channels", [], layer.Output, false));
    }

    /// <summary>Sets up a layer norm over the last dimensions.</summary>
    public static void BuildLayerNorm(Layer layer)
    {
        Size[] shape = layer.Arguments.Sizes("normalized_shape") ?? throw ArgumentList.Unknown("normalized_shape");
        Dim[] dims = [.. shape.Select(Dim.Fresh)];
        bool isList = layer.Arguments.Find("normalized_shape")!.Value is ListOperand;
        for (int i = 0; i < dims.Length; i++)
        {
            dims[i].Approximate(Statistics);
            layer.Rewrites.Add(new Rewrite("normalized_shape", isList ? [i] : [], dims[i], false));
        }

        layer.Output = layer.Input = dims[dims.Length - 1];
        AddAffine(layer, layer.Arguments.Truth("elementwise_affine", true), layer.Arguments.Truth("bias", true), dims);
    }

    /// <summary>Runs a layer with parameters along dimension 1.</summary>
    public static ImmutableArray<Dim> Forward(Layer layer, Operation op)
    {
        ImmutableArray<Dim> input = op.Input;
        if (layer.Input.Length.Constant == 1 && layer.Node.Factory == "PReLU")
        {
            return input;
        }

        int channel = layer.Node.Factory.StartsWith("InstanceNorm", StringComparison.Ordinal) && input.Length == Spatial(layer) + 1 ? 0 : 1;
        if (input.Length <= channel)
        {
            throw op.Clash($"a tensor of shape {Operation.Text(input)}");
        }

        op.Unify(input[channel], layer.Input, "channels");
        return input;
    }

    /// <summary>Runs a layer norm.</summary>
    public static ImmutableArray<Dim> LayerNorm(Layer layer, Operation op)
    {
        ImmutableArray<Dim> input = op.Input;
        ImmutableArray<Rewrite> normalized = [.. layer.Rewrites];
        int first = input.Length - normalized.Length;
        if (first < 0)
        {
            throw op.Clash($"a tensor of shape {Operation.Text(input)} to normalise over {normalized.Length} dimensions");
        }

        for (int i = 0; i < normalized.Length; i++)
        {
            op.Unify(input[first + i], normalized[i].Dim, "the normalised dimensions");
        }

        return input;
    }

    /// <summary>
    /// <c>functional.batch_norm</c>, <c>instance_norm</c> and <c>prelu</c>: statistics and parameters follow the channels.
    /// </summary>
    public static ImmutableArray<Dim> Functional(Operation op)
    {
        ImmutableArray<Dim> input = op.Input;
        foreach (string name in (string[])["running_mean", "running_var", "weight", "bias"])
        {
            if (op.Shape(name) is { Length: 1 } perChannel && perChannel[0].Length.Constant != 1)
            {
                op.Unify(input[1], perChannel[0], $"the channels and '{name}'");
            }
        }

        return input;
    }

    /// <summary><c>functional.normalize</c> and other functions whose statistics run over one dimension.</summary>
    public static ImmutableArray<Dim> Normalize(Operation op)
    {
        ImmutableArray<Dim> input = op.Input;
        input[op.Index(op.Arguments.Integer("dim", 1)!.Value, input.Length)].Approximate(Statistics);
        return input;
    }

    /// <summary><c>local_response_norm</c>: neighbouring channels meet.</summary>
    public static ImmutableArray<Dim> LocalResponse(Operation op)
    {
        ImmutableArray<Dim> input = op.Input;
        op.Lose(input[1], "a local response norm compares neighbouring channels");
        return input;
    }

    /// <summary><c>functional.group_norm</c>.</summary>
    public static ImmutableArray<Dim> FunctionalGroupNorm(Operation op)
    {
        ImmutableArray<Dim> input = op.Input;
        long groups = op.Arguments.Integer("num_groups");
        Size channels = input[1].Length / groups;
        if (!(channels * groups).Equals(input[1].Length))
        {
            throw op.Clash($"{input[1]} channels in {groups} groups");
        }

        Dim group = Dim.Fresh(groups);
        Dim channelOfGroup = Dim.Fresh(channels);
        channelOfGroup.Approximate(Statistics);
        op.Unify(input[1], Shapes.Product(op, [group, channelOfGroup]), "channels");
        op.Rewrite("num_groups", group);
        return Functional(op);
    }

    /// <summary><c>functional.layer_norm</c>.</summary>
    public static ImmutableArray<Dim> FunctionalLayerNorm(Operation op)
    {
        ImmutableArray<Dim> input = op.Input;
        int count = op.Arguments.Sizes("normalized_shape")?.Length ?? throw ArgumentList.Unknown("normalized_shape");
        int first = input.Length - count;
        for (int i = 0; i < count; i++)
        {
            input[first + i].Approximate(Statistics);
            op.Rewrite("normalized_shape", input[first + i], i);
            foreach (string name in (string[])["weight", "bias"])
            {
                if (op.Shape(name) is { } affine)
                {
                    op.Unify(input[first + i], affine[i], $"the normalised dimensions and '{name}'");
                }
            }
        }

        return input;
    }

    private static void BuildChannelNorm(Layer layer, bool isAffine, bool isTracked)
    {
        layer.Output = layer.Input = Dim.Fresh(layer.Arguments.Integer("num_features"));
        AddAffine(layer, layer.Arguments.Truth("affine", isAffine), hasBias: true, layer.Output);
        if (layer.Arguments.Truth("track_running_stats", isTracked))
        {
            layer.States.Add(State.Buffer("running_mean", StateDim.Channel(layer.Output)));
            layer.States.Add(State.Buffer("running_var", StateDim.Channel(layer.Output)));
        }

        layer.Rewrites.Add(new Rewrite("num_features", [], layer.Output, false));
    }

    private static void AddAffine(Layer layer, bool isAffine, bool hasBias, params Dim[] dims)
    {
        StateDim[] channels = [.. dims.Select(StateDim.Channel)];
        if (isAffine)
        {
            layer.States.Add(State.Parameter("weight", channels));
        }

        if (isAffine && hasBias)
        {
            layer.States.Add(State.Parameter("bias", channels));
        }
    }

    private static int Spatial(Layer layer) => layer.Node.Factory[layer.Node.Factory.Length - 2] - '0';
}
