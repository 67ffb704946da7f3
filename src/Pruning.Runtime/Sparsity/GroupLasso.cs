using static TorchSharp.torch;

namespace Pruning;

/// <summary>
/// Shrinks whole channels to exactly zero: after each step, all weights w of a channel, over all layers of its group, are multiplied by
/// max(0, 1 − learning rate · λ / ‖w‖), which is the proximal step of λ Σ ‖w‖ (Wen et al., Learning Structured Sparsity in Deep Neural
/// Networks, 2016, with the proximal step in place of the subgradient).
/// </summary>
/// <param name="Graph">The graph of the network's class.</param>
/// <param name="Strength">λ. Default: 0.001.</param>
public sealed record GroupLasso(Graph Graph, double Strength = 1e-3) : TrainingMethod
{
    /// <summary>How a channel's strength depends on its size. Default: not at all.</summary>
    public GroupLassoWeighting Weighting { get; init; } = GroupLassoWeighting.Equal;

    /// <inheritdoc/>
    public override TrainingHook Attach(TrainingContext context)
    {
        Graph.CheckDense(context.Model.state_dict());
        return new Hook(this, context);
    }

    /// <summary>The penalty of groups of weights with these norms and of one size.</summary>
    internal static Tensor Penalty(Tensor norms, double strength) => norms.sum() * strength;

    /// <summary>What the weights of a group are multiplied by.</summary>
    internal static Tensor Shrinkage(Tensor norms, double threshold) =>
        (1 - (threshold / norms.clamp(min: 1e-30))).clamp(min: 0);

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

        public override void AfterStep(TrainingStep step)
        {
            foreach (ChannelSlices group in _groups.Where(group => group.Names.Any()))
            {
                double size = _options.Weighting == GroupLassoWeighting.RootOfSize ? Math.Sqrt(group.ElementsPerChannel) : 1;
                Tensor norms = group.Sums(name => _context.Parameters[name].square()).sqrt();
                Tensor factors = Shrinkage(norms, step.LearningRate * _options.Strength * size);
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
    }
}

/// <summary>How strongly a channel is pushed towards zero.</summary>
public enum GroupLassoWeighting
{
    /// <summary>Each channel alike.</summary>
    Equal,

    /// <summary>By the square root of the number of its weights (Yuan and Lin, 2006).</summary>
    RootOfSize,
}
