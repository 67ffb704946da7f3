namespace Pruning.LibTorch.Tests.Modules;

/// <summary>Tests that no other test may run beside: those that count live tensors or rely on the order of random numbers.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
