using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;
using static TorchSharp.torch.optim.lr_scheduler;

namespace Pruning.LibTorch.Tests.Optimizers;

/// <summary>Every scheduler sets the rates and momenta that PyTorch's sets.</summary>
public class SchedulerTests
{
    private static readonly Dictionary<string, Func<Optimizer, LRScheduler>> Made = new()
    {
        ["StepLR"] = optimizer => StepLR(optimizer, 3, 0.5),
        ["MultiStepLR"] = optimizer => MultiStepLR(optimizer, [2, 5, 5, 9], 0.5),
        ["ExponentialLR"] = optimizer => ExponentialLR(optimizer, 0.8),
        ["ConstantLR"] = optimizer => ConstantLR(optimizer, 0.25, 4),
        ["LinearLR"] = optimizer => LinearLR(optimizer, 0.2, 0.9, 6),
        ["PolynomialLR"] = optimizer => PolynomialLR(optimizer, 8, 2),
        ["LambdaLR"] = optimizer => LambdaLR(optimizer, step => 1.0 / (1 + step)),
        ["MultiplicativeLR"] = optimizer => MultiplicativeLR(optimizer, step => step % 2 == 1 ? 0.9 : 1),
        ["CosineAnnealingLR"] = optimizer => CosineAnnealingLR(optimizer, 5, 0.01),
        ["OneCycleLR"] = optimizer => OneCycleLR(optimizer, 0.5, 14),
        ["OneCycleLR along lines"] = optimizer => OneCycleLR(
            optimizer, [0.5, 0.2], epochs: 2, steps_per_epoch: 7, pct_start: 0.4,
            anneal_strategy: impl.OneCycleLR.AnnealStrategy.Linear, cycle_momentum: false, div_factor: 10, final_div_factor: 100),
        ["OneCycleLR in three phases"] = optimizer => OneCycleLR(optimizer, 0.5, 14, three_phase: true),
        ["CyclicLR"] = optimizer => CyclicLR(optimizer, 0.01, 0.1, 3, 2, impl.CyclicLR.Mode.Triangular2),
        ["CyclicLR shrinking"] = optimizer =>
            CyclicLR(optimizer, [0.01, 0.02], [0.1, 0.3], 4, mode: impl.CyclicLR.Mode.ExpRange, gamma: 0.9),
        ["SequentialLR"] = optimizer =>
            SequentialLR(optimizer, [LinearLR(optimizer, 0.1, total_iters: 4), CosineAnnealingLR(optimizer, 10)], [4]),
        ["ChainedLR"] = optimizer => ChainedLR([ConstantLR(optimizer, 0.5, 3), ExponentialLR(optimizer, 0.9)]),
        ["ReduceLROnPlateau"] = optimizer =>
            ReduceLROnPlateau(optimizer, "min", 0.5, patience: 1, cooldown: 1, min_lr: [0.03]),
    };

    private static readonly double[] Metric = [1, 0.9, 0.9, 0.9, 0.95, 0.94, 0.93, 0.95, 0.8, 0.81, 0.82, 0.83, 0.84, 0.85];

    public static TheoryData<string> Names => [.. OptimizerReference.All.Schedulers.Keys];

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void A_scheduler_sets_what_PyTorchs_sets(string name)
    {
        TorchSharpDifferences.Skip(name);
        using var first = new Parameter(zeros(1));
        using var second = new Parameter(zeros(1));
        using OptimizerHelper optimizer = name.Contains("three phases")
            ? Adam(
                new[]
                {
                    new Adam.ParamGroup { Parameters = [first] },
                    new Adam.ParamGroup { Parameters = [second], Options = new() { LearningRate = 0.4 } },
                },
                0.1)
            : SGD(
                new[]
                {
                    new SGD.ParamGroup { Parameters = [first] },
                    new SGD.ParamGroup { Parameters = [second], Options = new() { LearningRate = 0.4 } },
                },
                0.1,
                momentum: 0.9);
        LRScheduler scheduler = Made[name](optimizer);
        double[][] expected = OptimizerReference.All.Schedulers[name];
        for (int step = 0; step < expected.Length; step++)
        {
            OptimizerReference.ShouldMatch(
                [.. optimizer.ParamGroups.Select(group => group.LearningRate), .. optimizer.ParamGroups.Select(Momentum)],
                expected[step],
                1e-12,
                $"step {step}");
            if (name == "ReduceLROnPlateau")
            {
                scheduler.step(Metric[step]);
            }
            else
            {
                scheduler.step();
            }
        }
    }

    [Fact]
    public void A_cycle_ends()
    {
        using var parameter = new Parameter(zeros(1));
        using SGD optimizer = SGD([parameter], 0.1, momentum: 0.9);
        LRScheduler scheduler = OneCycleLR(optimizer, 0.5, 2);
        scheduler.step();
        scheduler.step();
        Should.Throw<InvalidOperationException>(scheduler.step);
    }

    private static double Momentum(ILearningRateController group) =>
        group is IBetas betas ? betas.Betas.Item1 : ((IMomentum)group).Momentum;
}
