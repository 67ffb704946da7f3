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
        Dim contracted = op.Unify(left[left.Length - 1], right[Math.Max(0, right.Length - 2)], "the contracted dimensions");
        ImmutableArray<Dim> batch = op.Broadcast([[.. left.Take(left.Length - 2)], [.. right.Take(right.Length - 2)]]);
        ImmutableArray<Dim> output = [.. batch, .. left.Skip(left.Length - 2).Take(Math.Min(1, left.Length - 1)),
            .. right.Skip(1).Skip(right.Length - 2)];
        op.Cost([.. output, contracted]);
        return output;
    }

    private static void UseMatrices(Operation op, int left, int right)
    {
        Operand[] operands = [.. op.Arguments.All.Select(argument => argument.Value).Where(Operation.IsTensor)];
        op.Use(operands[0], left - 1, StateRole.Input);
        op.Use(operands[0], left - 2, StateRole.Output);
        op.Use(operands[1], Math.Max(0, right - 2), StateRole.Input);
        op.Use(operands[1], right - 1, right > 1 ? StateRole.Output : StateRole.Input);
    }

    /// <summary><c>einsum</c>: dimensions of one letter unify; those that the result lacks are contracted.</summary>
    public static ImmutableArray<Dim> EinsteinSum(Operation op)
    {
        string equation = op.Arguments.Find("equation")?.Value is LiteralOperand literal
            ? literal.Code.Trim('"').Replace(" ", "")
            : throw ArgumentList.Unknown("equation");
        string[] sides = equation.Split(["->"], StringSplitOptions.None);
        string[] terms = sides[0].Split(',');
        IReadOnlyList<ImmutableArray<Dim>> operands = op.AllShapes();
        if (sides.Length != 2 || equation.Contains('.') || terms.Length != operands.Count)
        {
            throw op.Unsupported($"has an equation that is not followed: {equation}");
        }

        var letters = new SortedDictionary<char, Dim>();
        for (int i = 0; i < terms.Length; i++)
        {
            if (terms[i].Length != operands[i].Length)
            {
                throw op.Clash($"{Operation.Text(operands[i])} for '{terms[i]}'");
            }

            for (int j = 0; j < terms[i].Length; j++)
            {
                char letter = terms[i][j];
                letters[letter] = letters.TryGetValue(letter, out Dim? known)
                    ? op.Unify(known, operands[i][j], $"dimension '{letter}'")
                    : operands[i][j];
            }
        }

        Operand[] tensors = [.. op.Arguments.All.SelectMany(argument => ArgumentList.Items(argument.Value)).Where(Operation.IsTensor)];
        for (int i = 0; i < terms.Length; i++)
        {
            for (int j = 0; j < terms[i].Length; j++)
            {
                bool isContracted = !sides[1].Contains(terms[i][j]);
                bool isShared = terms.Where((_, other) => other != i).Any(term => term.Contains(terms[i][j]));
                op.Use(tensors[i], j, isContracted ? StateRole.Input : isShared ? StateRole.Channel : StateRole.Output);
            }
        }

        op.Cost(letters.Values);
        return [.. sides[1].Select(letter => letters[letter])];
    }

    /// <summary><c>scaled_dot_product_attention</c>, whose scale follows the width of the queries.</summary>
    public static ImmutableArray<Dim> Attention(Operation op)
    {
        ImmutableArray<Dim> query = op.Shape("query") ?? throw ArgumentList.Unknown("query");
        ImmutableArray<Dim> key = op.Shape("key") ?? throw ArgumentList.Unknown("key");
        ImmutableArray<Dim> value = op.Shape("value") ?? throw ArgumentList.Unknown("value");
        int last = query.Length - 1;
        Dim width = op.Unify(query[last], key[last], "the widths of queries and keys");
        width.Approximate("the scale of an attention follows its width");
        Dim positions = op.Unify(key[last - 1], value[last - 1], "the positions of keys and values");
        ImmutableArray<Dim> batch = op.Broadcast(
            [[.. query.Take(last - 1)], [.. key.Take(last - 1)], [.. value.Take(last - 1)]]);
        op.Cost([.. batch, query[last - 1], positions, width]);
        op.Cost([.. batch, query[last - 1], positions, value[last]]);
        return [.. batch, query[last - 1], value[last]];
    }

    private static ImmutableArray<Dim> Multiply(Operation op, ImmutableArray<Dim> input, Dim produced, Dim read)
    {
        int last = input.Length - 1;
        op.Unify(input[last], read, "features");
        op.Cost([.. input.Take(last), produced, read]);
        return op.Activation(input.SetItem(last, produced));
    }
}
