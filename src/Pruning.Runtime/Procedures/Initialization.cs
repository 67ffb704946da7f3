using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning;

/// <summary>What weights a pruned network begins fine-tuning with.</summary>
public abstract record Initialization
{
    /// <summary>Those that it has.</summary>
    public static Initialization Keep { get; } = new Kept();

    /// <summary>
    /// Those that it had at the start of training, or at a later moment: rewinding (Frankle and Carbin, The Lottery Ticket Hypothesis,
    /// 2019). Buffers are rewound with the weights, and the optimizer begins anew in every round.
    /// </summary>
    /// <param name="snapshot">The weights. It stays the caller's.</param>
    public static Initialization RewindTo(ModelSnapshot snapshot) => new Rewound(snapshot);

    /// <summary>New random ones.</summary>
    /// <param name="create">Makes a new network of the same class.</param>
    public static Initialization Fresh(Func<Module<Tensor, Tensor>> create) => new Created(create);

    internal abstract void Apply(Module<Tensor, Tensor> model, long seed);

    private sealed record Kept : Initialization
    {
        internal override void Apply(Module<Tensor, Tensor> model, long seed)
        {
        }
    }

    private sealed record Rewound(ModelSnapshot Snapshot) : Initialization
    {
        internal override void Apply(Module<Tensor, Tensor> model, long seed) => Snapshot.Restore(model);
    }

    private sealed record Created(Func<Module<Tensor, Tensor>> Create) : Initialization
    {
        internal override void Apply(Module<Tensor, Tensor> model, long seed)
        {
            manual_seed(seed);
            using Module<Tensor, Tensor> fresh = Create();
            using ModelSnapshot snapshot = ModelSnapshot.Of(fresh);
            snapshot.Restore(model);
        }
    }
}
