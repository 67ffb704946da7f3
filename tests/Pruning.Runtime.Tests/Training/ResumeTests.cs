using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.Tests.Training;

[Collection(RandomNumbers.Name)]
public sealed class ResumeTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(9)]
    [InlineData(12)]
    public async Task A_cancelled_run_goes_on_as_if_nothing_had_happened(int batches)
    {
        using var folder = new TemporaryFolder();
        FineTuningOptions options = Options() with { StateFile = folder.File("state") };
        (float[] expected, FineTuningResult uninterrupted) = await Run(Options());

        using (Module<Tensor, Tensor> first = SmallProblem.Network())
        {
            using LabelledImages train = SmallProblem.Data();
            using LabelledImages test = SmallProblem.Data(seed: 2);
            using var cancellation = new CancellationTokenSource();
            var progress = new CancelToken(cancellation, batches);
            await Should.ThrowAsync<OperationCanceledException>(() =>
                new FineTuning(options).RunOnOneThreadAsync(first, train, test, progress, cancellation.Token));
        }
        File.Exists(options.StateFile).ShouldBeTrue();
        manual_seed(999);
        (float[] found, FineTuningResult resumed) = await Run(options);

        found.ShouldBe(expected);
        resumed.Epochs.ShouldBe(uninterrupted.Epochs);
        resumed.Best.ShouldBe(uninterrupted.Best);
        File.Exists(options.StateFile).ShouldBeFalse();
    }

    [Fact]
    public async Task A_killed_run_goes_on_from_the_last_state_that_was_written()
    {
        using var folder = new TemporaryFolder();
        FineTuningOptions options = Options() with { StateFile = folder.File("state"), StateInterval = TimeSpan.Zero };
        (float[] expected, _) = await Run(Options());

        using (Module<Tensor, Tensor> first = SmallProblem.Network())
        {
            using LabelledImages train = SmallProblem.Data();
            using LabelledImages test = SmallProblem.Data(seed: 2);
            // No cancellation: an error from outside, upon which nothing is saved.
            await Should.ThrowAsync<InvalidOperationException>(() =>
                new FineTuning(options).RunOnOneThreadAsync(first, train, test, new FailAt(6)));
        }
        (float[] found, _) = await Run(options);

        found.ShouldBe(expected);
    }

    [Fact]
    public async Task The_state_of_another_run_is_refused()
    {
        using var folder = new TemporaryFolder();
        FineTuningOptions options = Options() with { StateFile = folder.File("state") };
        using Module<Tensor, Tensor> network = SmallProblem.Network();
        using LabelledImages train = SmallProblem.Data();
        await Should.ThrowAsync<OperationCanceledException>(() =>
            new FineTuning(options).RunOnOneThreadAsync(network, train, null, new CancelAt(2)));

        PruningException exception = await Should.ThrowAsync<PruningException>(() =>
            new FineTuning(options with { LearningRate = 0.07 }).RunOnOneThreadAsync(network, train));

        exception.Message.ShouldContain(options.StateFile!);
        exception.Message.ShouldContain("learning rate 0.05");
        exception.Message.ShouldContain("learning rate 0.07");
        File.Exists(options.StateFile).ShouldBeTrue();
    }

    [Fact]
    public async Task A_damaged_state_is_refused()
    {
        using var folder = new TemporaryFolder();
        FineTuningOptions options = Options() with { StateFile = folder.File("state") };
        using Module<Tensor, Tensor> network = SmallProblem.Network();
        using LabelledImages train = SmallProblem.Data();
        await Should.ThrowAsync<OperationCanceledException>(() =>
            new FineTuning(options).RunOnOneThreadAsync(network, train, null, new CancelAt(2)));
        using (FileStream file = File.OpenWrite(options.StateFile!))
        {
            file.SetLength(file.Length / 2);
        }

        CheckpointException exception = await Should.ThrowAsync<CheckpointException>(() =>
            new FineTuning(options).RunOnOneThreadAsync(network, train));

        exception.Message.ShouldContain(options.StateFile!);
    }

    private static FineTuningOptions Options() => new()
    {
        Epochs = 3,
        Seed = 11,
        Augmentation = Augmentations.CropAndFlip(1),
    };

    private static async Task<(float[] Weights, FineTuningResult Result)> Run(FineTuningOptions options)
    {
        using Module<Tensor, Tensor> network = SmallProblem.Network();
        using LabelledImages train = SmallProblem.Data();
        using LabelledImages test = SmallProblem.Data(seed: 2);
        FineTuningResult result = await new FineTuning(options).RunOnOneThreadAsync(network, train, test);
        return (network.Weights(), result);
    }

    private sealed class CancelToken(CancellationTokenSource cancellation, int batches) : IProgress<FineTuningProgress>
    {
        private int _seen;

        public void Report(FineTuningProgress value)
        {
            if (value.TestAccuracy is null && ++_seen == batches)
            {
                cancellation.Cancel();
            }
        }
    }

    private sealed class FailAt(int batches) : IProgress<FineTuningProgress>
    {
        private int _seen;

        public void Report(FineTuningProgress value)
        {
            if (++_seen == batches)
            {
                throw new InvalidOperationException("killed");
            }
        }
    }
}
