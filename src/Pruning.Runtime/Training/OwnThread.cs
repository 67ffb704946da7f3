using static TorchSharp.torch;

namespace Pruning;

/// <summary>Long work on a thread of its own.</summary>
internal static class OwnThread
{
    /// <summary>Runs it with as many threads of torch as the caller has: OpenMP, on which kernels run, counts them for each thread.</summary>
    public static Task<TResult> RunAsync<TResult>(Func<TResult> work, CancellationToken cancellation)
    {
        int threads = get_num_threads();
        return Task.Factory.StartNew(
            () =>
            {
                set_num_threads(threads);
                return work();
            },
            cancellation,
            TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach,
            TaskScheduler.Default);
    }
}
