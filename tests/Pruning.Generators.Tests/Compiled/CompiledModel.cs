using System.Reflection;
using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Generators.Tests.Compiled;

/// <summary>A model class that was compiled with what is generated for it.</summary>
/// <param name="type">The class.</param>
/// <param name="reports">What the analyzer says about it, as id and message.</param>
/// <param name="faults">What the compiler says about what is generated for it.</param>
internal sealed class CompiledModel(Type type, IReadOnlyList<string> reports, IReadOnlyList<string> faults)
{
    /// <summary>What the analyzer says about it, as id and message.</summary>
    public IReadOnlyList<string> Reports { get; } = reports;

    /// <summary>What the compiler says about what is generated for it; if anything, it was left out.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;

    /// <summary>The generated graph; null where the class was not read.</summary>
    public Graph? Graph { get; } = (Graph?)type.GetProperty("Graph")?.GetValue(null);

    /// <summary>The groups that the layers or parameters of these names produce; each name must have some.</summary>
    public IEnumerable<Group> Groups(IEnumerable<string> names) => names.SelectMany(GroupsOf);

    /// <summary>A new instance.</summary>
    public nn.Module New() => (nn.Module)Activator.CreateInstance(type)!;

    /// <summary>The pruned form of an instance.</summary>
    public nn.Module Prune(nn.Module dense, PruningPlan plan) => (nn.Module)type.GetMethod("Prune")!.Invoke(dense, [plan])!;

    /// <summary>
    /// For random plans, the pruned module computes what the dense one computes when the weights that read removed channels are zero, and
    /// costs what the formula says. Groups that are marked as approximate stay whole in the comparison, but must build and run.
    /// </summary>
    public void PrunedEqualsMasked(int plans, bool takesTokens = false, bool training = false, bool isCounted = true, int seed = 7)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        random.manual_seed(seed);
        var choices = new Random(seed);
        nn.Module dense = New().to(ScalarType.Float64);
        Randomize(dense);
        dense.train(training);
        object[] inputs = [.. Shapes().Select(shape => takesTokens ? randint(0, 10, shape) : randn(shape, ScalarType.Float64))];
        for (int i = 0; i < plans; i++)
        {
            using var inner = NewDisposeScope();
            PruningPlan any = PruningPlan.Random(Graph!, choices);
            Run(Prune(dense, any), inputs);

            PruningPlan plan = Masking.WithoutApproximations(Graph!, any);
            nn.Module pruned = Prune(dense, plan);
            nn.Module masked = New().to(ScalarType.Float64);
            masked.load_state_dict(dense.state_dict());
            masked.train(training);
            Surgery.MaskConsumers(Graph!, plan, masked);
            Tensor[] expected = [.. Tensors(Run(masked, inputs))];
            Tensor[] actual = [.. Tensors(Run(pruned, inputs))];

            actual.Length.ShouldBe(expected.Length);
            foreach ((Tensor left, Tensor right) in actual.Zip(expected))
            {
                left.shape.ShouldBe(right.shape);
                Difference(left, right).ShouldBe(0, 1e-6, Describe(plan));
            }

            pruned.state_dict().Keys.ShouldBe(dense.state_dict().Keys);
            if (isCounted)
            {
                pruned.parameters().Sum(parameter => parameter.numel()).ShouldBe(Graph!.Cost(plan.WidthsFor(Graph)).Parameters);
            }
        }
    }

    private IEnumerable<Group> GroupsOf(string name)
    {
        Graph graph = Graph.ShouldNotBeNull();
        Group[] found = [.. graph.Groups.Where(group =>
            group.Name == name || group.Name.StartsWith(name + "[") || group.Name.StartsWith(name + "/"))];
        found.ShouldNotBeEmpty($"no group '{name}' among {string.Join(", ", graph.Groups.Select(group => group.Name))}");
        return found;
    }

    private IEnumerable<long[]> Shapes()
    {
        PrunableAttribute attribute = type.GetCustomAttribute<PrunableAttribute>()!;
        return attribute.Inputs.Select(input => input.Split(',').Select(size => long.TryParse(size, out long known) ? known : 2).ToArray());
    }

    private static object Run(nn.Module module, object[] inputs)
    {
        try
        {
            return module.GetType().GetMethods()
                .First(method => method.Name == "forward" && method.GetParameters().Length == inputs.Length)
                .Invoke(module, inputs)!;
        }
        catch (TargetInvocationException exception)
        {
            throw exception.InnerException!;
        }
    }

    private static IEnumerable<Tensor> Tensors(object? output) => output switch
    {
        Tensor tensor => [tensor],
        ITuple tuple => Enumerable.Range(0, tuple.Length).SelectMany(i => Tensors(tuple[i])),
        IEnumerable<Tensor> tensors => tensors,
        _ => [],
    };

    /// <summary>Weights and statistics that are no special case.</summary>
    private static void Randomize(nn.Module module)
    {
        foreach ((string name, Tensor tensor) in module.state_dict().Where(entry => entry.Value.is_floating_point()))
        {
            if (name.EndsWith("running_var") || name.EndsWith("variance"))
            {
                tensor.uniform_(0.5, 1.5);
            }
            else if (tensor.dim() == 1)
            {
                tensor.normal_(0.3, 0.5);
            }
        }
    }

    private static double Difference(Tensor left, Tensor right) =>
        left.numel() == 0 ? 0 : ((left - right).abs().max() / right.abs().max().clamp_min(1e-12)).item<double>();

    private static string Describe(PruningPlan plan) => string.Join(
        "; ", plan.Groups.Select(group => $"{group.Name} keeps {string.Join(" ", group.Keep)} of {group.Of}"));
}
