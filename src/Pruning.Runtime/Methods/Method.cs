namespace Pruning;

/// <summary>A published method of pruning, and what this library has of it.</summary>
/// <param name="Id">Its number in the inventory, as <c>01</c>; letters tell variants apart.</param>
/// <param name="Name">The name by which recipes ask for it, in lower case with hyphens.</param>
/// <param name="Title">What it is.</param>
/// <param name="Source">Authors and year of the paper.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="Data">What it looks at.</param>
public sealed record Method(string Id, string Name, string Title, string Source, MethodKind Kind, DataNeeds Data)
{
    /// <summary>Whether whole channels go, and not single weights.</summary>
    public bool IsStructured { get; init; } = true;

    /// <summary>Whether what was removed can come back later.</summary>
    public bool IsReversible { get; init; }

    /// <summary>Whether the method works here; what does not is planned.</summary>
    public MethodStatus Status { get; init; } = MethodStatus.Works;

    /// <summary>Makes the criterion with its default settings, if the method is one.</summary>
    public Func<Importance>? Importance { get; init; }

    /// <summary>
    /// What makes the criterion's scores comparable between groups; by default the mean. Estimates of the loss are comparable as they are.
    /// </summary>
    public Normalization Normalization { get; init; } = Normalization.Mean;

    /// <summary>Makes the selector with its default settings, if the method is one.</summary>
    public Func<ChannelSelector>? Selector { get; init; }

    /// <summary>Makes the reconstruction with its default settings, if the method is one.</summary>
    public Func<Reconstruction>? Reconstruction { get; init; }
}

/// <summary>What a method is for.</summary>
public enum MethodKind
{
    /// <summary>Scores channels.</summary>
    Criterion,

    /// <summary>Chooses a set of channels.</summary>
    Selector,

    /// <summary>Mends the weights that stay.</summary>
    Reconstruction,

    /// <summary>Spreads a budget over groups.</summary>
    Allocation,

    /// <summary>A pattern of masked weights.</summary>
    Mask,

    /// <summary>Changes the training.</summary>
    Training,

    /// <summary>A sequence of pruning and training.</summary>
    Procedure,

    /// <summary>Measures and compares.</summary>
    Evaluation,
}

/// <summary>What a method must look at.</summary>
public enum DataNeeds
{
    /// <summary>The weights alone.</summary>
    None,

    /// <summary>Samples, run forwards.</summary>
    Samples,

    /// <summary>Samples with labels, run forwards.</summary>
    Labels,

    /// <summary>Samples with labels, run forwards and backwards.</summary>
    Gradients,

    /// <summary>A training run.</summary>
    Training,

    /// <summary>Many evaluations: a search.</summary>
    Search,
}

/// <summary>Whether a method can be used.</summary>
public enum MethodStatus
{
    /// <summary>It agrees with its reference numbers and has the properties that it should have.</summary>
    Works,

    /// <summary>Not yet.</summary>
    Planned,
}
