using System.Text.Json;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.Tests.Training;

[Collection(RandomNumbers.Name)]
public sealed class FineTuningTests
{
    [Fact]
    public async Task Learns_what_PyTorch_learns()
    {
        JsonElement reference = TrainingReference.Root.GetProperty("fineTuning");
        using Module<Tensor, Tensor> student = ReferenceNetwork();
        using Module<Tensor, Tensor> teacher = ReferenceNetwork();
        reference.GetProperty("start").LoadInto(student);
        reference.GetProperty("teacher").LoadInto(teacher);
        var data = new FixedBatches(reference.GetProperty("inputs").Floats(), reference.GetProperty("labels").Integers(), 6, 8);

        FineTuningResult result = await new FineTuning(new FineTuningOptions
        {
            Epochs = 3,
            LabelSmoothing = 0.1,
            Distillation = new Distillation(teacher),
        }).RunOnOneThreadAsync(student, data);
        EvaluationResult test = Evaluation.Measure(student, data);

        result.Epochs.Select(epoch => (float)epoch.TrainingLoss).ShouldBe(reference.GetProperty("losses").Floats(), 1e-5);
        foreach ((string name, Tensor found) in student.state_dict())
        {
            float[] expected = reference.GetProperty("end").GetProperty(name).Floats();
            found.to(ScalarType.Float32).data<float>().ToArray().ShouldBe(expected, 1e-4);
        }
        test.Loss.ShouldBe(reference.GetProperty("testLoss").GetDouble(), 1e-5);
        test.Accuracy.ShouldBe(reference.GetProperty("testAccuracy").GetDouble(), 1e-6);
    }

    [Fact]
    public async Task Solves_a_small_problem_and_reports_on_the_way()
    {
        using Module<Tensor, Tensor> network = SmallProblem.Network();
        using LabelledImages train = SmallProblem.Data();
        using LabelledImages test = SmallProblem.Data(seed: 2);
        var reports = new Reports();

        FineTuningResult result = await new FineTuning(epochs: 8).RunOnOneThreadAsync(network, train, test, reports);

        result.Best.Test!.Accuracy.ShouldBeGreaterThan(0.85);
        network.training.ShouldBeFalse();
        reports.Count.ShouldBe(8 * (train.Count + 1));
        reports[0].ShouldSatisfyAllConditions(
            report => report.Epoch.ShouldBe(1),
            report => report.Epochs.ShouldBe(8),
            report => report.Batch.ShouldBe(1),
            report => report.Batches.ShouldBe(4),
            report => report.LearningRate.ShouldBeInRange(0.002, 0.01),
            report => report.SamplesPerSecond.ShouldBeGreaterThan(0),
            report => report.TestAccuracy.ShouldBeNull());
        reports[^1].TestAccuracy.ShouldBe(result.Epochs[^1].Test!.Accuracy);
        reports[^1].Loss.ShouldBe(result.Epochs[^1].TrainingLoss);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_weights_and_another_seed_others()
    {
        float[] one = await TrainedWeights(new FineTuningOptions { Seed = 5, Augmentation = Augmentations.CropAndFlip(1) });
        float[] same = await TrainedWeights(new FineTuningOptions { Seed = 5, Augmentation = Augmentations.CropAndFlip(1) });
        float[] other = await TrainedWeights(new FineTuningOptions { Seed = 6, Augmentation = Augmentations.CropAndFlip(1) });

        same.ShouldBe(one);
        other.ShouldNotBe(one);
    }

    [Fact]
    public async Task Ends_with_the_weights_of_the_best_epoch()
    {
        using Module<Tensor, Tensor> network = SmallProblem.Network();
        using LabelledImages train = SmallProblem.Data();
        using LabelledImages test = SmallProblem.Data(seed: 2);
        // A learning rate that ruins everything makes sure that the last epoch is not the best one.
        var options = new FineTuningOptions { Epochs = 6, LearningRate = 5, Schedule = new ConstantSchedule(), WeightDecay = 0 };

        FineTuningResult result = await new FineTuning(options).RunOnOneThreadAsync(network, train, test);

        double best = result.Epochs.Max(epoch => epoch.Test!.Accuracy);
        result.Best.Test!.Accuracy.ShouldBe(best);
        result.Best.Epoch.ShouldBe(result.Epochs.Last(epoch => epoch.Test!.Accuracy == best).Epoch);
        Evaluation.Measure(network, test).ShouldBe(result.Best.Test);
    }

    [Fact]
    public async Task A_teacher_is_not_changed_and_keeps_its_mode()
    {
        using Module<Tensor, Tensor> network = SmallProblem.Network(1);
        using Module<Tensor, Tensor> teacher = SmallProblem.Network(2);
        using LabelledImages train = SmallProblem.Data();
        teacher.train();
        float[] before = teacher.Weights();

        await new FineTuning(1, teacher).RunOnOneThreadAsync(network, train);

        teacher.Weights().ShouldBe(before);
        teacher.training.ShouldBeTrue();
    }

    [Fact]
    public async Task A_network_cannot_teach_itself()
    {
        using Module<Tensor, Tensor> network = SmallProblem.Network();
        using LabelledImages train = SmallProblem.Data();

        await Should.ThrowAsync<ArgumentException>(() => new FineTuning(1, network).RunOnOneThreadAsync(network, train));
    }

    [Fact]
    public async Task A_loss_that_is_no_number_names_epoch_and_batch()
    {
        using Module<Tensor, Tensor> network = SmallProblem.Network();
        using LabelledImages train = SmallProblem.Data();
        int batches = 0;
        Tensor Poison(Tensor inputs, Generator generator) => ++batches == 6 ? inputs * float.NaN : inputs.clone();

        DivergenceException exception = await Should.ThrowAsync<DivergenceException>(() =>
            new FineTuning(new FineTuningOptions { Augmentation = Poison }).RunOnOneThreadAsync(network, train));

        exception.Epoch.ShouldBe(2);
        exception.Batch.ShouldBe(2);
        exception.Message.ShouldContain("NaN in epoch 2, batch 2");
        network.parameters().ShouldAllBe(parameter => parameter.isfinite().all().item<bool>());
    }

    [Fact]
    public async Task Leaves_no_tensor_behind()
    {
        using Module<Tensor, Tensor> network = SmallProblem.Network(1);
        using Module<Tensor, Tensor> teacher = SmallProblem.Network(2);
        using LabelledImages train = SmallProblem.Data();
        using LabelledImages test = SmallProblem.Data(seed: 2);
        using var folder = new TemporaryFolder();
        var tuning = new FineTuning(new FineTuningOptions
        {
            Epochs = 3,
            Distillation = new Distillation(teacher),
            Augmentation = Augmentations.CropAndFlip(1),
            StateFile = folder.File("state"),
            StateInterval = TimeSpan.Zero,
        });
        async Task Run()
        {
            await tuning.RunOnOneThreadAsync(network, train, test);
            await Should.ThrowAsync<OperationCanceledException>(() => tuning.RunOnOneThreadAsync(network, train, test, new CancelAt(6)));
            await tuning.RunOnOneThreadAsync(network, train, test);
            // What is left on the parameters is theirs.
            network.zero_grad();
        }
        await Run();
        // What earlier tests left to the finalizer is not to be counted.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long before = Tensor.TotalCount;

        await Run();

        Tensor.TotalCount.ShouldBeLessThanOrEqualTo(before);
    }

    [Theory]
    [InlineData(0, 0.1, 0.9, 0, 0)]
    [InlineData(1, 0, 0.9, 0, 0)]
    [InlineData(1, double.NaN, 0.9, 0, 0)]
    [InlineData(1, 0.1, 1, 0, 0)]
    [InlineData(1, 0.1, 0, 0, 0)]
    [InlineData(1, 0.1, 0.9, -1, 0)]
    [InlineData(1, 0.1, 0.9, 0, 1)]
    public void Options_out_of_range_are_refused(
        int epochs, double learningRate, double momentum, double weightDecay, double labelSmoothing) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new FineTuning(new FineTuningOptions
        {
            Epochs = epochs,
            LearningRate = learningRate,
            Momentum = momentum,
            WeightDecay = weightDecay,
            LabelSmoothing = labelSmoothing,
        }));

    private static Module<Tensor, Tensor> ReferenceNetwork() => Sequential(Linear(6, 8), BatchNorm1d(8), ReLU(), Linear(8, 4));

    private static async Task<float[]> TrainedWeights(FineTuningOptions options)
    {
        using Module<Tensor, Tensor> network = SmallProblem.Network();
        using LabelledImages train = SmallProblem.Data();
        await new FineTuning(options).RunOnOneThreadAsync(network, train);
        return network.Weights();
    }
}
