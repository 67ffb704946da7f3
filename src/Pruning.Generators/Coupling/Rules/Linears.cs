using System.Collections.Immutable;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Coupling.Rules;

/// <summary>Linear layers, embeddings and matrix products.</summary>
internal static class Linears
{
    /// <summary>Sets up a linear layer.</summary>
    public static void Build(Layer layer)
    {
        layer.Input = Dim.Fresh(layer.Arguments.Integer("inputSize"));
        layer.Output = Dim.Fresh(layer.Arguments.Integer("outputSize"));
        layer.States.Add(State.Parameter("weight", StateDim.Output(layer.Output), StateDim.Input(layer.Input)));
        if (layer.Arguments.Truth("hasBias", true))
        {
            layer.States.Add(State.Parameter("bias", StateDim.Channel(layer.Output)));
        }

        layer.Rewrites.Add(new Rewrite("inputSize", [], layer.Input, false));
        layer.Rewrites.Add(new Rewrite("outputSize", [], layer.Output, false));
    }

    /// <summary>Runs a linear layer over the last dimension.</summary>
    public static ImmutableArray<Dim> Forward(Layer layer, Operation op) => Multiply(op, op.Input, layer.Output, layer.Input);

    /// <summary><c>functional.linear</c>: the same with a weight from elsewhere.</summary>
    public static ImmutableArray<Dim> Functional(Operation op)
    {
        ImmutableArray<Dim> weight = op.Shape("weights") ?? throw op.Unsupported("is given no weight");
        op.Use(op.Arguments.Find("weights")!.Value, 0, StateRole.Output);
        op.Use(op.Arguments.Find("weights")!.Value, 1, StateRole.Input);
        if (op.Arguments.Find("weights")!.Value is not StateOperand)
        {
            Operation.MeetWithoutWeights(op.Input[op.Input.Length - 1], weight[1]);
        }

        ImmutableArray<Dim> output = Multiply(op, op.Input, weight[0], weight[1]);
        if (op.Shape("bias") is { } bias)
        {
            op.Unify(bias[0], weight[0], "the bias");
        }

        return output;
    }

    /// <summary>Sets up a bilinear layer, whose weight reads two inputs.</summary>
    public static void BuildBilinear(Layer layer)
    {
        layer.Input = Dim.Fresh(layer.Arguments.Integer("in1_features"));
        Dim second = Dim.Fresh(layer.Arguments.Integer("in2_features"));
        layer.Output = Dim.Fresh(layer.Arguments.Integer("out_features"));
        layer.States.Add(State.Parameter("weight", StateDim.Output(layer.Output), StateDim.Input(layer.Input), StateDim.Input(second)));
        if (layer.Arguments.Truth("hasBias", true))
        {
            layer.States.Add(State.Parameter("bias", StateDim.Channel(layer.Output)));
        }

        layer.Rewrites.Add(new Rewrite("in1_features", [], layer.Input, false));
        layer.Rewrites.Add(new Rewrite("in2_features", [], second, false));
        layer.Rewrites.Add(new Rewrite("out_features", [], layer.Output, false));
    }

    /// <summary>Runs a bilinear layer over the last dimensions of both inputs.</summary>
    public static ImmutableArray<Dim> ForwardBilinear(Layer layer, Operation op)
    {
        IReadOnlyList<ImmutableArray<Dim>> inputs = op.AllShapes();
        ImmutableArray<Dim> left = inputs[0];
        ImmutableArray<Dim> right = inputs[1];
        Dim second = layer.States[0].Dims[2].Dim;
        op.Unify(left[left.Length - 1], layer.Input, "features of the first input");
        op.Unify(right[right.Length - 1], second, "features of the second input");
        ImmutableArray<Dim> batch = op.Broadcast([left.RemoveAt(left.Length - 1), right.RemoveAt(right.Length - 1)]);
        op.Cost([.. batch, layer.Output, layer.Input, second]);
        return batch.Add(layer.Output);
    }

    /// <summary>Sets up an embedding; its rows are words and stay.</summary>
    public static void BuildEmbedding(Layer layer)
    {
        layer.Output = Dim.Fresh(layer.Arguments.Integer("embedding_dims"));
        layer.States.Add(State.Parameter(
            "weight", StateDim.Fixed(layer.Arguments.Integer("num_embeddings")), StateDim.Output(layer.Output)));
        layer.Rewrites.Add(new Rewrite("embedding_dims", [], layer.Output, false));
    }

    /// <summary>Runs an embedding.</summary>
    public static ImmutableArray<Dim> Embed(Layer layer, Operation op) => op.Input.Add(layer.Output);

    /// <summary>Runs an embedding of bags: one for each row of indices, or as many as offsets are given.</summary>
    public static ImmutableArray<Dim> EmbedBags(Layer layer, Operation op)
    {
        Dim bags = op.Shape("offsets") is not { } offsets ? op.Input[0]
            : layer.Arguments.Truth("include_last_offset", false) ? Dim.Constant(offsets[0].Length - 1)
            : offsets[0];
        return [bags, layer.Output];
    }

    /// <summary><c>matmul</c>, <c>mm</c>, <c>bmm</c>: the contracted dimensions unify, the outer ones pass.</summary>
    public static ImmutableArray<Dim> MatrixProduct(Operation op)
    {
        IReadOnlyList<ImmutableArray<Dim>> operands = op.AllShapes();
        ImmutableArray<Dim> left = operands[0];
        ImmutableArray<Dim> right = operands[1];
        if (left.Length < 1 || right.Length < 1)
        {
            throw op.Clash("a scalar");
        }

        UseMatrices(op, left.Length, right.Length);
        Dim columns = left[left.Length - 1];
        Dim rows = right[Math.Max(0, right.Length - 2)];
        Dim contracted = op.Unify(columns, rows, "the contracted dimensions");
        if (!op.Arguments.All.Any(argument => argument.Value is StateOperand))
        {
            Operation.MeetWithoutWeights(columns, rows);
        }

        ImmutableArray<Dim> batch = op.Broadcast([[.. left.Take(left.Length - 2)], [.. right.Take(right.Length - 2)]], isProduct: true);
        ImmutableArray<Dim> output = [.. batch, .. left.Skip(left.Length - 2).Take(Math.Min(1, left.Length - 1)),
            .. right.Skip(1).Skip(right.Length - 2)];
        op.Cost([.. output, contracted]);
        return output;
    }

    /// <summary><c>tensordot</c>: some dimensions are contracted; by default the last ones with the first ones of the other tensor.</summary>
    public static ImmutableArray<Dim> Contraction(Operation op)
    {
        IReadOnlyList<ImmutableArray<Dim>> operands = op.AllShapes();
        (ImmutableArray<Dim> left, ImmutableArray<Dim> right) = (operands[0], operands[1]);
        int[] first, second;
        if (op.Arguments.Sizes("dims1") is { } own && op.Arguments.Sizes("dims2") is { } others)
        {
            first = [.. own.Select(place => op.Index(place.Constant ?? throw ArgumentList.Unknown("dims1"), left.Length))];
            second = [.. others.Select(place => op.Index(place.Constant ?? throw ArgumentList.Unknown("dims2"), right.Length))];
        }
        else
        {
            int count = (int)op.Arguments.Integer("dims", 2)!.Value;
            (first, second) = ([.. Enumerable.Range(left.Length - count, count)], [.. Enumerable.Range(0, count)]);
        }

        if (first.Length != second.Length || first.Any(place => place < 0) || second.Any(place => place >= right.Length))
        {
            throw op.Clash($"{Operation.Text(left)} and {Operation.Text(right)}");
        }

        Operand[] tensors = [.. op.Arguments.All.Select(argument => argument.Value).Where(Operation.IsTensor)];
        List<Dim> contracted = [];
        for (int i = 0; i < first.Length; i++)
        {
            contracted.Add(op.Unify(left[first[i]], right[second[i]], "the contracted dimensions"));
            if (!tensors.OfType<StateOperand>().Any())
            {
                Operation.MeetWithoutWeights(left[first[i]], right[second[i]]);
            }
        }

        UseContracted(op, tensors[0], left.Length, first);
        UseContracted(op, tensors[1], right.Length, second);
        ImmutableArray<Dim> output =
            [.. left.Where((_, place) => !first.Contains(place)), .. right.Where((_, place) => !second.Contains(place))];
        op.Cost([.. output, .. contracted]);
        return output;
    }

    private static void UseContracted(Operation op, Operand tensor, int rank, int[] contracted)
    {
        for (int place = 0; place < rank; place++)
        {
            op.Use(tensor, place, contracted.Contains(place) ? StateRole.Input : StateRole.Output);
        }
    }

    private static void UseMatrices(Operation op, int left, int right)
    {
        Operand[] operands = [.. op.Arguments.All.Select(argument => argument.Value).Where(Operation.IsTensor)];
        op.Use(operands[0], left - 1, StateRole.Input);
        op.Use(operands[0], left - 2, StateRole.Output);
        op.Use(operands[1], Math.Max(0, right - 2), StateRole.Input);
        op.Use(operands[1], right - 1, right > 1 ? StateRole.Output : StateRole.Input);
    }

    /// <summary><c>addmm</c>: what is added to a product. <c>baddbmm</c> has no row, as TorchSharp 0.107 mixes its arguments up.</summary>
    public static ImmutableArray<Dim> AddProduct(Operation op)
    {
        Argument[] arguments = [.. op.Arguments.All];
        var product = new Operation(op.Name, arguments.Skip(1).ToEquatableArray(), op.Shape, _ => false);
        ImmutableArray<Dim> output = MatrixProduct(product);
        op.Uses.AddRange(product.Uses);
        op.Costs.AddRange(product.Costs);
        op.Losses.AddRange(product.Losses);
        return op.Broadcast([op.Input, output]);
    }

    /// <summary><c>outer</c>: every entry times every other.</summary>
    public static ImmutableArray<Dim> Outer(Operation op) => [.. op.AllShapes().Take(2).Select(shape => shape[0])];

    /// <summary><c>cdist</c>: the distance of every row to every other, over their features.</summary>
    public static ImmutableArray<Dim> Distances(Operation op)
    {
        ImmutableArray<Dim> left = op.Shape("x1") ?? throw ArgumentList.Unknown("x1");
        ImmutableArray<Dim> right = op.Shape("x2") ?? throw ArgumentList.Unknown("x2");
        Compare(op, left[left.Length - 1], right[right.Length - 1]);
        ImmutableArray<Dim> batch = op.Broadcast([[.. left.Take(left.Length - 2)], [.. right.Take(right.Length - 2)]]);
        return [.. batch.Add(left[left.Length - 2]).Add(right[right.Length - 2]).Select(dim => dim.Shifted(!dim.IsConstant))];
    }

    /// <summary><c>cosine_similarity</c> over one dimension.</summary>
    public static ImmutableArray<Dim> Cosine(Operation op, ArgumentList options)
    {
        IReadOnlyList<ImmutableArray<Dim>> operands = op.AllShapes();
        ImmutableArray<Dim> common = op.Broadcast(operands);
        int index = op.Index(options.Integer("dim", 1)!.Value, common.Length);
        Compare(op, operands[0][index - common.Length + operands[0].Length], operands[1][index - common.Length + operands[1].Length]);
        return common.RemoveAt(index);
    }

    /// <summary><c>pairwise_distance</c> over the last dimension.</summary>
    public static ImmutableArray<Dim> Distance(Operation op, ArgumentList options)
    {
        ImmutableArray<Dim> common = op.Broadcast(op.AllShapes());
        int last = common.Length - 1;
        common[last].Approximate("a distance adds a small number for each of these channels");
        return options.Truth("keepdim", false) ? common.SetItem(last, Dim.Constant(1)) : common.RemoveAt(last);
    }

    /// <summary>Features that are compared one by one and summed up: a channel that is zero on both sides adds nothing.</summary>
    private static void Compare(Operation op, Dim left, Dim right)
    {
        op.Unify(left, right, "features");
        Operation.MeetWithoutWeights(left);
        Operation.MeetWithoutWeights(right);
    }

    /// <summary><c>scaled_dot_product_attention</c>, whose scale follows the width of the queries: pruned code gives back what it was.</summary>
    public static ImmutableArray<Dim> Attention(Operation op)
    {
        ImmutableArray<Dim> query = op.Shape("query") ?? throw ArgumentList.Unknown("query");
        ImmutableArray<Dim> key = op.Shape("key") ?? throw ArgumentList.Unknown("key");
        ImmutableArray<Dim> value = op.Shape("value") ?? throw ArgumentList.Unknown("value");
        int last = query.Length - 1;
        Dim width = op.Unify(query[last], key[last], "the widths of queries and keys");
        Operation.MeetWithoutWeights(query[last], key[last]);
        op.Rescale("query", width);
        Dim positions = op.Unify(key[last - 1], value[last - 1], "the positions of keys and values");
        positions.Approximate("a softmax runs over these channels");
        ImmutableArray<Dim> batch = op.Broadcast(
            [[.. query.Take(last - 1)], [.. key.Take(last - 1)], [.. value.Take(last - 1)]], isProduct: true);
        if (op.Shape("attn_mask") is { } mask)
        {
            op.Broadcast([[.. batch, query[last - 1], positions], mask]);
        }

        op.Cost([.. batch, query[last - 1], positions, width]);
        op.Cost([.. batch, query[last - 1], positions, value[last]]);
        return [.. batch, query[last - 1], value[last]];
    }

    private static ImmutableArray<Dim> Multiply(Operation op, ImmutableArray<Dim> input, Dim produced, Dim read)
    {
        int last = input.Length - 1;
        op.Unify(input[last], read, "features");
        op.Cost([.. input.Take(last), produced, read]);
        return op.Activation([.. input.Take(last).Select(dim => dim.Shifted(!dim.IsConstant)), produced]);
    }
}
