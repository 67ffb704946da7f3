using System.Reflection;
using Microsoft.CodeAnalysis;
using Pruning.Generators.Tests.Caching;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.Generators.Tests.Attributes;

/// <summary>Several variants of one class, factory methods and element types: from the attribute to the pruned network.</summary>
public sealed class VariantTests
{
    private static readonly Lazy<Assembly> Compiled = new(() =>
    {
        var run = new GeneratorRun(TestSources.Compile(TestSources.Model("Variants.cs")));
        run.Result.GeneratedSources.Select(source => source.HintName).ShouldBe(
        [
            "Models.Sized.Deep.Pruning.g.cs", "Models.Sized.Pruning.g.cs", "Models.Sized.Tiny.Pruning.g.cs", "Models.Words.Pruning.g.cs",
        ], ignoreOrder: true);
        run.Output.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning).ShouldBeEmpty();
        using var image = new MemoryStream();
        run.Output.Emit(image).Success.ShouldBeTrue();
        return Assembly.Load(image.ToArray());
    });

    [Theory]
    [InlineData("Models.Sized", "layers.0 6", 8)]
    [InlineData("Models.Sized+Deep", "layers.0 10, layers.1 10, layers.2 10", 16)]
    [InlineData("Models.Sized+Tiny", "layers.0 4, layers.1 4", 8)]
    public void Each_variant_is_pruned_like_a_model_of_its_own(string name, string groups, int size)
    {
        Type variant = Compiled.Value.GetType(name, throwOnError: true)!;
        Type model = Compiled.Value.GetType("Models.Sized")!;
        var graph = (Graph)variant.GetProperty("Graph")!.GetValue(null)!;
        graph.Model.ShouldBe(name);
        string.Join(", ", graph.Groups.Select(group => $"{group.Name} {group.Channels}")).ShouldBe(groups);
        using var dense = (Module<Tensor, Tensor>)(name.EndsWith("Tiny")
            ? model.GetMethod("CreateTiny")!.Invoke(null, null)!
            : Activator.CreateInstance(model, name.EndsWith("Deep") ? [3, 10] : [1, 6])!);
        PruningPlan plan = PruningPlan.Random(graph, new Random(3));
        MethodInfo prune = variant.GetMethod("Prune")!;

        using var pruned = (Module<Tensor, Tensor>)(prune.IsStatic ? prune.Invoke(null, [dense, plan])! : prune.Invoke(dense, [plan])!);

        pruned.GetType().DeclaringType.ShouldBe(variant);
        manual_seed(1);
        using Tensor images = randn(2, 3, size, size);
        using Tensor slim = pruned.call(images);
        Surgery.MaskConsumers(graph, plan, dense);
        using Tensor masked = dense.call(images);
        slim.allclose(masked, 1e-4, 1e-5).ShouldBeTrue();
    }

    [Fact]
    public void Limits_on_the_attribute_hold_for_all_groups_of_the_variant()
    {
        GraphOf("Models.Sized").Groups.ShouldAllBe(group => group.MinimumWidth == 1 && group.RoundTo == 1);
        GraphOf("Models.Sized+Deep").Groups.ShouldAllBe(group => group.RoundTo == 4);
        GraphOf("Models.Sized+Tiny").Groups.ShouldAllBe(group => group.MinimumWidth == 3);
    }

    [Fact]
    public void A_declared_element_type_is_known_while_the_model_is_read() =>
        GraphOf("Models.Words").Groups.Select(group => group.Name).ShouldBe(["words"]);

    [Fact]
    public void Plans_name_the_variant_that_they_are_for()
    {
        string plan = PruningPlan.FromWidths(GraphOf("Models.Sized+Deep"), [4, 8, 8]).ToJson();

        var run = new GeneratorRun(TestSources.Compile(TestSources.Model("Variants.cs")), ("SizedSlim.prune.json", plan));

        run.Result.Diagnostics.ShouldBeEmpty();
        run.Sources["Models.SizedSlim.Frozen.g.cs"].ShouldContain("nn.Conv2d(in_channels: 4, out_channels: 8");
    }

    private static Graph GraphOf(string name) =>
        (Graph)Compiled.Value.GetType(name, throwOnError: true)!.GetProperty("Graph")!.GetValue(null)!;
}
