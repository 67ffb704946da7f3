using System.Collections.Immutable;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Coupling.Rules;

/// <summary>Padding. Along channels, what is padded is an axis of its own, which follows whatever the sum is coupled with.</summary>
internal static class Pads
{
    /// <summary><c>functional.pad</c>.</summary>
    public static ImmutableArray<Dim> Pad(Operation op)
    {
        Argument argument = op.Arguments.Find("pad") ?? throw ArgumentList.Unknown("pad");
        Size[] amounts = op.Arguments.Sizes("pad")!;
        bool isConstant = op.Arguments.Member("mode") is null or "Constant" or "Zeros";
        return amounts.Length == 1
            ? PadBy(op, [amounts[0], amounts[0]], null, isConstant)
            : PadBy(op, amounts, argument.Name, isConstant);
    }

    /// <summary>The padding layers, whose amounts concern spatial dimensions.</summary>
    public static ImmutableArray<Dim> PadLayer(Operation op, ArgumentList arguments, int spatial) =>
        PadBy(op, arguments.Sizes(2 * spatial, "padding") ?? throw ArgumentList.Unknown("padding"), null, isConstant: true);

    private static ImmutableArray<Dim> PadBy(Operation op, Size[] amounts, string? argument, bool isConstant)
    {
        ImmutableArray<Dim> dims = op.Input;
        if (amounts.Length % 2 != 0 || amounts.Length > 2 * dims.Length)
        {
            throw op.Clash($"{amounts.Length} amounts for {Operation.Text(dims)}");
        }

        // The amounts come in pairs, for the last dimension first.
        for (int i = 0; i < amounts.Length / 2; i++)
        {
            int index = dims.Length - 1 - i;
            Size before = amounts[2 * i];
            Size behind = amounts[(2 * i) + 1];
            if (before.Constant == 0 && behind.Constant == 0)
            {
                continue;
            }

            bool isFollowed = isConstant && argument is not null && before.Constant >= 0 && behind.Constant >= 0 && !dims[index].IsConstant;
            if (!isFollowed)
            {
                op.Lose(dims[index], "they are padded with what is not constant, or by an amount that is not known");
                dims = dims.SetItem(index, Dim.Constant(dims[index].Length + before + behind));
                continue;
            }

            Dim left = Dim.Fresh(before);
            Dim right = Dim.Fresh(behind);
            op.Rewrite(argument!, left, 2 * i);
            op.Rewrite(argument!, right, (2 * i) + 1);
            dims = dims.SetItem(index, new Dim([.. left.Segments.Where(IsSome), .. dims[index].Segments, .. right.Segments.Where(IsSome)]));
        }

        return dims;
    }

    private static bool IsSome(Segment segment) => segment.Length.Constant != 0;

}
