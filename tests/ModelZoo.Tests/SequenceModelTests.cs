using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Pruning;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelZoo.Tests;

/// <summary>
/// The transformers and recurrent networks of the zoo, held against torchvision and against masking. CI tries a few plans on small
/// networks; the environment variable PRUNING_PLANS says how many to try.
/// </summary>
public sealed class SequenceModelTests
{
    private static readonly int Plans =
        int.TryParse(Environment.GetEnvironmentVariable("PRUNING_PLANS"), CultureInfo.InvariantCulture, out int plans) ? plans : 10;

    [Fact]
    public void ViTB16_has_the_state_dict_of_torchvision() => HasStateDict(new ViTB16(), ViTB16.Graph);

    [Fact]
    public void SwinT_has_the_state_dict_of_torchvision() => HasStateDict(new SwinT(), SwinT.Graph);

    [Fact]
    public void A_small_vision_transformer_computes_what_torchvisions_computes() => Computes(new ViTSmall());

    [Fact]
    public void A_small_Swin_transformer_computes_what_torchvisions_computes() => Computes(new SwinSmall());

    [Fact]
    public void ViT_pruned_equals_masked() =>
        PrunedEqualsMasked<ViTSmall, Module<Tensor, Tensor>>(
            ViTSmall.Graph, () => new ViTSmall(), (dense, plan) => dense.Prune(plan), (model, x) => model.call(x[0]), Images());

    [Fact]
    public void Swin_pruned_equals_masked() =>
        PrunedEqualsMasked<SwinSmall, Module<Tensor, Tensor>>(
            SwinSmall.Graph, () => new SwinSmall(), (dense, plan) => dense.Prune(plan), (model, x) => model.call(x[0]), Images());

    [Fact]
    public void Gpt2_pruned_equals_masked() =>
        PrunedEqualsMasked<Gpt2Small, Module<Tensor, Tensor>>(
            Gpt2Small.Graph, () => new Gpt2Small(), (dense, plan) => dense.Prune(plan), (model, x) => model.call(x[0]), Words(64));

    [Fact]
    public void Llama_pruned_equals_masked() =>
        PrunedEqualsMasked<LlamaSmall, Module<Tensor, Tensor>>(
            LlamaSmall.Graph, () => new LlamaSmall(), (dense, plan) => dense.Prune(plan), (model, x) => model.call(x[0]), Words(64));

    [Fact]
    public void Lstm_pruned_equals_masked() => PrunedEqualsMasked<LstmClassifier, Module<Tensor, Tensor>>(
        LstmClassifier.Graph, () => new LstmClassifier(), (dense, plan) => dense.Prune(plan), (model, x) => model.call(x[0]), Words(10000));

    [Fact]
    public void Bert_pruned_equals_masked() => PrunedEqualsMasked<BertSmall, Module<Tensor, Tensor, Tensor, (Tensor, Tensor)>>(
        BertSmall.Graph,
        () => new BertSmall(),
        (dense, plan) => dense.Prune(plan),
        (model, x) =>
        {
            (Tensor features, Tensor pooled) = model.call(x[0], x[1], x[2]);
            return cat([features.flatten(), pooled.flatten()]);
        },
        [.. Words(64), .. Words(2), .. Words(2)]);

    [Theory]
    [MemberData(nameof(LargeGraphs))]
    public void Every_head_width_of_the_large_models_can_be_pruned(string name, int groups) =>
        Graphs[name].Groups.Length.ShouldBe(groups);

    public static TheoryData<string, int> LargeGraphs => new()
    {
        // The stream and the hidden features of 12 layers; heads, query and value widths of each.
        { nameof(ViTB16), 1 + (12 * 4) },
        // One stream for each of 4 stages; of 12 blocks heads, their width, hidden features.
        { nameof(SwinT), 4 + (12 * 3) },
        { nameof(Gpt2), 1 + (12 * 4) },
        // Heads of keys, queries for each, value width and hidden features; the pairs that rotate are those of one table.
        { nameof(Llama), 1 + 1 + (12 * 4) },
        // The stream is what the model gives, and stays.
        { nameof(Bert), 12 * 4 },
    };

    private static Dictionary<string, Graph> Graphs { get; } = new()
    {
        [nameof(ViTB16)] = ViTB16.Graph,
        [nameof(SwinT)] = SwinT.Graph,
        [nameof(Gpt2)] = Gpt2.Graph,
        [nameof(Llama)] = Llama.Graph,
        [nameof(Bert)] = Bert.Graph,
    };

    private static void PrunedEqualsMasked<TDense, TModule>(
        Graph graph, Func<TDense> create, Func<TDense, PruningPlan, TModule> prune, Func<TModule, Tensor[], Tensor> run, Tensor[] inputs)
        where TDense : TModule
        where TModule : Module
    {
        manual_seed(1);
        var random = new Random(1);
        using IDisposable noGradient = no_grad();
        using TDense dense = create();
        dense.@double().eval();
        Disturb(dense);
        for (int round = 0; round < Plans; round++)
        {
            using DisposeScope scope = NewDisposeScope();
            PruningPlan any = PruningPlan.Random(graph, random);
            using TModule narrowed = prune(dense, any);
            narrowed.parameters().Sum(parameter => parameter.numel()).ShouldBe(graph.Cost(any.WidthsFor(graph)).Parameters);
            run(narrowed, inputs).isfinite().all().item<bool>().ShouldBeTrue($"round {round}");

            PruningPlan exact = graph.Groups.Where(group => !group.IsExact)
                .Aggregate(any, (plan, group) => plan.Keep(group.Name, Enumerable.Range(0, group.Channels)));
            using TModule pruned = prune(dense, exact);
            pruned.state_dict().Keys.ShouldBe(dense.state_dict().Keys);

            // A new one each time: masking reaches buffers that no state dict brings back.
            using TDense masked = create();
            masked.@double().eval();
            masked.load_state_dict(dense.state_dict());
            Surgery.MaskConsumers(graph, exact, masked);
            Tensor expected = run(masked, inputs);
            double difference = ((run(pruned, inputs) - expected).abs().max() / expected.abs().max()).item<double>();
            (difference <= 1e-4).ShouldBeTrue($"round {round}: {difference} with {string.Join(", ", exact.WidthsFor(graph))}");
        }
    }

    private static Tensor[] Images() => [randn(2, 3, 32, 32, dtype: ScalarType.Float64)];

    private static Tensor[] Words(long words) => [randint(0, words, [2, 9], dtype: ScalarType.Int64)];

    // Weights that begin as zeros or ones would hide what depends on them.
    private static void Disturb(Module model)
    {
        foreach (Tensor tensor in model.parameters().Where(parameter => parameter.dim() == 1 || parameter.abs().max().item<double>() == 0))
        {
            using Tensor noise = randn_like(tensor);
            tensor.mul_(0.5).add_(noise.mul_(0.5)).add_(0.1);
        }
    }

    private static void HasStateDict(Module<Tensor, Tensor> model, Graph graph)
    {
        using (model)
        {
            JsonElement reference = Reference(model);
            string entries = string.Concat(model.state_dict()
                .OrderBy(entry => entry.Key, StringComparer.Ordinal)
                .Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Key} {string.Join(",", entry.Value.shape)}\n")));
            string digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(entries)));
            (digest == reference.GetProperty("sha256").GetString()).ShouldBeTrue(entries);
            graph.Cost(graph.DenseWidths).Parameters.ShouldBe(reference.GetProperty("parameters").GetInt64());
        }
    }

    private static void Computes(Module<Tensor, Tensor> model)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        model.@double().eval();
        double phase = 0;
        foreach ((_, Tensor value) in model.state_dict().OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            if (value.is_floating_point())
            {
                value.copy_(Wave(value.shape, phase) * 0.2);
            }
            phase++;
        }

        double[] computed = model.call(Wave([2, 3, 32, 32], 0.5)).flatten().data<double>().ToArray();
        double[] expected = [.. Reference(model).EnumerateArray().Select(number => number.GetDouble())];
        computed.ShouldBe(expected, 1e-8);
        model.Dispose();
    }

    private static Tensor Wave(long[] shape, double phase) =>
        (arange(shape.Aggregate(1L, (product, size) => product * size), dtype: ScalarType.Float64) * 0.37 + phase).sin().reshape(shape);

    private static JsonElement Reference(Module model)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(RepositoryFiles.Reference("transformers.json")));
        return document.RootElement.GetProperty(model.GetName()).Clone();
    }
}
