using System.Runtime.CompilerServices;
using static Pruning.LibTorch.Native.Operator;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The same shape and the same elements.</summary>
        public bool Equals(Tensor target) => CallBool("aten::equal", this, target);

        /// <summary>Element by element.</summary>
        public Tensor equal(Tensor target) => eq(target);

        public override bool Equals(object? obj) => obj is Tensor other && Equals(other);

        /// <summary>Of the object, not of its elements, which may change.</summary>
        public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
    }
}
