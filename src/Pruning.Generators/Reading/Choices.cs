using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Pruning.Generators.Reading.Values;

namespace Pruning.Generators.Reading;

/// <content>Values of which a condition of the run chooses one: a mask that is null where nothing is padded.</content>
internal sealed partial class Interpreter
{
    /// <summary>The conditions of the run that hold or do not hold where reading is.</summary>
    private ImmutableStack<(RuntimeCondition Condition, bool Truth)> _path = ImmutableStack<(RuntimeCondition, bool)>.Empty;

    private T OnPath<T>(Value condition, bool truth, Func<T> run)
    {
        ImmutableStack<(RuntimeCondition, bool)> before = _path;
        _path = condition is RuntimeCondition known ? before.Push((known, truth)) : before;
        try
        {
            return run();
        }
        finally
        {
            _path = before;
        }
    }

    /// <summary>A value where reading is: one of two becomes the one that it is there.</summary>
    private Value Settled(Value value)
    {
        while (value is ChoiceValue choice && HoldsHere(choice.Condition) is { } truth && ReferenceEquals(choice.Owner, _running))
        {
            value = truth ? choice.Then : choice.Otherwise;
        }

        return value;
    }

    private bool? HoldsHere(RuntimeCondition condition) =>
        _path.Select(known => condition.HoldsIf(known.Condition, known.Truth)).FirstOrDefault(truth => truth is not null);

    /// <summary>What two different values are after the branch that made them.</summary>
    private Value Chosen(Value then, Value otherwise, Meeting meeting)
    {
        UnknownValue unknown = Unknown(meeting.At, "a value depends on this condition, which only the run decides");
        if (meeting.Condition is not RuntimeCondition condition
            || OutOf(then, MadeBy(meeting.Then), id => JoinTensors(id, null, meeting.Joins)) is not { } left
            || OutOf(otherwise, MadeBy(meeting.Otherwise), id => JoinTensors(null, id, meeting.Joins)) is not { } right)
        {
            return unknown;
        }

        return OfBoth(new ChoiceValue(unknown.Cause, condition, left, right, _running), side => side);
    }

    /// <summary>A value outside the side of a branch that made it; null where it cannot be taken out.</summary>
    private Value? OutOf(Value value, ISet<int> made, Func<int, int> take) => value switch
    {
        TensorHandle tensor => made.Contains(tensor.Id) ? NewTensor(take(tensor.Id)) : tensor,
        TupleValue tuple => tuple.Items.Select(item => OutOf(item, made, take)).OfType<Value>().ToImmutableArray() is var items
            && items.Length == tuple.Items.Length ? new TupleValue(items) : null,
        RuntimeCondition condition => condition.Reads.SelectMany(read => read.Tensors()).Any(made.Contains) ? null : condition,
        RunProperty { Tensor: TensorHandle tensor } when made.Contains(tensor.Id) => null,
        ChoiceValue choice => OutOf(choice.Then, made, take) is { } then && OutOf(choice.Otherwise, made, take) is { } otherwise
            && !choice.Condition.Reads.SelectMany(read => read.Tensors()).Any(made.Contains)
                ? new ChoiceValue(choice.Cause, choice.Condition, then, otherwise, choice.Owner)
                : null,
        Constant or EnumConstant or CodeConstant or SymbolicNumber or StateTensor or LayerState or ModuleValue => value,
        _ => null,
    };

    /// <summary>The tensors that a side makes, which have no name outside it.</summary>
    private static HashSet<int> MadeBy(BranchSide side) =>
        [.. side.Statements.SelectMany(statement => statement.Flatten()).SelectMany(statement => statement.Made).Select(made => made.Id)];

    /// <summary>What a function without effects gives for one of two values: a condition where it gives truth values.</summary>
    private Value OfBoth(ChoiceValue choice, Func<Value, Value> function)
    {
        Value then = function(choice.Then);
        Value otherwise = function(choice.Otherwise);
        if (Same(then, otherwise) == true)
        {
            return then;
        }

        bool isHere = ReferenceEquals(choice.Owner, _running);
        RuntimeCondition condition = choice.Condition;
        return (then, otherwise) switch
        {
            (UnknownValue and not ChoiceValue, _) => then,
            (_, UnknownValue and not ChoiceValue) => otherwise,
            (Constant { Content: true }, Constant { Content: false }) when isHere => condition,
            (Constant { Content: false }, Constant { Content: true }) when isHere => condition.Negated(),
            (Constant { Content: true }, RuntimeCondition open) when isHere => condition.Joined("||", open),
            (Constant { Content: false }, RuntimeCondition open) when isHere => condition.Negated().Joined("&&", open),
            (RuntimeCondition open, Constant { Content: true }) when isHere => condition.Negated().Joined("||", open),
            (RuntimeCondition open, Constant { Content: false }) when isHere => condition.Joined("&&", open),
            _ => new ChoiceValue(choice.Cause, condition, then, otherwise, choice.Owner),
        };
    }

    /// <summary>Does something with one of two values: in a branch, with each.</summary>
    private Value InBranches(ChoiceValue choice, SyntaxNode at, Func<Value, Value> run) =>
        ReferenceEquals(choice.Owner, _running) && IsRunning
            ? JoinExpression(choice.Condition, at, () => run(choice.Then), () => run(choice.Otherwise))
            : choice;

    private static ChoiceValue? ChoiceAmong(IEnumerable<Bound> arguments) =>
        arguments.Select(argument => argument.Value).OfType<ChoiceValue>().FirstOrDefault();

    private static List<Bound> With(IEnumerable<Bound> arguments, ChoiceValue choice, Value side) =>
        [.. arguments.Select(argument => ReferenceEquals(argument.Value, choice) ? argument with { Value = side } : argument)];
}
