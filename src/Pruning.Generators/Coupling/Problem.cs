using Pruning.Generators.Networks;

namespace Pruning.Generators.Coupling;

/// <summary>Something that the channel algebra could not follow or found to be wrong.</summary>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Message">What was found, in one sentence without a final stop.</param>
/// <param name="Modules">The numbers of the layers involved: where the tensors come from, then the layer that was run.</param>
internal sealed record Problem(ProblemKind Kind, string Message, EquatableArray<int> Modules);

/// <summary>The kinds of <see cref="Problem"/>.</summary>
internal enum ProblemKind
{
    /// <summary>Sizes that cannot meet, which would fail at run time.</summary>
    ShapeClash,

    /// <summary>An operator that has no row in the table; the channels that it reads are kept.</summary>
    UnknownOperator,

    /// <summary>A layer that has no row in the table; the channels that it reads are kept.</summary>
    UnknownLayer,

    /// <summary>An argument that is not known at compile time, or that the table cannot follow; the channels are kept.</summary>
    UnknownArgument,

    /// <summary>Channels that the algebra cannot follow through an operator that it knows; they are kept.</summary>
    Uncoupled,
}

/// <summary>Thrown by a rule that cannot go on; <see cref="Propagation"/> turns it into a <see cref="Problem"/>.</summary>
internal sealed class RuleException(ProblemKind kind, string message) : Exception(message)
{
    /// <summary>The kind of the problem.</summary>
    public ProblemKind Kind { get; } = kind;
}
