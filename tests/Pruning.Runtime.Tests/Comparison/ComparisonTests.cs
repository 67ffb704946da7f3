using System.Xml.Linq;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.Tests;

public sealed class ComparisonTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SmallNetwork _dense = SmallNetwork.Dense();
    private readonly LabelledImages _train = Images(48, 1);
    private readonly LabelledImages _test = Images(40, 2);
    private readonly List<LabelledImages> _others = [];

    public void Dispose()
    {
        _dense.Dispose();
        _train.Dispose();
        _test.Dispose();
        _others.ForEach(images => images.Dispose());
        _folder.Dispose();
    }

    [Fact]
    public async Task Every_criterion_meets_every_budget_and_is_measured_before_and_after()
    {
        byte[] before = State();

        ComparisonResult result = await RunAsync(Comparison("l2", "taylor"));

        State().ShouldBe(before);
        result.Cells.Select(cell => (cell.Criterion, cell.Budget)).ShouldBe([("l2", 0.7), ("taylor", 0.7), ("l2", 0.4), ("taylor", 0.4)]);
        foreach (ComparisonCell cell in result.Cells)
        {
            cell.Cost.ShouldBe(SmallNetwork.Graph.Cost(cell.Widths));
            ((double)cell.Cost.Macs).ShouldBeLessThanOrEqualTo(cell.Budget * SmallNetwork.Graph.Cost(SmallNetwork.Graph.DenseWidths).Macs);
            cell.After.Loss.ShouldNotBe(cell.Before.Loss);
        }
        // The test may go on in another thread than it began in; what is measured there has to be summed up as in the run.
        set_num_threads(1);
        using Module<Tensor, Tensor> pruned = Prune(_dense, SmallNetwork.Graph
            .Score(_dense, Methods.ImportanceNamed("l2")).Plan(Budget.Macs(0.4), Allocation.Global));
        result.Cells[2].Before.ShouldBe(Evaluation.Measure(pruned, _test));
        result.Dense.ShouldBe(Evaluation.Measure(_dense, _test));
        result.RandomDraws.ShouldAllBe(draws => draws.Accuracies.Length == 2);
    }

    [Fact]
    public async Task The_change_of_the_loss_is_that_of_the_network_without_the_channel()
    {
        ComparisonResult result = await RunAsync(Comparison("l2", "fisher"));

        double dense = Evaluation.Measure(_dense, _test).Loss;
        result.LossChanges.Length.ShouldBe(12);
        foreach (LossChange change in result.LossChanges)
        {
            Group group = SmallNetwork.Graph.Groups.Single(group => group.Name == change.Group);
            PruningPlan plan = PruningPlan.Dense(SmallNetwork.Graph)
                .Keep(group.Name, Enumerable.Range(0, group.Channels).Where(channel => channel != change.Channel));
            using Module<Tensor, Tensor> pruned = Prune(_dense, plan);
            change.Change.ShouldBe(Evaluation.Measure(pruned, _test).Loss - dense, 1e-4);
        }
        result.Correlations.ShouldAllBe(found => Math.Abs(found.OverAll) <= 1 && Math.Abs(found.WithinGroups) <= 1);
    }

    [Fact]
    public void Scores_in_the_order_of_the_loss_correlate_within_and_over_groups()
    {
        Graph graph = HandMadeGraphs.Chain(3, 3);
        LossChange[] changes = [.. from name in (string[])["layer0", "layer1"] from channel in Enumerable.Range(0, 3)
                                   select new LossChange(name, channel, channel + (name == "layer1" ? 10 : 0))];

        CriterionCorrelation alike = LossChangeScan.Correlate("alike", new Scores(graph, [[1, 2, 3], [4, 5, 6]]), [.. changes]);
        CriterionCorrelation scaled = LossChangeScan.Correlate("scaled", new Scores(graph, [[4, 5, 6], [1, 2, 3]]), [.. changes]);

        (alike.OverAll, alike.WithinGroups).ShouldBe((1, 1));
        scaled.OverAll.ShouldBeLessThan(0);
        scaled.WithinGroups.ShouldBe(1);
    }

    [Fact]
    public async Task A_run_that_is_stopped_goes_on_and_ends_with_the_same_result()
    {
        ComparisonResult whole = await RunAsync(Comparison("l2", "taylor"), "whole.json");
        int reports = 0;
        while (reports < 1000)
        {
            try
            {
                // Each attempt is stopped a little later, so that every stage is stopped in.
                ComparisonResult resumed = await RunAsync(Comparison("l2", "taylor"), "stopped.json", new StopAfter(reports += 7));

                resumed.Cells.Select(Outcome).ShouldBe(whole.Cells.Select(Outcome));
                resumed.LossChanges.ShouldBe(whole.LossChanges);
                resumed.Sensitivity.ShouldBe(whole.Sensitivity);
                reports.ShouldBeGreaterThan(7);
                Directory.GetFiles(_folder.Path).Select(Path.GetFileName).ShouldBe(["whole.json", "stopped.json"], ignoreOrder: true);
                return;
            }
            catch (OperationCanceledException)
            {
            }
        }
        throw new InvalidOperationException("the run never came to its end");

        static object Outcome(ComparisonCell cell) => (cell.Criterion, cell.Budget, cell.Before, cell.After);
    }

    [Fact]
    public async Task A_criterion_can_be_added_later_and_nothing_is_done_twice()
    {
        ComparisonResult first = await RunAsync(Comparison("l2"));

        ComparisonResult second = await RunAsync(Comparison("l2", "random"));

        // Seconds are equal only where nothing was measured again.
        second.Cells.Where(cell => cell.Criterion == "l2").Select(cell => cell.Seconds).ShouldBe(first.Cells.Select(cell => cell.Seconds));
        second.Cells.Length.ShouldBe(4);
    }

    [Fact]
    public async Task Other_settings_are_refused_with_what_differs()
    {
        await RunAsync(Comparison("random"));

        PruningException error = await Should.ThrowAsync<PruningException>(() => RunAsync(Comparison("random") with { Seed = 5 }));
        error.Message.ShouldContain("seed was '3' and is '5'");

        error = await Should.ThrowAsync<PruningException>(() => RunAsync(
            Comparison() with { Criteria = [new ComparedCriterion("random", Importance.Random(9), Normalization.Mean)] }));
        error.Message.ShouldContain("another criterion 'random'");
    }

    [Fact]
    public async Task What_cannot_work_is_said_before_anything_is_trained()
    {
        (await Should.ThrowAsync<PruningException>(() => RunAsync(Comparison("l1", "l1")))).Message.ShouldContain("'l1'");
        Comparison beyond = Comparison("l1") with { Budgets = [Budget.Macs(0.5), Budget.Macs(1e-6)] };
        await Should.ThrowAsync<OutOfReachException>(() => RunAsync(beyond));
        Should.Throw<PruningException>(() => ComparedCriterion.Named("l2:lump")).Message.ShouldContain("'lamp'");
        File.Exists(_folder.File("comparison.json")).ShouldBeFalse();
        File.WriteAllText(_folder.File("comparison.json"), "no json");
        (await Should.ThrowAsync<PruningException>(() => RunAsync(Comparison("l1")))).Message.ShouldContain("comparison.json");
    }

    [Fact]
    public async Task Tables_and_plots_are_written()
    {
        ComparisonResult result = await RunAsync(Comparison("random", "group-l2:lamp"));

        ComparisonReport.Write(result, _folder.File("report"));

        string[] files = [.. Directory.GetFiles(_folder.File("report")).Order(StringComparer.Ordinal)];
        files.Select(Path.GetFileName).ShouldBe(
        [
            "accuracy.svg", "rank-correlation.csv", "rank-correlation.svg", "removed-channels-0.4.svg", "removed-channels-0.7.svg",
            "removed-channels.csv", "results.csv", "results.md", "sensitivity.csv", "sensitivity.svg",
        ]);
        foreach (string file in files.Where(file => file.EndsWith(".svg", StringComparison.Ordinal)))
        {
            XDocument.Load(file).Root!.Name.LocalName.ShouldBe("svg");
        }
        Lines("results.csv").ShouldBe(1 + 4);
        Lines("removed-channels.csv").ShouldBe(1 + (4 * 5));
        Lines("rank-correlation.csv").ShouldBe(1 + 12);
        Lines("sensitivity.csv").ShouldBe(1 + (5 * 2));
        string summary = File.ReadAllText(Path.Combine(_folder.File("report"), "results.md"));
        summary.ShouldContain("| `group-l2:lamp` | lamp |");
        summary.ShouldContain("| seed | 3 |");

        int Lines(string name) => File.ReadAllLines(Path.Combine(_folder.File("report"), name)).Length;
    }

    private static Comparison Comparison(params string[] criteria) => new(SmallNetwork.Graph, Prune)
    {
        Criteria = [.. criteria.Select(ComparedCriterion.Named)],
        Budgets = [Budget.Macs(0.7), Budget.Macs(0.4)],
        Tuning = new FineTuningOptions { Epochs = 2, LearningRate = 0.01 },
        RankedChannels = 12,
        RandomDraws = 2,
        Sensitivity = new SensitivityScan { Ratios = [0.3, 0.6] },
        Seed = 3,
    };

    private static Module<Tensor, Tensor> Prune(Module<Tensor, Tensor> dense, PruningPlan plan)
    {
        var pruned = new SmallNetwork(plan.WidthsFor(SmallNetwork.Graph));
        Surgery.Transfer(SmallNetwork.Graph, plan, dense, pruned);
        return pruned;
    }

    private static LabelledImages Images(int count, long seed)
    {
        using DisposeScope scope = NewDisposeScope();
        using var generator = new Generator((ulong)seed);
        Tensor labels = randint(0, 10, [count], ScalarType.Int64, generator: generator);
        return new LabelledImages(
            randn([count, 3, 8, 8], generator: generator).DetachFromDisposeScope(), labels.DetachFromDisposeScope(), batchSize: 8);
    }

    private Task<ComparisonResult> RunAsync(
        Comparison comparison, string file = "comparison.json", IProgress<ComparisonProgress>? progress = null)
    {
        set_num_threads(1);
        return comparison.RunAsync(_dense, new ComparisonData(_train, _test, Probe(), _test), _folder.File(file), progress);
    }

    private LabelledImages Probe()
    {
        _others.Add(Images(16, 4));
        return _others[^1];
    }

    private byte[] State() => [.. _dense.state_dict().Values.SelectMany(tensor => tensor.cpu().bytes.ToArray())];

    /// <summary>Stops a run from within, as Ctrl+C does.</summary>
    private sealed class StopAfter(int reports) : IProgress<ComparisonProgress>
    {
        private int _seen;

        public void Report(ComparisonProgress value)
        {
            if (++_seen == reports)
            {
                throw new OperationCanceledException();
            }
        }
    }
}
