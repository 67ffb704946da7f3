using System.Collections.Immutable;
using static TorchSharp.torch;

namespace Pruning;

/// <summary>
/// A random gate for each channel, which learns to be exactly zero (Louizos et al., Learning Sparse Neural Networks through L0
/// Regularization, 2017). With u uniform in (0, 1) and s = σ((ln u − ln(1 − u) + ln α) / β), the gate is z = clip(s · (ζ − γ) + γ, 0, 1);
/// the loss grows by λ / N · Σ size · σ(ln α − β ln(−γ / ζ)), the expected number of weights that are not zero, N being the number of
/// training samples; β = 2/3, γ = −0.1, ζ = 1.1. In use the gate is clip(σ(ln α) · (ζ − γ) + γ, 0, 1). The gate multiplies the weights that
/// read the channel, in all layers of its group, into which it is folded at the end; channels whose gates are zero are then read by nothing
/// (<see cref="MaskedModel.Removable"/>).
/// </summary>
/// <param name="Graph">The graph of the network's class.</param>
/// <param name="Strength">λ. Default: 0.1.</param>
public sealed record HardConcreteGates(Graph Graph, double Strength = 0.1) : TrainingMethod
{
    /// <summary>The probability that a gate is closed at the start, before it is stretched. Default: 0.5.</summary>
    public double DropRate { get; init; } = 0.5;

    /// <summary>The step size of ln α, which learns by gradient descent without momentum. Default: 0.1.</summary>
    public double LearningRate { get; init; } = 0.1;

    /// <inheritdoc/>
    public override TrainingHook Attach(TrainingContext context)
    {
        Graph.CheckDense(context.Model);
        ImmutableArray<ChannelSlices> groups =
        [
            .. Enumerable.Range(0, Graph.Groups.Length)
                .Select(group => new ChannelSlices(Graph, group, context.Parameters, DimensionRole.Input))
                .Where(group => group.Names.Any()),
        ];
        return new Hook(this, context, groups);
    }

    private sealed class Hook : SubstitutionHook
    {
        private readonly HardConcreteGates _options;
        private readonly ImmutableArray<ChannelSlices> _groups;
        private readonly ImmutableArray<Tensor> _logAlphas;
        private readonly Tensor?[] _noise;
        private readonly Tensor[] _gates;
        private readonly Tensor[] _gradients;

        public Hook(HardConcreteGates options, TrainingContext context, ImmutableArray<ChannelSlices> groups)
            : base(context, groups.SelectMany(group => group.Names).Distinct())
        {
            _options = options;
            _groups = groups;
            double start = Math.Log(1 - options.DropRate) - Math.Log(options.DropRate);
            _logAlphas =
                [.. groups.Select(group => full(group.Channels, start, ScalarType.Float32, group.Device).DetachFromDisposeScope())];
            _gates = [.. _logAlphas.Select(logAlpha => ones_like(logAlpha).DetachFromDisposeScope())];
            _gradients = [.. _logAlphas.Select(logAlpha => zeros_like(logAlpha).DetachFromDisposeScope())];
            _noise = new Tensor?[groups.Length];
        }

        public override IReadOnlyDictionary<string, Tensor> State =>
            Enumerable.Range(0, _groups.Length).ToDictionary(group => $"logAlpha.{group}", group => _logAlphas[group]);

        public override void AfterStep(TrainingStep step)
        {
            for (int group = 0; group < _groups.Length; group++)
            {
                Tensor logAlpha = _logAlphas[group];
                double perGate = _options.Strength * _groups[group].ElementsPerChannel / Context.Samples;
                Tensor gradient = (_gradients[group] * HardConcrete.Default.SampleSlope(logAlpha, _noise[group]!))
                    + (HardConcrete.Default.ProbabilitySlope(logAlpha) * perGate);
                logAlpha.sub_(gradient * _options.LearningRate).clamp_(Math.Log(0.01), Math.Log(100));
                _gradients[group].zero_();
            }
        }

        public override void Dispose()
        {
            base.Dispose();
            foreach (Tensor tensor in _logAlphas.Concat(_gates).Concat(_gradients).Concat(_noise.OfType<Tensor>()))
            {
                tensor.Dispose();
            }
            foreach (ChannelSlices group in _groups)
            {
                group.Dispose();
            }
        }

        protected override void Open(TrainingStep? step)
        {
            for (int group = 0; group < _groups.Length; group++)
            {
                Tensor logAlpha = _logAlphas[group];
                if (step is { } training)
                {
                    using var generator = new Generator((ulong)Seeds.Derive(training.Seed, group));
                    _noise[group]?.Dispose();
                    _noise[group] = rand(logAlpha.shape, ScalarType.Float32, generator: generator)
                        .clamp(1e-6, 1 - 1e-6).to(logAlpha.device).DetachFromDisposeScope();
                }
                _gates[group].copy_(step is null
                    ? HardConcrete.Default.InUse(logAlpha)
                    : HardConcrete.Default.Sample(logAlpha, _noise[group]!));
            }
        }

        protected override void Replace(string name, Tensor weight)
        {
            for (int group = 0; group < _groups.Length; group++)
            {
                _groups[group].Multiply(name, weight, _gates[group].to_type(weight.dtype));
            }
        }

        protected override void Learn(string name, Tensor trained, Tensor gradient)
        {
            for (int group = 0; group < _groups.Length; group++)
            {
                if (_groups[group].Names.Contains(name))
                {
                    // The other gates of the same weight are part of what this gate multiplies.
                    Tensor others = trained.clone();
                    for (int other = 0; other < _groups.Length; other++)
                    {
                        if (other != group)
                        {
                            _groups[other].Multiply(name, others, _gates[other].to_type(trained.dtype));
                        }
                    }
                    Tensor products = others * gradient;
                    _gradients[group].add_(_groups[group].Sums(which => which == name ? products : null).to_type(ScalarType.Float32));
                }
            }
            Replace(name, gradient);
        }
    }
}
