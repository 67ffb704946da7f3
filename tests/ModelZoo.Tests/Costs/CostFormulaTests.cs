using System.Globalization;
using System.Reflection;
using Pruning;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Module = TorchSharp.torch.nn.Module;

namespace ModelZoo.Tests.Costs;

/// <summary>
/// The formulas in <c>Widths</c> give what is counted on the network that is built with those widths, and runs. Usually two random widths
/// of a few models are tried; PRUNING_COST_ROUNDS=100 tries so many of every model of the zoo and of the CIFAR-10 sample.
/// </summary>
public sealed class CostFormulaTests
{
    private const string Rounds = "PRUNING_COST_ROUNDS";

    private static readonly string[] Few = ["ResNet18", "ShuffleNetV2", "UNet", "DcGanGenerator", "SqueezeNet", "ResNet20", "LstmClassifier"];

    private static readonly IReadOnlyList<Type> Models =
    [
        .. from assembly in (Assembly[])[typeof(ResNet18).Assembly, typeof(Cifar10.Models.ResNet20).Assembly]
           from type in assembly.GetTypes()
           where type.GetCustomAttribute<PrunableAttribute>() is not null
           select type,
    ];

    public static TheoryData<string> Names => new(
        (Environment.GetEnvironmentVariable(Rounds) is null ? Models.Where(model => Few.Contains(model.Name)) : Models)
            .Select(model => model.FullName!));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_formula_gives_what_is_counted(string name)
    {
        Type model = Models.Single(candidate => candidate.FullName == name);
        var graph = (Graph)model.GetProperty("Graph")!.GetValue(null)!;
        int rounds = int.Parse(Environment.GetEnvironmentVariable(Rounds) ?? "2", CultureInfo.InvariantCulture);
        for (int round = 0; round < rounds; round++)
        {
            int[] widths = Random(graph, new Random(round));
            using Module network = Build(model, widths);

            Cost counted = CountedCost.Of(network, () => Run(model, network));

            Cost formula = graph.Cost(widths);
            (HasOpenLength(model) ? counted with { Macs = formula.Macs, Activations = formula.Activations } : counted)
                .ShouldBe(formula, $"seed {round}: {string.Join(", ", widths)}");
        }
    }

    [Fact]
    public void A_marginal_cost_is_the_difference_of_two_costs()
    {
        foreach (Graph graph in Models.Select(model => (Graph)model.GetProperty("Graph")!.GetValue(null)!))
        {
            for (int round = 0; round < 20; round++)
            {
                int[] widths = Random(graph, new Random(round));
                int group = new Random(-1 - round).Next(widths.Length);
                widths[group] = Math.Max(widths[group] - 1, graph.Groups[group].MinimumWidth);
                if (widths[group] < graph.Groups[group].Channels)
                {
                    int[] wider = [.. widths];
                    wider[group]++;
                    graph.MarginalCost(widths, group)
                        .ShouldBe(graph.Cost(wider) - graph.Cost(widths), $"{graph.Model}, {graph.Groups[group].Name}, seed {round}");
                }
            }
        }
    }

    // Formulas leave out what depends on a length that the inputs leave open.
    private static bool HasOpenLength(Type model) => model.GetCustomAttribute<PrunableAttribute>()!.Inputs
        .Any(shape => shape.Split(',').Skip(1).Any(size => !long.TryParse(size, CultureInfo.InvariantCulture, out _)));

    private static int[] Random(Graph graph, Random random) =>
        [.. graph.Groups.Select(group => random.Next(group.MinimumWidth, group.Channels + 1))];

    private static Module Build(Type model, IReadOnlyList<int> widths)
    {
        object record = Activator.CreateInstance(model.GetNestedType("Widths")!, widths)!;
        var network = (Module)Activator.CreateInstance(model.GetNestedType("Pruned")!, record)!;
        network.eval();
        return network;
    }

    private static void Run(Type model, Module network)
    {
        using var scope = NewDisposeScope();
        ScalarType type = network.modules().Any(module => module is Embedding) ? ScalarType.Int64 : ScalarType.Float32;
        object[] inputs =
        [
            .. model.GetCustomAttribute<PrunableAttribute>()!.Inputs.Select(shape => zeros(
                [.. shape.Split(',').Select(size => long.TryParse(size, CultureInfo.InvariantCulture, out long known) ? known : 1)],
                dtype: type)),
        ];
        MethodInfo forward = network.GetType().GetMethods()
            .First(method => method.Name == "forward" && method.GetParameters().Length == inputs.Length);
        forward.Invoke(network, inputs);
    }
}
