using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.LibTorch.Tests.Modules;

/// <summary>Values, gradients and state names of every layer and loss are those of PyTorch.</summary>
public class LayerTests
{
    public static TheoryData<string> Names => [.. LayerReference.Names];

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void A_layer_computes_what_PyTorch_computes(string name)
    {
        TorchSharpDifferences.Skip(name);
        using DisposeScope scope = NewDisposeScope();
        LayerReference reference = LayerReference.Of(name);
        Layer layer = Layers.All[name]();
        Module module = layer.Module;
        module.load_state_dict(reference.State.ToDictionary(entry => entry.Key, entry => entry.Value.ToTensor()));
        module.train(!name.Contains("evaluating") && !name.Contains("without statistics"));
        Tensor[] inputs = reference.Inputs
            .Zip(reference.InputGradients, (values, gradient) => values.ToTensor().requires_grad_(gradient is not null))
            .ToArray();

        Tensor[] outputs = layer.Run(inputs);

        outputs.Length.ShouldBe(reference.Outputs.Length);
        Tensor weighted = zeros(1);
        for (int i = 0; i < outputs.Length; i++)
        {
            reference.Outputs[i].ShouldMatch(outputs[i], $"output {i}");
            weighted += (outputs[i] * arange(outputs[i].numel(), float32).cos().reshape(outputs[i].shape)).sum();
        }
        if (weighted.requires_grad)
        {
            weighted.backward();
        }
        for (int i = 0; i < inputs.Length; i++)
        {
            reference.InputGradients[i]?.ShouldMatch(inputs[i].grad!, $"gradient of input {i}");
        }
        foreach ((string key, LayerReference.Values gradient) in reference.ParameterGradients)
        {
            gradient.ShouldMatch(module.get_parameter(key)!.grad!, $"gradient of {key}");
        }
        foreach ((string key, LayerReference.Values buffer) in reference.Buffers)
        {
            buffer.ShouldMatch(module.get_buffer(key)!, key);
        }
        module.Dispose();
    }

    [Fact]
    public void Every_layer_has_a_reference() => Layers.All.Keys.Order().ShouldBe(LayerReference.Names.Order());
}
