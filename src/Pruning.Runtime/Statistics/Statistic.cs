namespace Pruning;

/// <summary>
/// What one calibration pass is to collect for every group. Two equal statistics are collected once, whichever criteria ask for them.
/// </summary>
public abstract record Statistic
{
    /// <summary>What the pass must compute for it.</summary>
    public abstract Sources Sources { get; }

    internal abstract Collector Start(CoupledGroup group);
}

/// <summary>A statistic with a value of a certain type; derive from it to collect something new.</summary>
/// <typeparam name="TValue">What is left of the pass: numbers, not tensors.</typeparam>
public abstract record Statistic<TValue> : Statistic
    where TValue : class
{
    /// <summary>Begins to collect for one group.</summary>
    public abstract Collector<TValue> Collect(CoupledGroup group);

    internal override Collector Start(CoupledGroup group) => Collect(group);
}

/// <summary>What a calibration pass can offer to statistics; a pass computes only what some statistic asks for.</summary>
[Flags]
public enum Sources
{
    /// <summary>What the layers that read the channels get; see <see cref="Collector.Input"/>.</summary>
    Inputs = 1,

    /// <summary>What the layers that produce the channels give; see <see cref="Collector.Output"/>.</summary>
    Outputs = 2,

    /// <summary>The gradients of gates at the channels; see <see cref="Collector.Gates"/>.</summary>
    Gates = 4,

    /// <summary>The gradients of what is added to the channels; see <see cref="Collector.Shifts"/>.</summary>
    Shifts = 8,

    /// <summary>The gradients of the weights; see <see cref="Collector.Weights"/>.</summary>
    Weights = 16,

    /// <summary>The gradients of gates at the filters that produce the channels; see <see cref="Collector.FilterGates"/>.</summary>
    FilterGates = 32,

    /// <summary>The diagonal of the generalised Gauss-Newton matrix; see <see cref="Collector.Curvature"/>.</summary>
    GaussNewton = 64,

    /// <summary>The diagonal of the Hessian; see <see cref="Collector.Curvature"/>.</summary>
    Hessian = 128,
}
