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
    public static ImmutableArray<Dim> PadLayer(Operation op, ArgumentList arguments, int spatial) => PadBy(
        op,
        arguments.Sizes(2 * spatial, "padding") ?? throw ArgumentList.Unknown("padding"),
        null,
        isConstant: op.Name.StartsWith("Zero", StringComparison.Ordinal) || op.Name.StartsWith("Constant", StringComparison.Ordinal));

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

            if (dims[index].IsConstant || !isConstant || before.Constant is not { } first || behind.Constant is not { } last)
            {
                op.Lose(dims[index], "they are padded with what is not constant, or by an amount that is not known");
                dims = dims.SetItem(index, Dim.Constant(dims[index].Length + before + behind));
                continue;
            }

            Dim start = Side(op, dims[index], first, argument, 2 * i, isStart: true);
            Dim end = Side(op, dims[index], last, argument, (2 * i) + 1, isStart: false);
            Dim middle = Slices.Range(op, dims[index], Math.Max(0, -first), dims[index].Length.Constant!.Value - Math.Max(0, -last));
            dims = dims.SetItem(index, Dim.Sum([start, middle, end]));
        }

        return dims;
    }

    /// <summary>What is added on one side of a dimension; a negative amount cuts off as much and adds nothing.</summary>
    private static Dim Side(Operation op, Dim dim, long amount, string? argument, int place, bool isStart)
    {
        if (amount < 0)
        {
            long length = dim.Length.Constant!.Value;
            Dim cut = isStart ? Slices.Range(op, dim, 0, -amount) : Slices.Range(op, dim, length + amount, length);
            if (argument is null)
            {
                cut.Keep("they are cut off by an amount that stands for both sides");
            }
            else
            {
                op.RewriteNegated(argument, cut, place);
            }

            return new Dim([]);
        }

        if (argument is null || amount == 0)
        {
            return amount == 0 ? new Dim([]) : Dim.Constant(amount);
        }

        Dim added = Dim.Fresh(amount);
        op.Rewrite(argument, added, place);
        return added;
    }
}
