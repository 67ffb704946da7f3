using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Pruning.Generators.Reading.Values;

namespace Pruning.Generators.Reading;

/// <content>Loops, which are unrolled.</content>
internal sealed partial class Interpreter
{
    private Completion ExecuteLoop(ILoopOperation loop) => loop switch
    {
        IForLoopOperation counted => InBlock(() => ExecuteFor(counted)),
        IForEachLoopOperation each => ExecuteForEach(each),
        IWhileLoopOperation conditional => ExecuteWhile(conditional),
        _ => throw Stop(loop, "loops of this kind are not supported"),
    };

    private Completion ExecuteFor(IForLoopOperation loop)
    {
        foreach (IOperation before in loop.Before)
        {
            Execute(before);
        }

        while (loop.Condition is null || IsKnownTrue(loop.Condition))
        {
            Step(loop);
            if (Leaves(Execute(loop.Body), out Completion completion))
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
            Step(loop);
            Completion completion = InBlock(() =>
            {
                DeclareLoopVariable(loop.LoopControlVariable, item);
                return Execute(loop.Body);
            });
            if (Leaves(completion, out completion))
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
            Step(loop);
            if (Leaves(InBlock(() => Execute(loop.Body)), out Completion completion))
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

    private bool HoldsFor(IWhileLoopOperation loop) =>
        loop.Condition is null || IsKnownTrue(loop.Condition) != loop.ConditionIsUntil;

    private bool IsKnownTrue(IOperation condition) => Needed(Evaluate(condition)) switch
    {
        Constant { Content: bool truth } => truth,
        _ => throw Stop(condition, "how often this loop runs is known only at run time"),
    };

    private static bool Leaves(Completion body, out Completion loop)
    {
        loop = body.Ending == Ending.Return ? body : Completion.Normal;
        return body.Ending is Ending.Break or Ending.Return;
    }
}
