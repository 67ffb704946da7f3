using Pruning.LibTorch.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Takes over type, device and memory of another tensor; the object stays, and with it those who know it.</summary>
        internal unsafe void ReplaceData(Tensor other)
        {
            using var lease = new TensorLease(this);
            using var data = new TensorLease(other);
            NativeMethods.Check(NativeMethods.pt_tensor_set_data(lease.Handle, data.Handle));
        }
    }
}
