using System.Collections.Immutable;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Pruning;

/// <summary>Adapters at work: weights are used with a matrix added, whose parts learn while the weights do not.</summary>
internal sealed class AdapterHook : SubstitutionHook
{
    private readonly Dictionary<string, AdapterParts> _parts;
    private readonly Func<ImmutableArray<Tensor>, Tensor> _delta;
    private readonly double _momentum;
    private readonly Parameter[] _frozen;
    private readonly Dictionary<Tensor, (Tensor Gradient, Tensor Momentum)> _learning = new(ReferenceEqualityComparer.Instance);

    /// <param name="context">The network.</param>
    /// <param name="parts">What the matrix of each adapted weight is made of; this takes the tensors over. Weights may share them.</param>
    /// <param name="momentum">The momentum of the parts.</param>
    /// <param name="delta">Makes the matrix (O, I) of its parts.</param>
    public AdapterHook(
        TrainingContext context, Dictionary<string, AdapterParts> parts, double momentum, Func<ImmutableArray<Tensor>, Tensor> delta)
        : base(context, parts.Keys)
    {
        _parts = parts;
        _delta = delta;
        _momentum = momentum;
        _frozen = [.. context.Weights.Where(name => !parts.ContainsKey(name)).Select(name => context.Parameters[name])];
        foreach (Tensor part in Distinct())
        {
            _learning.Add(
                part.DetachFromDisposeScope(),
                (zeros_like(part).DetachFromDisposeScope(), zeros_like(part).DetachFromDisposeScope()));
        }
    }

    public override IReadOnlyDictionary<string, Tensor> State => Distinct()
        .SelectMany((part, index) => new[] { ($"part.{index}", part), ($"momentum.{index}", _learning[part].Momentum) })
        .ToDictionary(pair => pair.Item1, pair => pair.Item2);

    public override void AfterBackward(TrainingStep step)
    {
        base.AfterBackward(step);
        foreach (Parameter weight in _frozen)
        {
            weight.grad?.zero_();
        }
    }

    public override void AfterStep(TrainingStep step)
    {
        // Weight decay has shrunk what is frozen.
        EndEvaluation();
        foreach ((Tensor part, (Tensor gradient, Tensor momentum)) in _learning)
        {
            momentum.mul_(_momentum).add_(gradient);
            part.sub_(momentum * step.LearningRate);
            gradient.zero_();
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        foreach ((Tensor part, (Tensor gradient, Tensor momentum)) in _learning)
        {
            part.Dispose();
            gradient.Dispose();
            momentum.Dispose();
        }
    }

    protected override void Open(TrainingStep? step)
    {
    }

    protected override void Replace(string name, Tensor weight) => Center(weight).add_(_delta(_parts[name].All));

    protected override void Learn(string name, Tensor trained, Tensor gradient)
    {
        ImmutableArray<Tensor> parts = [.. _parts[name].All.Select(part => part.detach().clone().requires_grad_())];
        IList<Tensor> gradients;
        using (enable_grad())
        {
            gradients = autograd.grad([_delta(parts)], [.. parts], [Center(gradient).contiguous()]);
        }
        for (int part = 0; part < parts.Length; part++)
        {
            _learning[_parts[name].All[part]].Gradient.add_(gradients[part]);
        }
        gradient.zero_();
    }

    // A view of the middle of the kernel, (O, I).
    private static Tensor Center(Tensor weight)
    {
        while (weight.dim() > 2)
        {
            weight = weight.select(2, weight.shape[2] / 2);
        }
        return weight;
    }

    private IEnumerable<Tensor> Distinct() =>
        _parts.Values.SelectMany(parts => parts.All).Distinct(ReferenceEqualityComparer.Instance).Cast<Tensor>();
}

/// <summary>What the matrix that is added to one weight is made of.</summary>
/// <param name="All">The factors, in their order.</param>
internal sealed record AdapterParts(ImmutableArray<Tensor> All)
{
    public AdapterParts(params ReadOnlySpan<Tensor> all)
        : this(all.ToImmutableArray())
    {
    }

    /// <summary>Uniform numbers from −bound to bound, of the element type and on the device of another tensor.</summary>
    public static Tensor Uniform(long[] shape, double bound, Tensor like, Generator generator) =>
        ((rand(shape, ScalarType.Float64, generator: generator) * (2 * bound)) - bound)
            .to(like.dtype, like.device)
            .DetachFromDisposeScope();
}
