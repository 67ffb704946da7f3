using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Pruning.Generators.Networks;
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

    /// <summary>Checks the class <c>Net</c>; <paramref name="members"/> are its members, <paramref name="types"/> what stands beside it.</summary>
    public static void Check(string members, string types = "", string attribute = "[Prunable(\"N,4,8,8\")]", params object[] arguments) =>
        CheckSource($$"""
            {{attribute}}
            public partial class Net : Module<Tensor, Tensor>
            {
            {{members}}
            }

            {{types}}
            """, arguments);

    /// <summary>Checks the class <c>Net</c> of a source without its imports.</summary>
    public static NetworkModel CheckSource(string source, params object[] arguments)
    {
        NetworkModel model = Reader.Read("Net", Usings + source);
        using var scope = NewDisposeScope();
        using nn.Module real = Make(Usings + source, arguments);
        real.eval();
        Reader.StateDict(model).ShouldBe(real.state_dict()
            .Where(entry => !entry.Key.EndsWith("num_batches_tracked"))
            .Select(entry => KeyValuePair.Create(entry.Key, string.Join(",", entry.Value.shape)))
            .OrderBy(entry => entry.Key, StringComparer.Ordinal));

        using var _ = no_grad();
        object?[] inputs = [.. model.Inputs.Select(input => zeros([.. input.Shape.Select(size => size.Constant ?? 2)]))];
        MethodInfo forward = real.GetType().GetMethod("forward")!;
        object? output = forward.Invoke(real, [.. inputs, .. forward.GetParameters().Skip(inputs.Length).Select(parameter => parameter.DefaultValue)]);
        Reader.OutputShapes(model, 2).ShouldBe(Shapes(output!));
        return model;
    }

    private static IEnumerable<string> Shapes(object output) => output switch
    {
        Tensor tensor => [string.Join(",", tensor.shape)],
        System.Runtime.CompilerServices.ITuple tuple => Enumerable.Range(0, tuple.Length).SelectMany(i => Shapes(tuple[i]!)),
        IEnumerable<Tensor> tensors => tensors.SelectMany(Shapes),
        _ => throw new ArgumentException($"{output.GetType()} is not made of tensors"),
    };

    private static nn.Module Make(string source, object[] arguments)
    {
        CSharpCompilation compilation = TestSources.Compile(source);
        using var image = new MemoryStream();
        EmitResult emitted = compilation.Emit(image);
        emitted.Success.ShouldBeTrue();
        image.Position = 0;
        Assembly assembly = new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(image);
        return (nn.Module)Activator.CreateInstance(
            assembly.GetType("Net", throwOnError: true)!,
            BindingFlags.CreateInstance | BindingFlags.Instance | BindingFlags.Public | BindingFlags.OptionalParamBinding,
            null, arguments, null)!;
    }
}
