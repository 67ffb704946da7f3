namespace Pruning.LibTorch.Tests.Modules;

/// <summary>Tests that count live tensors, which those of other tests must not disturb.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class LiveTensors
{
    public const string Name = "live tensors";
}
