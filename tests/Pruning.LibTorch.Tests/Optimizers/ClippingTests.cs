using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.utils;

namespace Pruning.LibTorch.Tests.Optimizers;

public class ClippingTests
{
    [Fact]
    public void Gradients_are_scaled_down_to_the_norm()
    {
        Parameter[] parameters = Parameters();
        clip_grad_norm_(parameters, 1).ShouldBe(5, 1e-6);
        Gradients(parameters).ShouldBe([0.6f, 0.8f], 1e-6);
        clip_grad_norm_(parameters, 2).ShouldBe(1, 1e-6);
        Gradients(parameters).ShouldBe([0.6f, 0.8f], 1e-6);
        clip_grad_norm_(Parameters(), 1, double.PositiveInfinity).ShouldBe(4, 1e-6);
    }

    [Fact]
    public void Entries_are_cut_off()
    {
        Parameter[] parameters = Parameters();
        clip_grad_value_(parameters, 3.5);
        Gradients(parameters).ShouldBe([3, 3.5f]);
    }

    [Fact]
    public void Parameters_go_into_a_vector_and_back()
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter[] parameters = [new(tensor(new[,] { { 1f, 2 }, { 3, 4 } })), new(tensor(new[] { 5f }))];
        Tensor vector = parameters_to_vector(parameters);
        vector.detach().data<float>().ToArray().ShouldBe([1, 2, 3, 4, 5]);
        vector_to_parameters(vector.detach() * 2, parameters);
        parameters[0].detach().data<float>().ToArray().ShouldBe([2, 4, 6, 8]);
        Should.Throw<Exception>(() => vector_to_parameters(zeros(3), parameters));
    }

    private static Parameter[] Parameters()
    {
        Parameter[] parameters = [new(zeros(1)), new(zeros(1)), new(zeros(1))];
        (3 * parameters[0] - 4 * parameters[1]).backward();
        parameters[1].grad!.neg_();
        return parameters;
    }

    private static float[] Gradients(Parameter[] parameters) =>
        [.. parameters.Select(parameter => parameter.grad).OfType<Tensor>().Select(gradient => gradient.item<float>())];
}
