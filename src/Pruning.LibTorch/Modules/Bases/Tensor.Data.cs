using Pruning.LibTorch.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Makes this the same tensor as another one, in type, device and memory; the object stays, and with it who knows it.</summary>
        internal unsafe void ReplaceData(Tensor other)
        {
            using var lease = new TensorLease(this);
            using var data = new TensorLease(other);
            NativeMethods.Check(NativeMethods.pt_tensor_set_data(lease.Handle, data.Handle));
        }
    }
}
