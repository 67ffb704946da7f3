using System;

namespace Pruning;

/// <summary>
/// Marks a static method that works on tensors, or a module class, whose code is not read: the generated classes call it as it is. All
/// channels that flow in or out are kept, except those that <see cref="CoupledAttribute">[Coupled]</see> names.
/// </summary>
/// <remarks>
/// Generated code stands in other classes, so the method must be static, and method or class must be at least <c>internal</c>. A method
/// takes tensors, and numbers, texts and truth values that are those of the dense model; it gives one tensor (PRUNE0009).
/// </remarks>
/// <example>
/// <code>
/// [Opaque("N,C,H,W", Output = "N,C,H/2,W/2"), Coupled("C")]
/// internal static Tensor Blur(Tensor x) { … }
///
/// [Opaque("N,L,64", Output = "N,L,64")]
/// internal sealed class Scan : Module&lt;Tensor, Tensor&gt; { … }
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, Inherited = false)]
public sealed class OpaqueAttribute : Attribute
{
    /// <summary>Gives the sizes of what flows in names.</summary>
    /// <param name="inputs">
    /// The shape of each tensor that the method (or the module's <c>forward</c>) takes, in the order of the parameters: sizes separated by
    /// commas. A name stands for whatever size is passed; the same name stands for the same size. None: any tensors may be passed, and
    /// <see cref="Output"/> uses only numbers and the names in the model's <c>[Prunable]</c>.
    /// </param>
    public OpaqueAttribute(params string[] inputs) => Inputs = inputs;

    /// <summary>The shape of each input tensor.</summary>
    public string[] Inputs { get; }

    /// <summary>
    /// The shape of the result: sizes separated by commas, each a whole number, a name, or a name multiplied with or divided by a whole
    /// number, as in <c>"N,2*C,H/2,W/2"</c>. It must be given.
    /// </summary>
    public string Output { get; set; } = "";
}
