using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning;

/// <summary>
/// Trains a classifier that has weights already, as after pruning, with stochastic gradient descent and Nesterov momentum. Deterministic
/// under a seed; can be cancelled and resumed at any batch.
/// </summary>
public sealed class FineTuning
{
    /// <summary>Fine-tunes as the options say.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public FineTuning(FineTuningOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        Options = options;
    }

    /// <summary>Fine-tunes with default options.</summary>
    /// <param name="epochs">Passes over the training data.</param>
    /// <param name="teacher">The network to learn from besides the labels, usually the dense model.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is not a single epoch.</exception>
    public FineTuning(int epochs = 2, Module<Tensor, Tensor>? teacher = null)
        : this(new FineTuningOptions { Epochs = epochs, Distillation = teacher is null ? null : new Distillation(teacher) })
    {
    }

    /// <summary>How the network is trained.</summary>
    public FineTuningOptions Options { get; }

    /// <summary>
    /// Trains the network on a thread of its own, with as many threads of torch as the caller has (<c>torch.get_num_threads</c>).
    /// With test data, the network is measured on it after each epoch, and ends with the
    /// weights of the epoch that was most accurate (the later one of equals); without, with those of the last epoch. To report an
    /// accuracy that this choice has not flattered, measure on data that was not given here. The network ends in evaluation mode.
    /// </summary>
    /// <param name="model">The network: inputs to logits, (N, …) to (N, classes). Its device is where the work is done.</param>
    /// <param name="train">The training data.</param>
    /// <param name="test">The data to choose the best epoch by.</param>
    /// <param name="progress">Told after each batch.</param>
    /// <param name="cancellation">Asked before each batch; the state file, if there is to be one, is written before the run ends.</param>
    /// <exception cref="DivergenceException">The loss became NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    /// <exception cref="PruningException">The state file is of another run, or the data is empty.</exception>
    /// <exception cref="CheckpointException">The state file is damaged.</exception>
    public Task<FineTuningResult> RunAsync(
        Module<Tensor, Tensor> model,
        IBatches train,
        IBatches? test = null,
        IProgress<FineTuningProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(train);
        if (ReferenceEquals(model, Options.Distillation?.Teacher))
        {
            throw new ArgumentException("A network cannot be its own teacher.", nameof(model));
        }
        return OwnThread.RunAsync(
            () =>
            {
                using var run = new FineTuningRun(Options, model, train, test, progress, cancellation);
                return run.Execute();
            },
            cancellation);
    }
}
