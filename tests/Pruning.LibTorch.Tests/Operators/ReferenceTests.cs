using System.Text.Json;
using Pruning.Tests;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.LibTorch.Tests.Operators;

/// <summary>Values and gradients of each operator are those that PyTorch computes (tests/reference/operators.py).</summary>
public sealed class ReferenceTests
{
    private static readonly Dictionary<string, ReferenceCase> References = JsonSerializer.Deserialize<Dictionary<string, ReferenceCase>>(
        File.ReadAllText(RepositoryFiles.Reference("operators.json")), JsonSerializerOptions.Web)!;

    public static TheoryData<string> Names => [.. References.Keys];

    [Fact]
    public void EveryCaseHasAReference() => Cases.All.Keys.Where(name => !References.ContainsKey(name)).ShouldBeEmpty();

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void ValuesAndGradientsAreThoseOfPyTorch(string name)
    {
        TorchSharpDifferences.Skip(name);
        using DisposeScope scope = NewDisposeScope();
        ReferenceCase reference = References[name];
        Tensor[] inputs = Array.ConvertAll(reference.Inputs, input => input.ToTensor());
        foreach (Tensor input in inputs.Where(input => is_floating_point(input)))
        {
            input.requires_grad = true;
        }

        Tensor[] outputs = Cases.All[name](inputs);

        outputs.Length.ShouldBe(reference.Outputs.Length);
        for (int i = 0; i < outputs.Length; i++)
        {
            reference.Outputs[i].ShouldMatch(outputs[i], $"{name}, result {i}");
        }
        if (reference.Gradients is null)
        {
            return;
        }
        Weighted(outputs).backward();
        for (int i = 0; i < inputs.Length; i++)
        {
            if (reference.Gradients[i] is { } gradient)
            {
                gradient.ShouldMatch(inputs[i].grad.ShouldNotBeNull(), $"{name}, gradient {i}");
            }
            else
            {
                inputs[i].grad.ShouldBeNull();
            }
        }
    }

    private static Tensor Weighted(Tensor[] outputs) => outputs
        .Where(output => output.requires_grad)
        .Select(output => (output * arange(output.numel(), float64).cos().reshape(output.shape)).sum())
        .Aggregate((sum, term) => sum + term);

    private sealed record ReferenceCase(ReferenceTensor[] Inputs, ReferenceTensor[] Outputs, ReferenceTensor?[]? Gradients);
}
