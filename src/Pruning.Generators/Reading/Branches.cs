using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Pruning.Generators.Networks;
using Pruning.Generators.Reading.Values;

namespace Pruning.Generators.Reading;

/// <summary>What one side of a branch did.</summary>
internal sealed record BranchSide(Completion Completion, Changes Changes, IReadOnlyList<Statement> Statements, ProgramThrows? Thrown);

/// <summary>
/// A branch of which one side has left the method, the loop or the turn of it; what comes until its end is the other side.
/// </summary>
/// <param name="Condition">What decides.</param>
/// <param name="Left">The side that has left.</param>
/// <param name="LeftIfTrue">Whether that is the side on which the condition holds.</param>
/// <param name="Outer">What ran before the branch; null while the model is constructed.</param>
/// <param name="Path">What held before the branch.</param>
/// <param name="At">Where it stands.</param>
internal sealed record OpenBranch(
    Value Condition,
    BranchSide Left,
    bool LeftIfTrue,
    List<Statement>? Outer,
    ImmutableStack<(RuntimeCondition, bool)> Path,
    SyntaxNode At);

/// <content>
/// Branches. A known condition takes its side. One that only the run knows has both sides read, each from the same state; then the
/// states are joined: what holds after both sides holds.
/// </content>
internal sealed partial class Interpreter
{
    /// <summary>Branches of one method that may be open at once: turns of a loop that the data ends.</summary>
    private const int OpenLimit = 120;

    private Completion ExecuteConditional(IConditionalOperation conditional)
    {
        Value condition = Assumptions.Of(conditional.Condition.Syntax) ?? Evaluate(conditional.Condition);
        if (condition is Constant { Content: bool truth })
        {
            return truth ? Execute(conditional.WhenTrue)
                : conditional.WhenFalse is { } otherwise ? Execute(otherwise)
                : Completion.Normal;
        }

        return Fork(
            condition,
            conditional.Condition.Syntax,
            () => Execute(conditional.WhenTrue),
            () => conditional.WhenFalse is { } otherwise ? Execute(otherwise) : Completion.Normal);
    }

    /// <summary>Evaluates an expression of which the condition chooses one side.</summary>
    private Value Choose(Value condition, SyntaxNode at, Func<Value> whenTrue, Func<Value> whenFalse) =>
        condition is Constant { Content: bool truth }
            ? truth ? whenTrue() : whenFalse()
            : JoinExpression(condition, at, whenTrue, whenFalse);

    private Value JoinExpression(Value condition, SyntaxNode at, Func<Value> whenTrue, Func<Value> whenFalse)
    {
        // A local stands for the result, so that the two values are joined with everything else.
        Place<Value> result = NewPlace(Constant.Null);
        Fork(condition, at, () => Store(whenTrue), () => Store(whenFalse));
        return result.Content;

        Completion Store(Func<Value> side)
        {
            result.Content = side();
            return Completion.Normal;
        }
    }

    private Completion Fork(Value condition, SyntaxNode at, Func<Completion> whenTrue, Func<Completion> whenFalse)
    {
        BranchSide then = OnPath(condition, true, () => RunSide(whenTrue));
        BranchSide otherwise = OnPath(condition, false, () => RunSide(whenFalse));
        if (then.Thrown is not null && otherwise.Thrown is not null)
        {
            throw then.Thrown;
        }

        if (then.Thrown is not null || otherwise.Thrown is not null)
        {
            // A side that throws is the validation of something; the run is on the other side.
            BranchSide alive = then.Thrown is null ? then : otherwise;
            Resume(alive);
            return alive.Completion;
        }

        return Combine(condition, at, then, otherwise);
    }

    /// <summary>
    /// Goes on after a branch: behind both sides where they ended alike, else on the side that leaves less, until the place that the other
    /// one has left for.
    /// </summary>
    private Completion Combine(Value condition, SyntaxNode at, BranchSide then, BranchSide otherwise)
    {
        if (then.Completion.Ending == otherwise.Completion.Ending)
        {
            Value? result = Merge(condition, at, then, otherwise);
            return then.Completion with { Result = result };
        }

        return then.Completion.Ending > otherwise.Completion.Ending
            ? Open(condition, then, otherwise, leftIfTrue: true, at)
            : Open(condition, otherwise, then, leftIfTrue: false, at);
    }

    private BranchSide RunSide(Func<Completion> side)
    {
        List<Statement>? outer = _statements;
        (Dictionary<int, (string, bool)> Names, ModuleValue? Running, int Depth, int Open) before =
            (_names, _running, _journal.Depth, _frame.OpenBranches.Count);
        _statements = outer is null ? null : [];
        _journal.Begin();
        Completion completion = Completion.Normal;
        ProgramThrows? thrown = null;
        try
        {
            completion = side();
            if (completion.Ending == Ending.Return)
            {
                completion = CloseBranches(completion, before.Open);
            }
            else if (_frame.OpenBranches.Count > before.Open)
            {
                throw LeavesFromInside(_frame.OpenBranches.Peek());
            }
        }
        catch (ProgramThrows exception)
        {
            thrown = exception;
            (_names, _running) = (before.Names, before.Running);
            while (_frame.OpenBranches.Count > before.Open)
            {
                _frame.OpenBranches.Pop();
            }

            while (_journal.Depth > before.Depth + 1)
            {
                _journal.End();
            }
        }

        List<Statement> statements = _statements ?? [];
        _statements = outer;
        return new BranchSide(completion, _journal.End(), statements, thrown);
    }

    private void Resume(BranchSide side)
    {
        side.Changes.Redo();
        _statements?.AddRange(side.Statements);
    }

    private Completion Open(Value condition, BranchSide left, BranchSide goingOn, bool leftIfTrue, SyntaxNode at)
    {
        if (_frame.OpenBranches.Count == OpenLimit)
        {
            throw Stop(at, FormattableString.Invariant($"only the run knows when this ends, and {OpenLimit} turns are not the end"));
        }

        _frame.OpenBranches.Push(new OpenBranch(condition, left, leftIfTrue, _statements, _path, at));
        _path = condition is RuntimeCondition known ? _path.Push((known, !leftIfTrue)) : _path;
        _statements = _statements is null ? null : [];
        _journal.Begin();
        Resume(goingOn);
        return goingOn.Completion;
    }

    private BranchSide CloseInnermost(Completion completion, out OpenBranch open)
    {
        open = _frame.OpenBranches.Pop();
        var rest = new BranchSide(completion, _journal.End(), _statements ?? [], null);
        (_statements, _path) = (open.Outer, open.Path);
        return rest;
    }

    /// <summary>Joins what was returned early with what is returned now.</summary>
    private Completion CloseBranches(Completion completion, int downTo)
    {
        while (_frame.OpenBranches.Count > downTo)
        {
            CheckInnermost(Ending.Return);
            BranchSide rest = CloseInnermost(completion, out OpenBranch open);
            Value? result = open.LeftIfTrue
                ? Merge(open.Condition, open.At, open.Left, rest)
                : Merge(open.Condition, open.At, rest, open.Left);
            completion = Completion.Return(result);
        }

        return completion;
    }

    /// <summary>At the end of a loop, or of one turn of it: sides of branches that have left it go on from here.</summary>
    private Completion Rejoin(Ending left, int downTo, Completion completion)
    {
        completion = completion.Ending == left ? Completion.Normal : completion;
        while (_frame.OpenBranches.Take(_frame.OpenBranches.Count - downTo).Any(open => open.Left.Completion.Ending == left))
        {
            CheckInnermost(left);
            BranchSide rest = CloseInnermost(completion, out OpenBranch open);
            BranchSide gone = open.Left with { Completion = Completion.Normal };
            completion = open.LeftIfTrue
                ? Combine(open.Condition, open.At, gone, rest)
                : Combine(open.Condition, open.At, rest, gone);
        }

        return completion;
    }

    private void CheckInnermost(Ending left)
    {
        OpenBranch open = _frame.OpenBranches.Peek();
        if (open.Left.Completion.Ending != left)
        {
            throw LeavesFromInside(open);
        }
    }

    private ReadingStopped LeavesFromInside(OpenBranch open)
    {
        NoteMode(open.Condition);
        return Stop(open.At, "a branch that only the run decides leaves the method or a loop from inside another one");
    }

    /// <summary>The rest of the method throws where one side had returned: the run is on that side.</summary>
    private Completion DropRest()
    {
        CheckInnermost(Ending.Return);
        CloseInnermost(Completion.Normal, out OpenBranch open);
        Resume(open.Left);
        return open.Left.Completion;
    }

    /// <summary>Joins two sides that ended in the same way; gives the joined result.</summary>
    private Value? Merge(Value condition, SyntaxNode at, BranchSide then, BranchSide otherwise)
    {
        var meeting = new Meeting(condition, at, then, otherwise);
        var places = then.Changes.Written.Concat(otherwise.Changes.Written).Select(write => write.Place).Distinct().ToList();
        var joined = places
            .Select(place => (Place: place, Content: JoinContents(
                then.Changes.ContentOf(place), otherwise.Changes.ContentOf(place), meeting)))
            .ToList();
        Value? result = then.Completion.Result is { } a && otherwise.Completion.Result is { } b
            ? JoinValues(a, b, meeting)
            : then.Completion.Result ?? otherwise.Completion.Result;
        foreach ((IPlace place, object? content) in joined)
        {
            place.Content = content;
        }

        if (then.Statements.Count + otherwise.Statements.Count + meeting.Joins.Count > 0)
        {
            if (Needed(condition) is not RuntimeCondition known)
            {
                throw Stop(at, "which side runs depends on the data; [Assume] can decide it");
            }

            _statements!.Add(new BranchStatement
            {
                Condition = known.Code,
                Reads = known.Reads.ToEquatableArray(),
                Then = then.Statements.ToEquatableArray(),
                Else = otherwise.Statements.ToEquatableArray(),
                Joins = meeting.Joins.ToEquatableArray(),
            });
        }

        return result;
    }

    private object? JoinContents(object? a, object? b, Meeting meeting)
    {
        if (Equals(a, b))
        {
            return a;
        }

        return (a, b) switch
        {
            (Value left, Value right) => JoinValues(left, right, meeting),
            (TensorId left, TensorId right) => new TensorId(JoinTensors(left.Number, right.Number, meeting.Joins)),
            (ImmutableList<Value> left, ImmutableList<Value> right) when left.Count == right.Count =>
                left.Zip(right, (x, y) => JoinValues(x, y, meeting)).ToImmutableList(),
            (LostContent, _) => a,
            (_, LostContent) => b,
            _ => Differing(meeting),
        };
    }

    private LostContent Differing(Meeting meeting)
    {
        NoteMode(meeting.Condition);
        return new LostContent(Unknown(
            meeting.At, "the sides of this branch, which only the run decides, leave a collection or module in different states").Cause);
    }

    private Value JoinValues(Value a, Value b, Meeting meeting)
    {
        if (ReferenceEquals(a, b) || Same(a, b) == true)
        {
            return SizeTracing.Join(a, b);
        }

        switch (a, b)
        {
            case (TensorHandle left, TensorHandle right):
                return NewTensor(JoinTensors(left.Id, right.Id, meeting.Joins));
            case (TupleValue left, TupleValue right) when left.Items.Length == right.Items.Length:
                return new TupleValue([.. left.Items.Zip(right.Items, (x, y) => JoinValues(x, y, meeting))]);
            case (ArrayValue left, ArrayValue right) when left.Lengths.SequenceEqual(right.Lengths):
                return left.With(left.Items.Zip(right.Items, (x, y) => JoinValues(x, y, meeting)), _journal);
            case (CodeConstant left, CodeConstant right) when meeting.Condition is RuntimeCondition { Reads.Length: 0 } known:
                return new CodeConstant($"({known.Code} ? {left.Code} : {right.Code})", left.Type);
            case (UnknownValue and not ChoiceValue, _):
                return a;
            case (_, UnknownValue and not ChoiceValue):
                return b;
            default:
                NoteMode(meeting.Condition);
                return meeting.Condition is UnknownValue ? meeting.Condition : Chosen(a, b, meeting);
        }
    }

    /// <summary>Two sides where they meet.</summary>
    /// <param name="Condition">What decides between them.</param>
    /// <param name="At">Where it stands.</param>
    /// <param name="Then">What was done where it holds.</param>
    /// <param name="Otherwise">What was done where it does not.</param>
    private sealed record Meeting(Value Condition, SyntaxNode At, BranchSide Then, BranchSide Otherwise)
    {
        /// <summary>The tensors that are joined so far.</summary>
        public List<Join> Joins { get; } = [];
    }
}
