using System.Collections.Immutable;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning;

/// <summary>
/// Turns the target of a round into what is pruned. It sees the network as the rounds before have left it, masks applied, so that whatever
/// it computes, it computes on the network that is pruned already. Derive from it to add one.
/// </summary>
public abstract record Proposal
{
    /// <summary>What stays.</summary>
    /// <param name="network">The network, and what has gone of it.</param>
    /// <param name="target">How much, in the terms of the policy.</param>
    /// <exception cref="OutOfReachException">So much cannot go.</exception>
    public abstract Candidate Propose(MaskedNetwork network, double target);

    /// <summary>What takes part in fine-tuning after the round; by default nothing.</summary>
    public virtual ImmutableArray<TrainingMethod> Methods(double target) => [];
}

/// <summary>A network as the rounds of a procedure have left it.</summary>
/// <param name="Model">The network; what has gone is zero. It must be left as it is.</param>
/// <param name="Graph">Its graph.</param>
/// <param name="Plan">The channels that stay.</param>
/// <param name="Seed">What is random is drawn from this seed.</param>
public sealed record MaskedNetwork(Module<Tensor, Tensor> Model, Graph Graph, PruningPlan Plan, long Seed);

/// <summary>What a round prunes.</summary>
/// <param name="Plan">The channels that stay.</param>
/// <param name="Masks">What is zero while the network is fine-tuned.</param>
public sealed record Candidate(PruningPlan Plan, WeightMasks Masks);

/// <summary>Scores a network some of whose channels are masked: <c>model => graph.Score(model, Importance.GroupNorm())</c>.</summary>
/// <param name="model">The network.</param>
public delegate Scores Scoring(Module<Tensor, Tensor> model);

/// <summary>A proposal of whole channels.</summary>
public abstract record ChannelProposal : Proposal
{
    /// <inheritdoc/>
    public sealed override Candidate Propose(MaskedNetwork network, double target)
    {
        PruningPlan plan = Plan(network, target);
        return new Candidate(plan, WeightMasks.Of(network.Graph, plan, network.Model));
    }

    /// <summary>The channels that stay, none of which has gone already.</summary>
    /// <inheritdoc cref="Propose"/>
    protected abstract PruningPlan Plan(MaskedNetwork network, double target);
}
