using static TorchSharp.torch;

namespace Pruning.Tests.Training;

/// <summary>Tests that need torch's random numbers, of which a process has one source, for themselves, and one thread.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RandomNumbers : ICollectionFixture<RandomNumbers.OneThread>
{
    public const string Name = "random numbers";

    /// <summary>Sums come out the same to the last bit only if they are not divided among threads.</summary>
    public sealed class OneThread : IDisposable
    {
        private readonly int _threads = get_num_threads();

        public OneThread() => set_num_threads(1);

        public void Dispose() => set_num_threads(_threads);
    }
}
