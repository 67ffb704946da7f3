using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Emit;
using Pruning.Generators.Networks;
using Pruning.Generators.Reading;
using Pruning.Generators.Tests.Caching;
using static TorchSharp.torch;

namespace Pruning.Generators.Tests.Reading;

/// <summary>Compiles a model, makes it, runs it, and holds what is read against that.</summary>
internal static class Oracle
{
    private const string Usings = """
        using Pruning;
        using TorchSharp;
        using TorchSharp.Modules;
        using static TorchSharp.torch;
        using static TorchSharp.torch.nn;

        """;

    /// <summary>Checks the class <c>Net</c>.</summary>
    /// <param name="members">Its members.</param>
    /// <param name="types">What stands beside it.</param>
    /// <param name="attribute">What it is marked with.</param>
    /// <param name="arguments">What its constructor is given, as in the attribute.</param>
    public static NetworkModel Check(string members, string types = "", string attribute = "[Prunable(\"N,4,8,8\")]", params object[] arguments) =>
        CheckSource($$"""
            {{attribute}}
            public partial class Net : Module<Tensor, Tensor>
            {
            {{members}}
            }

            {{types}}
            """, arguments);

    /// <summary>Checks the class <c>Net</c> of a source without its imports.</summary>
    public static NetworkModel CheckSource(string source, params object[] arguments) => CheckSource(source, isTraining: false, arguments);

    /// <summary>Checks the class <c>Net</c>, which must compute the same each time that it is run in training.</summary>
    public static NetworkModel CheckInTraining(string source) => CheckSource(source, isTraining: true, []);

    private static NetworkModel CheckSource(string source, bool isTraining, object[] arguments)
    {
        ReadingResult result = Reader.Result("Net", Usings + source);
        result.Problems.Where(problem => problem.Rule.DefaultSeverity == DiagnosticSeverity.Error)
            .Select(problem => problem.ToDiagnostic().ToString())
            .ShouldBeEmpty();
        NetworkModel model = result.Model.ShouldNotBeNull();
        Type type = Load(Usings + source);
        using var scope = NewDisposeScope();
        using nn.Module real = Make(type, arguments);
        real.eval();
        Reader.StateDict(model).ShouldBe(real.state_dict()
            .Where(entry => !entry.Key.EndsWith("num_batches_tracked"))
            .Select(entry => KeyValuePair.Create(entry.Key, string.Join(",", entry.Value.shape)))
            .OrderBy(entry => entry.Key, StringComparer.Ordinal));

        using var _ = no_grad();
        object?[] inputs = [.. model.Inputs.Select(input => randn([.. input.Shape.Select(size => size.Constant ?? 2)]))];
        object output = Run(real, inputs);
        Reader.OutputShapes(model, 2).ShouldBe(Tensors(output).Select(tensor => string.Join(",", tensor.shape)));

        real.train(isTraining);
        ComparePruned(type, real, inputs);
        return model;
    }

    /// <summary>The generated class computes what the model computes when the weights that read removed channels are zero.</summary>
    private static void ComparePruned(Type type, nn.Module real, object?[] inputs)
    {
        var graph = (Graph)type.GetProperty("Graph")!.GetValue(null)!;
        PruningPlan plan = Masking.WithoutApproximations(graph, PruningPlan.Random(graph, new Random(7)));
        using var pruned = (nn.Module)type.GetMethod("Prune")!.Invoke(real, [plan])!;
        pruned.train(real.training);
        pruned.state_dict().Keys.ShouldBe(real.state_dict().Keys);

        Tensor[] slim = [.. Tensors(Run(pruned, inputs))];
        Surgery.MaskConsumers(graph, plan, real);
        Tensor[] masked = [.. Tensors(Run(real, inputs))];

        slim.Length.ShouldBe(masked.Length);
        for (int i = 0; i < slim.Length; i++)
        {
            allclose(slim[i], masked[i], rtol: 1e-4, atol: 1e-5).ShouldBeTrue();
        }
    }

    private static object Run(nn.Module module, object?[] inputs)
    {
        var left = new Queue<object?>(inputs);
        MethodInfo forward = module.GetType().GetMethods()
            .First(method => method.Name is "forward" or "Run" && method.DeclaringType == module.GetType());
        object?[] arguments = [.. forward.GetParameters().Select(parameter => left.Count == 0 ? parameter.DefaultValue : Take(parameter.ParameterType, left))];
        return forward.Invoke(module, arguments)!;
    }

    /// <summary>An argument made of as many inputs as its type takes.</summary>
    private static object? Take(Type type, Queue<object?> left) => type switch
    {
        { IsArray: true } => Enumerable.Range(0, left.Count).Select(_ => (Tensor)left.Dequeue()!).ToArray(),
        _ when left.Count == 0 => null,
        _ when type == typeof(long) => ((Tensor)left.Dequeue()!).to(int64).item<long>(),
        { IsGenericType: true } when type.IsAssignableTo(typeof(System.Runtime.CompilerServices.ITuple)) =>
            Activator.CreateInstance(type, [.. type.GetGenericArguments().Select(part => Take(part, left))]),
        _ => left.Dequeue(),
    };

    private static IEnumerable<Tensor> Tensors(object output) => output switch
    {
        Tensor tensor => [tensor],
        System.Runtime.CompilerServices.ITuple tuple => Enumerable.Range(0, tuple.Length).SelectMany(i => Tensors(tuple[i]!)),
        IEnumerable<Tensor> tensors => tensors,
        _ => throw new ArgumentException($"{output.GetType()} is not made of tensors"),
    };

    /// <summary>Compiles a source with what is generated for it.</summary>
    private static Type Load(string source)
    {
        var run = new GeneratorRun(TestSources.Compile(source));
        run.Result.Diagnostics.ShouldBeEmpty();
        using var image = new MemoryStream();
        EmitResult emitted = run.Output.Emit(image);
        emitted.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .Select(diagnostic => diagnostic.ToString())
            .ShouldBeEmpty();
        image.Position = 0;
        return new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(image).GetType("Net", throwOnError: true)!;
    }

    private static nn.Module Make(Type type, object[] arguments) => (nn.Module)Activator.CreateInstance(
        type,
        BindingFlags.CreateInstance | BindingFlags.Instance | BindingFlags.Public | BindingFlags.OptionalParamBinding,
        null, arguments, null)!;
}
