using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Pruning.Generators.Networks;
using Pruning.Generators.Reading.Values;

namespace Pruning.Generators.Reading;

/// <content>Loops, which are unrolled. What the run decides to leave early is a branch whose other side goes on with the loop.</content>
internal sealed partial class Interpreter
{
    private Completion ExecuteLoop(ILoopOperation loop)
    {
        int open = _frame.OpenBranches.Count;
        return Rejoin(Ending.Break, open, loop switch
        {
            IForLoopOperation counted => InBlock(() => ExecuteFor(counted)),
            IForEachLoopOperation each => ExecuteForEach(each),
            IWhileLoopOperation conditional => ExecuteWhile(conditional),
            _ => throw Stop(loop, "loops of this kind are not supported"),
        });
    }

    /// <summary>Runs the body of a loop once.</summary>
    private Completion Turn(ILoopOperation loop, Func<Completion> body)
    {
        Step(loop);
        int open = _frame.OpenBranches.Count;
        return Rejoin(Ending.Continue, open, body());
    }

    private Completion ExecuteFor(IForLoopOperation loop)
    {
        foreach (IOperation before in loop.Before)
        {
            Execute(before);
        }

        while (loop.Condition is null || GoesOn(loop.Condition, isUntil: false))
        {
            Completion completion = Turn(loop, () => Execute(loop.Body));
            if (completion.Ending != Ending.Normal)
            {
                return completion;
            }

            foreach (IOperation after in loop.AtLoopBottom)
            {
                Execute(after);
            }
        }

        return Completion.Normal;
    }

    private Completion ExecuteForEach(IForEachLoopOperation loop)
    {
        foreach (Value item in Enumerate(Evaluate(loop.Collection), loop.Collection))
        {
            Completion completion = Turn(loop, () => InBlock(() =>
            {
                DeclareLoopVariable(loop.LoopControlVariable, item);
                return Execute(loop.Body);
            }));
            if (completion.Ending != Ending.Normal)
            {
                return completion;
            }
        }

        return Completion.Normal;
    }

    private void DeclareLoopVariable(IOperation variable, Value item)
    {
        switch (variable)
        {
            case IVariableDeclaratorOperation declarator:
                Declare(declarator.Symbol, item);
                break;
            case IDeclarationExpressionOperation or ITupleOperation or IDiscardOperation or ILocalReferenceOperation:
                Deconstruct(variable, item);
                break;
            default:
                throw Stop(variable, "loop variables of this kind are not supported");
        }
    }

    private Completion ExecuteWhile(IWhileLoopOperation loop)
    {
        while (!loop.ConditionIsTop || HoldsFor(loop))
        {
            Completion completion = Turn(loop, () => InBlock(() => Execute(loop.Body)));
            if (completion.Ending != Ending.Normal)
            {
                return completion;
            }

            if (!loop.ConditionIsTop && !HoldsFor(loop))
            {
                break;
            }
        }

        return Completion.Normal;
    }

    private bool HoldsFor(IWhileLoopOperation loop) => loop.Condition is null || GoesOn(loop.Condition, loop.ConditionIsUntil);

    /// <summary>Whether a loop goes on. Where only the run knows, it does, and leaving it is the other side of a branch.</summary>
    private bool GoesOn(IOperation condition, bool isUntil)
    {
        Value holds = Needed(Evaluate(condition));
        if (holds is Constant { Content: bool truth })
        {
            return truth != isUntil;
        }

        // A loop over an open size, such as that of a sequence, has no last turn to read.
        if (holds is not RuntimeCondition decides || decides.Reads.All(read => read is SizeOperand))
        {
            throw Stop(condition, "how often this loop runs is known only at run time; a size that it depends on can be declared as a number");
        }

        var leaves = new Completion(Ending.Break);
        Fork(
            holds,
            condition.Syntax,
            () => isUntil ? leaves : Completion.Normal,
            () => isUntil ? Completion.Normal : leaves);
        return true;
    }
}
