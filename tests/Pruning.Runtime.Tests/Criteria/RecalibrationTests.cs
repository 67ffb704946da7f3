using System.Text.Json;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.Tests.Criteria;

/// <summary>Statistics of batch norms that are estimated anew, against PyTorch: tests/reference/recalibration.py.</summary>
public sealed class RecalibrationTests : IDisposable
{
    private static readonly JsonElement Reference =
        JsonDocument.Parse(File.ReadAllText(RepositoryFiles.Reference("recalibration.json"))).RootElement;

    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Statistics_are_the_plain_average_over_the_batches()
    {
        Network network = Network.Before();
        network.train();
        network.Norms[1].eval(); // a part that is frozen stays so
        BatchNormRecalibration.Run(network, new Calibration(new ReferenceBatches())).ShouldBe(2);
        foreach ((string name, Tensor value) in network.state_dict())
        {
            Vectors.Of(value).ShouldBe(Reference.GetProperty("after").GetProperty(name).GetProperty("values").Numbers(), 1e-7, name);
        }
        network.training.ShouldBeTrue();
        network.Norms.Select(norm => norm.training).ShouldBe([true, false]);
        network.Norms.Select(norm => norm.momentum).ShouldBe([0.1, 0.3]);
    }

    [Fact]
    public void Statistics_stay_where_the_data_does_not_fit()
    {
        foreach ((IBatches data, string said) in new (IBatches, string)[]
            {
                (new TensorBatches(rand([4, 5, 4, 4], dtype: ScalarType.Float64), new long[4]), "[4, 5, 4, 4]"),
                (new TensorBatches(zeros([0, 2, 4, 4], dtype: ScalarType.Float64), []), "no sample"),
                (new TensorBatches(full([4, 2, 4, 4], double.NaN, dtype: ScalarType.Float64), new long[4]), "'norm1' meets NaN"),
            })
        {
            Network network = Network.Before();
            Should.Throw<PruningException>(() => BatchNormRecalibration.Run(network, new Calibration(data))).Message.ShouldContain(said);
            foreach ((string name, Tensor value) in network.state_dict())
            {
                Vectors.Of(value).ShouldBe(Reference.GetProperty("before").GetProperty(name).GetProperty("values").Numbers(), 1e-9, name);
            }
            network.Norms.Select(norm => norm.momentum).ShouldBe([0.1, 0.3]);
        }
    }

    [Fact]
    public void A_network_without_batch_norms_is_left_alone() =>
        BatchNormRecalibration.Run(SmallLinear(), new Calibration(new ReferenceBatches())).ShouldBe(0);

    [Fact]
    public void A_masked_network_gets_the_statistics_of_the_pruned_one()
    {
        (ScoredNetwork model, Calibration calibration) = ScoredNetwork.Trained();
        PruningPlan plan = PruningPlan.Dense(ScoredNetwork.Graph).Keep("first", 0, 2, 3).Keep("second", 1, 5);
        ScoredNetwork pruned = ScoredNetwork.Removed(plan, model);
        Surgery.MaskConsumers(ScoredNetwork.Graph, plan, model);
        BatchNormRecalibration.Run(model, calibration);
        BatchNormRecalibration.Run(pruned, calibration);
        Tensor kept = tensor((long[])[0, 2, 3]);
        foreach (string buffer in (string[])["norm.running_mean", "norm.running_var"])
        {
            Vectors.Of(pruned.state_dict()[buffer]).ShouldBe(Vectors.Of(model.state_dict()[buffer].index_select(0, kept)), 1e-12);
        }
    }

    private static Module<Tensor, Tensor> SmallLinear() => Sequential(("only", Linear(4, 2)));

    private sealed class Network : Module<Tensor, Tensor>
    {
        private readonly Conv2d conv1, conv2;
        private readonly BatchNorm2d norm1, norm2;
        private readonly Dropout drop;

        private Network()
            : base("Network")
        {
            conv1 = Conv2d(2, 3, 3, padding: 1);
            norm1 = BatchNorm2d(3);
            drop = Dropout(0.5);
            conv2 = Conv2d(3, 2, 3);
            norm2 = BatchNorm2d(2, momentum: 0.3);
            RegisterComponents();
            this.@double();
        }

        public BatchNorm2d[] Norms => [norm1, norm2];

        public static Network Before()
        {
            var network = new Network();
            using IDisposable noGradient = no_grad();
            foreach ((string name, Tensor value) in network.state_dict())
            {
                value.copy_(TensorOf(Reference.GetProperty("before").GetProperty(name)));
            }
            return network;
        }

        public override Tensor forward(Tensor input)
        {
            Tensor x = drop.call(functional.relu(norm1.call(conv1.call(input))));
            return norm2.call(conv2.call(x)).mean([2, 3]);
        }
    }

    private sealed class ReferenceBatches : IBatches
    {
        public long Samples => 8;

        public int Count => 3;

        public IEnumerable<Batch> InOrder() => Reference.GetProperty("batches").EnumerateArray()
            .Select(batch => TensorOf(batch))
            .Select(inputs => new Batch(inputs, zeros([inputs.shape[0]], ScalarType.Int64)));

        public IEnumerable<Batch> Shuffled(long seed, int first = 0) => InOrder().Skip(first);
    }

    private static Tensor TensorOf(JsonElement stored) =>
        tensor(stored.GetProperty("values").Numbers(), [.. stored.GetProperty("shape").Numbers().Select(length => (long)length)]);
}
