using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Pruning.Generators.Diagnostics;
using Pruning.Generators.Reading.Values;

namespace Pruning.Generators.Reading;

/// <summary>
/// Runs C# as far as that is possible without the program's data: numbers, strings, collections, objects and functions are as in the
/// running program; modules and tensors are described. It works on the compiler's operation trees, so every construct has the meaning
/// that the compiler gave it. The class is spread over files by subject; this one has the state and the bookkeeping.
/// </summary>
internal sealed partial class Interpreter(Compilation compilation, CancellationToken cancellation)
{
    /// <summary>Operations that one model may take; the largest published networks take a tenth of it.</summary>
    private const int StepLimit = 20_000_000;

    /// <summary>Calls that may be inside one another; deeper means a recursion that does not end.</summary>
    private const int DepthLimit = 120;

    private readonly Journal _journal = new();
    private int _steps;
    private int _depth;
    private Frame _frame = new(null, new Dictionary<ITypeParameterSymbol, ITypeSymbol>(SymbolEqualityComparer.Default));
    private Scope _scope = new(null);

    /// <summary>What was noticed without stopping.</summary>
    public List<Problem> Problems { get; } = [];

    private Sources Sources { get; } = new(compilation);

    /// <summary>Conditions that the source decides.</summary>
    public Assumptions Assumptions { get; } = new(compilation);

    private UnknownValue Unknown(IOperation at, string reason) => Unknown(at.Syntax, reason);

    private UnknownValue Unknown(SyntaxNode at, string reason) => new(Problem.At(at, Rules.Unreadable, Excerpt(at), reason));

    private ReadingStopped Stop(IOperation at, string reason) => Stop(at.Syntax, reason);

    private ReadingStopped Stop(SyntaxNode at, string reason) => new(Unknown(at, reason).Cause);

    /// <summary>Reading ends at a piece of code that does not compile.</summary>
    private static ReadingStopped DoesNotCompile(IOperation at) => new(Problem.At(at.Syntax, Rules.DoesNotCompile, Excerpt(at.Syntax)));

    /// <summary>A value that something depends on; an unknown one ends the reading with the place where it was lost.</summary>
    private static Value Needed(Value value) => value switch
    {
        UnknownValue unknown => throw new ReadingStopped(unknown.Cause),
        IgnoredObject ignored => throw new ReadingStopped(ignored.Cause),
        _ => value,
    };

    private void Step(IOperation operation)
    {
        _steps++;
        if (_steps > StepLimit)
        {
            string limit = FormattableString.Invariant($"the model takes more than {StepLimit} steps to construct and run");
            throw new ReadingStopped(Problem.At(operation.Syntax, Rules.LimitReached, limit));
        }

        if (_steps % 256 == 0)
        {
            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Runs something one call deeper.</summary>
    private T Deeper<T>(SyntaxNode at, Func<T> run)
    {
        if (_depth >= DepthLimit)
        {
            throw new ReadingStopped(Problem.At(
                at, Rules.LimitReached, FormattableString.Invariant($"more than {DepthLimit} calls are inside one another")));
        }

        _depth++;
        try
        {
            RuntimeHelpers.EnsureSufficientExecutionStack();
            return run();
        }
        catch (InsufficientExecutionStackException)
        {
            throw new ReadingStopped(Problem.At(at, Rules.LimitReached, "calls are nested too deeply for the compiler's stack"));
        }
        finally
        {
            _depth--;
        }
    }

    /// <summary>Runs something with another method's variables.</summary>
    private T Within<T>(Frame frame, Scope scope, Func<T> run)
    {
        (Frame frame, Scope scope) outer = (_frame, _scope);
        (_frame, _scope) = (frame, scope);
        try
        {
            return run();
        }
        finally
        {
            (_frame, _scope) = outer;
        }
    }

    /// <summary>Runs something in a block of its own.</summary>
    private T InBlock<T>(Func<T> run) => Within(_frame, new Scope(_scope), run);

    private Place<Value> NewPlace(Value value) => new(_journal, value);

    private void Declare(ISymbol variable, Value value) => _scope.Declare(variable, NewPlace(Copied(value)));

    /// <summary>Structs are copied when they are assigned or passed.</summary>
    private static Value Copied(Value value) =>
        value is InstanceValue { Type.IsValueType: true } instance ? instance.Copy() : value;

    private static string Excerpt(SyntaxNode node)
    {
        string text = string.Join(" ", node.ToString().Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
        return text.Length <= 80 ? text : text.Substring(0, 77) + "...";
    }
}
