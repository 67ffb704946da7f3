using System;

namespace Pruning;

/// <summary>
/// Decides a condition that only the running program knows, so that one side of a branch is read and the other one is left out of the
/// pruned model: on the method or constructor that the branch stands in, or on its class.
/// </summary>
/// <remarks>
/// The condition itself is then not read, and the pruned model does not have it. <c>training</c> needs none of this: both sides are read and
/// both stay. An assumption that meets no condition is reported (PRUNE1005).
/// </remarks>
/// <example>
/// <code>
/// [Assume("mask.any().item&lt;bool&gt;()", true)]
/// public override Tensor forward(Tensor x) { … if (mask.any().item&lt;bool&gt;()) { … } … }
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Class, Inherited = false, AllowMultiple = true)]
public sealed class AssumeAttribute : Attribute
{
    /// <summary>Decides a condition.</summary>
    /// <param name="condition">The condition as the source writes it; spaces do not matter.</param>
    /// <param name="value">What it is taken to be.</param>
    public AssumeAttribute(string condition, bool value)
    {
        Condition = condition;
        Value = value;
    }

    /// <summary>The condition as the source writes it.</summary>
    public string Condition { get; }

    /// <summary>What it is taken to be.</summary>
    public bool Value { get; }
}
