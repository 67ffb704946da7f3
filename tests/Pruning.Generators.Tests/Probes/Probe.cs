namespace Pruning.Generators.Tests.Probes;

/// <summary>A small network on which Torch-Pruning was tried, and what is expected here.</summary>
/// <param name="Id">Its name in the list of probes.</param>
/// <param name="Case">What it is about.</param>
/// <param name="Theirs">What Torch-Pruning 1.6.1 does.</param>
/// <param name="Models">The network in TorchSharp, and behind it variants of the same construct.</param>
internal sealed record Probe(string Id, string Case, string Theirs, params ProbeModel[] Models)
{
    /// <summary>What cannot be a network in TorchSharp, or is shown by a test of its own.</summary>
    public Elsewhere? Elsewhere { get; init; }

    /// <summary>What is true here, in a few words.</summary>
    public string Ours => Elsewhere?.ToString() ?? Models[0].Expected + Variants(Models.Length - 1);

    private static string Variants(int count) => count switch
    {
        0 => "",
        1 => "; one variant",
        _ => $"; {count} variants",
    };
}

/// <summary>The source of a class <c>Net</c> with what is expected of it.</summary>
/// <param name="Source">The class and what stands beside it, without imports.</param>
/// <param name="Expected">What is expected.</param>
internal sealed record ProbeModel(string Source, Expectation Expected)
{
    /// <summary>Whether the inputs are positions in a vocabulary of ten.</summary>
    public bool TakesTokens { get; init; }

    /// <summary>Whether it is compared in training mode, too.</summary>
    public bool InTraining { get; init; }

    /// <summary>Whether two layers share a parameter; TorchSharp 0.107 lists it twice, and gives each a copy when it moves them.</summary>
    public bool SharesParameters { get; init; }
}

/// <summary>What must be true of a network.</summary>
internal abstract record Expectation;

/// <summary>These groups can be pruned, and the pruned network computes what the masked one computes; nothing is reported.</summary>
internal sealed record Exact(params string[] Groups) : Expectation
{
    public override string ToString() => "exact";
}

/// <summary>These groups can be pruned and are marked as approximate, because the operator reads all channels at once.</summary>
internal sealed record Approximate(string Because, params string[] Groups) : Expectation
{
    public override string ToString() => $"prunable, and marked as approximate: {Because}";
}

/// <summary>The compiler says that channels stay, or that the class is not read, and why; what it prunes nevertheless is exact.</summary>
internal sealed record Refused(string Id, string Because) : Expectation
{
    public override string ToString() => $"refused with [{Id}](rules/{Id}.md): {Because}";
}

/// <summary>What is true where no network can show it.</summary>
internal abstract record Elsewhere;

/// <summary>A test of its own shows it.</summary>
internal sealed record ShownBy(string What, string Test) : Elsewhere
{
    public override string ToString() => $"{What} (`{Test}`)";
}

/// <summary>There is nothing of the kind in TorchSharp or here.</summary>
internal sealed record NotExpressible(string Because) : Elsewhere
{
    public override string ToString() => $"not expressible: {Because}";
}
