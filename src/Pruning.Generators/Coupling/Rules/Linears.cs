using System.Collections.Immutable;

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
        ImmutableArray<Dim> output = Multiply(op, op.Input, weight[0], weight[1]);
        if (op.Shape("bias") is { } bias)
        {
            op.Unify(bias[0], weight[0], "the bias");
        }

        return output;
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

        Dim contracted = op.Unify(left[left.Length - 1], right[Math.Max(0, right.Length - 2)], "the contracted dimensions");
        ImmutableArray<Dim> batch = op.Broadcast([[.. left.Take(left.Length - 2)], [.. right.Take(right.Length - 2)]]);
        ImmutableArray<Dim> output = [.. batch, .. left.Skip(left.Length - 2).Take(Math.Min(1, left.Length - 1)),
            .. right.Skip(1).Skip(right.Length - 2)];
        op.Cost([.. output, contracted]);
        return output;
    }

    private static ImmutableArray<Dim> Multiply(Operation op, ImmutableArray<Dim> input, Dim produced, Dim read)
    {
        int last = input.Length - 1;
        op.Unify(input[last], read, "features");
        op.Cost([.. input.Take(last), produced, read]);
        return input.SetItem(last, produced);
    }
}
