using Pruning.Generators.Diagnostics;

namespace Pruning.Generators.Reading;

/// <summary>Reading cannot go on: what follows would depend on something that was not understood.</summary>
internal sealed class ReadingStopped(Problem problem) : Exception(problem.Rule.Id)
{
    public Problem Problem { get; } = problem;
}

/// <summary>The interpreted program throws.</summary>
internal sealed class ProgramThrows(Values.ExceptionValue exception, Microsoft.CodeAnalysis.SyntaxNode at) : Exception
{
    public Values.ExceptionValue Exception { get; } = exception;

    public Microsoft.CodeAnalysis.SyntaxNode At { get; } = at;
}
