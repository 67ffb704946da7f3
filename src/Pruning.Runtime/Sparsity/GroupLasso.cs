using static TorchSharp.torch;

namespace Pruning;

/// <summary>
/// Shrinks whole channels to exactly zero: after each step, all weights w of a channel, over all layers of its group, are multiplied by
/// max(0, 1 − learning rate · λ / ‖w‖), which is the proximal step of λ Σ ‖w‖. With <see cref="GroupLassoStep.Subgradient"/> its subgradient
/// λ w / ‖w‖ is added to the gradient instead, as in the paper; channels then only come near zero. Source: Wen et al., Learning Structured
/// Sparsity in Deep Neural Networks (2016).
/// </summary>
/// <param name="Graph">The graph of the network's class.</param>
/// <param name="Strength">λ. Default: 0.001.</param>
public sealed record GroupLasso(Graph Graph, double Strength = 1e-3) : TrainingMethod
{
    /// <summary>How a channel's strength depends on its size. Default: not at all.</summary>
    public GroupLassoWeighting Weighting { get; init; } = GroupLassoWeighting.Equal;

    /// <summary>How weights follow the penalty. Default: by proximal steps, which give exact zeros.</summary>
    public GroupLassoStep Step { get; init; } = GroupLassoStep.Proximal;

    /// <inheritdoc/>
    public override TrainingHook Attach(TrainingContext context)
    {
        Graph.CheckDense(context.Model);
        return new Hook(this, context);
    }

    /// <summary>The penalty of groups of weights with these norms and of one size.</summary>
    internal static Tensor Penalty(Tensor norms, double strength) => norms.sum() * strength;

    /// <summary>What the weights of a group are multiplied by.</summary>
    internal static Tensor Shrinkage(Tensor norms, double threshold) =>
        (1 - (threshold / norms.clamp(min: 1e-30))).clamp(min: 0);

    /// <summary>What the weights of a group are multiplied by to give the penalty's subgradient; zero where they are all zero.</summary>
    internal static Tensor Slope(Tensor norms, double strength) => where(norms.gt(0), strength / norms.clamp(min: 1e-30), zeros_like(norms));

    private sealed class Hook : TrainingHook
    {
        private readonly GroupLasso _options;
        private readonly TrainingContext _context;
        private readonly ChannelSlices[] _groups;

        public Hook(GroupLasso options, TrainingContext context)
        {
            _options = options;
            _context = context;
            _groups =
            [
                .. Enumerable.Range(0, options.Graph.Groups.Length).Select(group => new ChannelSlices(
                    options.Graph, group, context.Parameters, DimensionRole.Output, DimensionRole.Input, DimensionRole.Channel)),
            ];
        }

        public override void AfterBackward(TrainingStep step)
        {
            foreach (ChannelSlices group in Penalized(GroupLassoStep.Subgradient))
            {
                Tensor slope = Slope(Norms(group), StrengthOf(group));
                foreach (string name in group.Names.Where(name => _context.Parameters[name].grad is not null))
                {
                    group.AddProducts(name, _context.Parameters[name].grad!, _context.Parameters[name].detach(), slope);
                }
            }
        }

        public override void AfterStep(TrainingStep step)
        {
            foreach (ChannelSlices group in Penalized(GroupLassoStep.Proximal))
            {
                Tensor factors = Shrinkage(Norms(group), step.LearningRate * StrengthOf(group));
                foreach (string name in group.Names)
                {
                    group.Multiply(name, _context.Parameters[name], factors);
                }
            }
        }

        public override void Dispose()
        {
            foreach (ChannelSlices group in _groups)
            {
                group.Dispose();
            }
        }

        private IEnumerable<ChannelSlices> Penalized(GroupLassoStep step) =>
            _options.Step == step ? _groups.Where(group => group.Names.Any()) : [];

        private double StrengthOf(ChannelSlices group) =>
            _options.Strength * (_options.Weighting == GroupLassoWeighting.RootOfSize ? Math.Sqrt(group.ElementsPerChannel) : 1);

        private Tensor Norms(ChannelSlices group) => group.Sums(name => _context.Parameters[name].square()).sqrt();
    }
}

/// <summary>How weights follow the penalty of a group lasso.</summary>
public enum GroupLassoStep
{
    /// <summary>After the optimizer's step, by the proximal operator.</summary>
    Proximal,

    /// <summary>With the optimizer's step, by the penalty's subgradient.</summary>
    Subgradient,
}

/// <summary>How strongly a channel is pushed towards zero.</summary>
public enum GroupLassoWeighting
{
    /// <summary>Each channel alike.</summary>
    Equal,

    /// <summary>By the square root of the number of its weights (Yuan and Lin, 2006).</summary>
    RootOfSize,
}
