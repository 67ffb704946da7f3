namespace Pruning.Tests.Training;

/// <summary>Tests that need torch's random numbers, of which a process has one source, for themselves.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RandomNumbers
{
    public const string Name = "random numbers";
}
