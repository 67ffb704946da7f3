using Pruning.Generators.Networks;

namespace Pruning.Generators.Plans;

/// <summary>A pruning plan as its file has it; not yet held against the model.</summary>
public sealed record PlanFile
{
    /// <summary>The metadata name of the model class.</summary>
    public required PlanText Model { get; init; }

    /// <summary>The fingerprint of the graph that the plan was made for.</summary>
    public required PlanText Fingerprint { get; init; }

    /// <summary>The groups.</summary>
    public required EquatableArray<PlannedGroup> Groups { get; init; }

    /// <summary>Where the groups stand.</summary>
    public required TextPosition GroupsPosition { get; init; }
}

/// <summary>A text in a plan file and where it stands.</summary>
public sealed record PlanText(string Value, TextPosition Position);

/// <summary>What a plan says of one group.</summary>
/// <param name="Name">The group.</param>
/// <param name="Position">Where it stands.</param>
/// <param name="Channels">The channels of the dense model.</param>
/// <param name="Kept">How many of them stay.</param>
public sealed record PlannedGroup(string Name, TextPosition Position, int Channels, int Kept);

/// <summary>What is wrong with a plan file, and where.</summary>
public sealed record PlanProblem(string Message, TextPosition Position)
{
    /// <summary>The name that should stand there instead; null where none is near.</summary>
    public string? Replacement { get; init; }
}

/// <summary>A plan file that was read, or what is wrong with it: one of both is null.</summary>
public sealed record PlanReading(PlanFile? Plan, PlanProblem? Problem);
