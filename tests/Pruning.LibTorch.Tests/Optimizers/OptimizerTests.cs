using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace Pruning.LibTorch.Tests.Optimizers;

/// <summary>Every optimizer goes the way that PyTorch's goes, and goes on after its state was saved and loaded.</summary>
public class OptimizerTests
{
    private static readonly Dictionary<string, Func<Parameter, Parameter, OptimizerHelper>> Made = new()
    {
        ["SGD"] = (first, second) => SGD([first, second], 0.05),
        ["SGD with momentum"] = (first, second) => SGD([first, second], 0.05, momentum: 0.9, dampening: 0.1, weight_decay: 0.02),
        ["SGD with Nesterov momentum"] = (first, second) =>
            SGD([first, second], 0.05, momentum: 0.9, weight_decay: 5e-4, nesterov: true),
        ["SGD maximizing"] = (first, second) => SGD([first, second], 0.01, momentum: 0.5, maximize: true),
        ["SGD in groups"] = (first, second) => SGD(
            new[]
            {
                new SGD.ParamGroup { Parameters = [first] },
                new SGD.ParamGroup { Parameters = [second], Options = new() { LearningRate = 0.01, momentum = 0.5 } },
            },
            0.05,
            weight_decay: 0.1),
        ["Adam"] = (first, second) => Adam([first, second], 0.1),
        ["Adam with weight decay"] = (first, second) => Adam([first, second], 0.1, 0.8, 0.95, 1e-4, weight_decay: 0.1),
        ["Adam with AMSGrad"] = (first, second) => Adam([first, second], 0.1, 0.8, 0.6, amsgrad: true),
        ["Adam maximizing"] = (first, second) => Adam([first, second], 0.1, maximize: true),
        ["AdamW"] = (first, second) => AdamW([first, second], 0.1, weight_decay: 0.2),
        ["AdamW in groups"] = (first, second) => AdamW(
            new[]
            {
                new AdamW.ParamGroup { Parameters = [first], Options = new() { weight_decay = 0.5 } },
                new AdamW.ParamGroup { Parameters = [second], Options = new() { LearningRate = 0.01 } },
            },
            0.1,
            weight_decay: 0),
        ["RMSProp"] = (first, second) => RMSProp([first, second], 0.01),
        ["RMSProp centered with momentum"] = (first, second) =>
            RMSProp([first, second], 0.01, alpha: 0.9, momentum: 0.8, centered: true, weight_decay: 0.1),
    };

    public static TheoryData<string> Names => [.. OptimizerReference.All.Optimizers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_optimizer_goes_the_way_of_PyTorchs(string name)
    {
        (Parameter first, Parameter second) = Start();
        using OptimizerHelper optimizer = Made[name](first, second);
        double[][] expected = OptimizerReference.All.Optimizers[name];
        for (int step = 0; step < expected.Length; step++)
        {
            Step(optimizer, first, second, step);
            OptimizerReference.ShouldMatch(Values(first, second), expected[step], 1e-5, $"step {step}");
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void A_saved_optimizer_goes_on_where_it_was(string name)
    {
        TorchSharpDifferences.Skip(name);
        (Parameter first, Parameter second) = Start();
        using OptimizerHelper optimizer = Made[name](first, second);
        double[][] expected = OptimizerReference.All.Optimizers[name];
        for (int step = 0; step < 4; step++)
        {
            Step(optimizer, first, second, step);
        }
        using var file = new MemoryStream();
        optimizer.save_state_dict(new BinaryWriter(file));
        file.Position = 0;
        using OptimizerHelper loaded = Made[name](first, second);
        loaded.load_state_dict(new BinaryReader(file));
        (Parameter firstCopy, Parameter secondCopy) = (new(first.detach().clone()), new(second.detach().clone()));
        using OptimizerHelper copied = Made[name](firstCopy, secondCopy);
        copied.load_state_dict(optimizer.state_dict());
        for (int step = 4; step < expected.Length; step++)
        {
            Step(loaded, first, second, step);
            Step(copied, firstCopy, secondCopy, step);
            OptimizerReference.ShouldMatch(Values(first, second), expected[step], 1e-5, $"loaded, step {step}");
            OptimizerReference.ShouldMatch(Values(firstCopy, secondCopy), expected[step], 1e-5, $"copied, step {step}");
        }
        loaded.state_dict().State[0].ApproximatelyEquals(copied.state_dict().State[0]).ShouldBeTrue();
    }

    [Fact]
    public void A_closure_computes_the_loss()
    {
        var parameter = new Parameter(tensor(new[] { 2f }));
        using SGD optimizer = SGD([parameter], 0.25);
        using Tensor? loss = optimizer.step(() =>
        {
            optimizer.zero_grad();
            Tensor square = parameter.pow(2).sum();
            square.backward();
            return square;
        });
        loss.ShouldNotBeNull().item<float>().ShouldBe(4);
        parameter.item<float>().ShouldBe(1);
    }

    [Fact]
    public void A_group_added_later_takes_the_defaults()
    {
        (Parameter first, Parameter second) = Start();
        using SGD optimizer = SGD([first], 0.5, momentum: 0.9);
        optimizer.add_param_group(new SGD.ParamGroup { Parameters = [second] });
        optimizer.ParamGroups.Select(group => group.LearningRate).ShouldBe([0.5, 0.5]);
        ((SGD.ParamGroup)optimizer.ParamGroups.Last()).Momentum.ShouldBe(0.9);
    }

    [Fact]
    public void The_state_of_another_optimizer_is_refused()
    {
        (Parameter first, Parameter second) = Start();
        using SGD sgd = SGD([first, second], 0.1);
        using Adam adam = Adam([first, second]);
        using var file = new MemoryStream();
        sgd.save_state_dict(new BinaryWriter(file));
        file.Position = 0;
        Should.Throw<InvalidDataException>(() => adam.load_state_dict(new BinaryReader(file))).Message.ShouldContain("SGD");
        using SGD smaller = SGD([first], 0.1);
        Should.Throw<ArgumentException>(() => smaller.load_state_dict(sgd.state_dict()));
    }

    [Theory]
    [InlineData(-0.1, 0, false)]
    [InlineData(0.1, -1, false)]
    [InlineData(0.1, 0, true)]
    public void Impossible_options_are_refused(double rate, double momentum, bool nesterov)
    {
        (Parameter first, _) = Start();
        Should.Throw<ArgumentException>(() => SGD([first], rate, momentum, nesterov: nesterov));
    }

    private static (Parameter, Parameter) Start() => (
        new(tensor(new[,] { { 1f, -2, 0.5f }, { 3, 0, -1 } })),
        new(tensor(new[] { 0.3f, -0.7f })));

    private static void Step(Optimizer optimizer, Parameter first, Parameter second, int step)
    {
        using DisposeScope scope = NewDisposeScope();
        optimizer.zero_grad();
        Tensor loss = (tensor(new[,] { { 1f, 2, 0.5f }, { 0.1f, 3, 1 } }) * (first - 0.25).pow(2)).sum();
        if (step >= 2)
        {
            loss += (5 * (second + 1).pow(2)).sum();
        }
        loss.backward();
        optimizer.step();
    }

    private static double[] Values(params Parameter[] parameters) =>
        [.. parameters.SelectMany(parameter => parameter.data<float>().ToArray()).Select(value => (double)value)];
}
