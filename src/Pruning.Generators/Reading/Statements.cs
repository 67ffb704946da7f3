using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Pruning.Generators.Diagnostics;
using Pruning.Generators.Networks;
using Pruning.Generators.Reading.Values;
using Problem = Pruning.Generators.Diagnostics.Problem;

namespace Pruning.Generators.Reading;

/// <summary>How a statement ended, by how much that leaves.</summary>
internal enum Ending
{
    Normal,
    Continue,
    Break,
    Return,
}

/// <summary>How a statement ended, and what it returned if it did.</summary>
internal readonly record struct Completion(Ending Ending, Value? Result = null)
{
    public static Completion Normal => new(Ending.Normal);

    public static Completion Return(Value? result) => new(Ending.Return, result);
}

/// <content>Statements other than loops and branches.</content>
internal sealed partial class Interpreter
{
    private Completion Execute(IOperation statement)
    {
        Step(statement);
        switch (statement)
        {
            case IBlockOperation block:
                return InBlock(() => ExecuteAll(block.Operations, 0));
            case IExpressionStatementOperation expression:
                Evaluate(expression.Operation);
                return Completion.Normal;
            case IVariableDeclarationGroupOperation declarations:
                DeclareAll(declarations, isDisposed: false);
                return Completion.Normal;
            case IReturnOperation { Kind: OperationKind.YieldReturn } yielded:
                _frame.Yielded.Add(Evaluate(yielded.ReturnedValue!));
                return Completion.Normal;
            case IReturnOperation { Kind: OperationKind.YieldBreak }:
                return Completion.Return(null);
            case IReturnOperation returned:
                CheckReturned(returned.ReturnedValue);
                return Completion.Return(returned.ReturnedValue is null ? null : Evaluate(returned.ReturnedValue));
            case IConditionalOperation conditional:
                return ExecuteConditional(conditional);
            case ISwitchOperation choice:
                return ExecuteSwitch(choice);
            case ILoopOperation loop:
                return ExecuteLoop(loop);
            case IBranchOperation { BranchKind: BranchKind.Break }:
                return new Completion(Ending.Break);
            case IBranchOperation { BranchKind: BranchKind.Continue }:
                return new Completion(Ending.Continue);
            case IUsingOperation resource:
                return ExecuteUsing(resource);
            case ITryOperation attempt:
                return ExecuteTry(attempt);
            case ILockOperation guarded:
                Evaluate(guarded.LockedValue);
                return Execute(guarded.Body);
            case ILabeledOperation { Operation: { } labeled }:
                return Execute(labeled);
            case IEmptyOperation or ILocalFunctionOperation:
                return Completion.Normal;
            case IThrowOperation thrown:
                throw Thrown(thrown);
            case IInvalidOperation:
                throw DoesNotCompile(statement);
            default:
                throw Stop(statement, "statements of this kind are not supported");
        }
    }

    /// <summary>A tensor that <c>using</c> disposes of at the end of the method is of no use to the caller.</summary>
    private void CheckReturned(IOperation? value)
    {
        while (value is IConversionOperation conversion)
        {
            value = conversion.Operand;
        }

        if (IsRunning && value is ILocalReferenceOperation { Local: { IsUsing: true } local } && IsTensor(local.Type))
        {
            Report(Problem.At(value.Syntax, Rules.ReturnsDisposed, local.Name));
        }
    }

    /// <summary>Runs the statements of a block from a position on; a <c>using</c> declaration has the rest inside it.</summary>
    private Completion ExecuteAll(ImmutableArray<IOperation> statements, int from)
    {
        if (from == 0)
        {
            foreach (ILocalFunctionOperation function in statements.OfType<ILocalFunctionOperation>())
            {
                Declare(function.Symbol, new LocalFunctionValue(function, _frame, _scope));
            }
        }

        for (int i = from; i < statements.Length; i++)
        {
            if (statements[i] is IUsingDeclarationOperation resource)
            {
                int next = i + 1;
                string? scope = DeclareAll(resource.DeclarationGroup, isDisposed: true);
                return InScope(scope, resource, () => ExecuteAll(statements, next));
            }

            Completion completion = Execute(statements[i]);
            if (completion.Ending != Ending.Normal)
            {
                return completion;
            }
        }

        return Completion.Normal;
    }

    /// <summary>Declares variables; gives the code of the scope that one of them opens, null if none does.</summary>
    private string? DeclareAll(IVariableDeclarationGroupOperation group, bool isDisposed)
    {
        string? scope = null;
        foreach (IVariableDeclaratorOperation declarator in group.Declarations.SelectMany(declaration => declaration.Declarators))
        {
            IVariableInitializerOperation? initializer =
                declarator.Initializer ?? (declarator.Parent as IVariableDeclarationOperation)?.Initializer;
            Value value = initializer is null ? Constant.Null : Evaluate(initializer.Value);
            Name(value, declarator.Symbol.Name, isDisposed);
            Declare(declarator.Symbol, value);
            if (isDisposed)
            {
                scope = ScopeOf(value, declarator) ?? scope;
            }
        }

        return scope;
    }

    private Completion ExecuteUsing(IUsingOperation resource) => InBlock(() =>
    {
        string? scope = resource.Resources is IVariableDeclarationGroupOperation declarations
            ? DeclareAll(declarations, isDisposed: true)
            : ScopeOf(Evaluate(resource.Resources), resource.Resources);
        return InScope(scope, resource, () => Execute(resource.Body));
    });

    /// <summary>The code of the scope that a resource is; null for one that changes nothing of what the statements inside compute.</summary>
    private string? ScopeOf(Value resource, IOperation site) => resource switch
    {
        ScopeValue scope => scope.Code,
        UnknownValue when IsRunning => throw Stop(site, "what this 'using' does is not known"),
        _ => null,
    };

    /// <summary>Runs statements inside a scope.</summary>
    private Completion InScope(string? scope, IOperation site, Func<Completion> run)
    {
        if (scope is null || _statements is not { } outer)
        {
            return run();
        }

        int openBranches = _frame.OpenBranches.Count;
        _statements = [];
        Completion completion = run();
        if (_frame.OpenBranches.Count > openBranches)
        {
            if (completion.Ending != Ending.Return)
            {
                NoteMode(_frame.OpenBranches.Peek().Condition);
                throw Stop(site, "a branch on a value of the run leaves this scope from inside while the other side goes on after it");
            }

            completion = CloseBranches(completion, openBranches);
        }

        List<Statement> inside = _statements;
        _statements = outer;
        if (inside.Count > 0)
        {
            outer.Add(new ScopeStatement(inside.ToEquatableArray()) { Resource = scope });
        }

        return completion;
    }

    private Completion ExecuteTry(ITryOperation attempt)
    {
        Completion completion;
        try
        {
            completion = Execute(attempt.Body);
        }
        catch (ProgramThrows thrown) when (attempt.Catches.Length > 0)
        {
            throw Stop(thrown.At, "this throws, and the exception is caught");
        }

        if (attempt.Finally is null)
        {
            return completion;
        }

        Completion last = Execute(attempt.Finally);
        return last.Ending == Ending.Normal ? completion : last;
    }

    private ProgramThrows Thrown(IThrowOperation thrown)
    {
        Value exception = thrown.Exception is null ? Constant.Null : Evaluate(thrown.Exception);
        return exception switch
        {
            ExceptionValue known => new ProgramThrows(known, thrown.Syntax),
            Constant { Content: null } => Throws("System.NullReferenceException", "what is thrown is null", thrown.Syntax),
            _ => Throws("System.Exception", $"the exception '{Excerpt(thrown.Exception!.Syntax)}' is not known", thrown.Syntax),
        };
    }
}
