using Pruning.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.Tests;

public class ReportTests
{
    [Fact]
    public void Ratios_are_dense_over_pruned()
    {
        var dense = new ModelReport(new Cost(184, 2604, 512), 736) { Latency = new Latency(TimeSpan.FromMilliseconds(6), 3) };
        var pruned = new ModelReport(new Cost(129, 1740, 384), 516) { Latency = new Latency(TimeSpan.FromMilliseconds(4), 3) };
        dense.CompressionRatio(pruned).ShouldBe(1.426357, 1e-6);
        dense.TheoreticalSpeedUp(pruned).ShouldBe(1.496552, 1e-6);
        dense.MeasuredSpeedUp(pruned).ShouldBe(1.5);
        dense.MeasuredSpeedUp(pruned with { Latency = null }).ShouldBeNull();
        dense.Latency.Throughput.ShouldBe(500, 1e-9);
    }

    [Fact]
    public void Accuracy_counts_the_largest_outputs()
    {
        using Module<Tensor, Tensor> model = Identity();
        var data = new FixedBatches([1, 2, 0, 3, 1, 0, 0, 0, 5], [1, 2, 2], features: 3, batchSize: 2);

        EvaluationResult result = Evaluation.Measure(model, data);

        result.Accuracy.ShouldBe(2 / 3.0, 1e-12);
        result.Loss.ShouldBe((0.407606 + 3.169846 + 0.013386) / 3, 1e-5);
        result.Samples.ShouldBe(3);
        Should.Throw<PruningException>(() => Evaluation.Measure(model, new FixedBatches([], [], 3, 2))).Message.ShouldContain("no sample");
        Should.Throw<OperationCanceledException>(() => Evaluation.Measure(model, data, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Measuring_keeps_the_training_modes_and_leaves_no_tensor_behind()
    {
        using SmallNetwork model = SmallNetwork.Dense();
        model.train();
        model.named_modules().Single(named => named.name == "innerNorm").module.eval();
        using Tensor batch = randn(2, 3, 8, 8);
        using var data = new LabelledImages(batch, zeros(2, ScalarType.Int64), batchSize: 2);
        using Tensor tracked = model.state_dict()["stemNorm.num_batches_tracked"].clone();

        long before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        Latency latency = Latency.Measure(model, batch, new LatencyOptions { WarmUpRuns = 1, Runs = 4 });
        Evaluation.Measure(model, data).Accuracy.ShouldBeInRange(0, 1);

        DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount.ShouldBe(before);
        latency.Median.ShouldBeGreaterThan(TimeSpan.Zero);
        latency.BatchSize.ShouldBe(2);
        model.training.ShouldBeTrue();
        model.named_modules().ShouldAllBe(named => named.module.training == (named.name != "innerNorm"));
        model.state_dict()["stemNorm.num_batches_tracked"].item<long>().ShouldBe(tracked.item<long>());
        is_grad_enabled().ShouldBeTrue();
    }

    [Fact]
    public void State_bytes_are_those_of_parameters_and_buffers()
    {
        using Module<Tensor, Tensor> norm = BatchNorm1d(5);
        Evaluation.StateBytes(norm).ShouldBe(4 * 5 * 4 + 8); // four vectors of floats and an int64 counter
    }

    [Fact]
    public void Options_are_checked()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new LatencyOptions { Runs = 0 });
        Should.Throw<ArgumentOutOfRangeException>(() => new LatencyOptions { WarmUpRuns = -1 });
    }
}
