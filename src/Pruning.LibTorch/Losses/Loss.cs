using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>A loss of two inputs.</summary>
public abstract class Loss<T1, T2, TResult> : nn.Module<T1, T2, TResult>
{
    public Loss(nn.Reduction reduction = nn.Reduction.Mean)
        : base(nameof(Loss<,,>)) => this.reduction = reduction;

    public nn.Reduction reduction { get; }
}

/// <summary>A loss of three inputs.</summary>
public abstract class Loss<T1, T2, T3, TResult> : nn.Module<T1, T2, T3, TResult>
{
    public Loss(nn.Reduction reduction = nn.Reduction.Mean)
        : base(nameof(Loss<,,>)) => this.reduction = reduction;

    public nn.Reduction reduction { get; }
}
