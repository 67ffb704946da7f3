using System.Collections.Immutable;

namespace Pruning.Generators.Coupling.Rules;

/// <summary>Losses that a model computes by itself, as language models do that are given what they should have said.</summary>
internal static class Losses
{
    /// <summary>Losses that compare entry by entry.</summary>
    public static ImmutableArray<Dim> Entrywise(Operation op, ArgumentList options) =>
        Reduced(options, [.. op.Broadcast(op.AllShapes()).Select(dim => dim.Shifted(!dim.IsConstant))]);

    /// <summary><c>cross_entropy</c> and <c>nll_loss</c>: the target names the right class, or has a share for each.</summary>
    public static ImmutableArray<Dim> OfClasses(Operation op, ArgumentList options)
    {
        ImmutableArray<Dim> dims = op.Input;
        ImmutableArray<Dim> target = op.Shape("target") ?? throw ArgumentList.Unknown("target");
        int classes = dims.Length == 1 ? 0 : 1;
        if (target.Length == dims.Length)
        {
            op.Unify(dims[classes], target[classes], "classes");
            dims[classes].Approximate("a softmax runs over these channels");
        }
        else
        {
            dims[classes].Keep("they are classes, which the target counts");
        }

        return Reduced(options, dims.RemoveAt(classes));
    }

    private static ImmutableArray<Dim> Reduced(ArgumentList options, ImmutableArray<Dim> losses)
    {
        if (options.Member("reduction") == "None")
        {
            return losses;
        }

        foreach (Dim dim in losses)
        {
            dim.Approximate("a loss runs over these channels");
        }

        return [];
    }
}
