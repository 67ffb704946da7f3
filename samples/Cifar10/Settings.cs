using Pruning;
using static TorchSharp.torch;

namespace Cifar10;

/// <summary>What the program was asked to do: a recipe, all of whose settings are known, and where to do it.</summary>
/// <param name="Recipe">The run.</param>
/// <param name="Model">The recipe's model.</param>
/// <param name="Threads">Threads for torch; null for one per core.</param>
/// <param name="Output">The folder for the results.</param>
internal sealed record Settings(Recipe Recipe, ModelEntry Model, int? Threads, string Output)
{
    /// <summary>How the time of an image is measured.</summary>
    public LatencyOptions Latency { get; init; } = new() { WarmUpRuns = 10, Runs = 50 };

    /// <summary>Sets the number of torch's threads. It is kept for each thread, and what follows an await may run on another one.</summary>
    public void UseThreads() => set_num_threads(Threads ?? Environment.ProcessorCount);

    public string PathOf(string file) => Path.Combine(Output, file);
}
