using Pruning.LibTorch.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public unsafe bool requires_grad
        {
            get
            {
                using var lease = new TensorLease(this);
                return NativeMethods.pt_tensor_requires_grad(lease.Handle) != 0;
            }
            set
            {
                using var lease = new TensorLease(this);
                NativeMethods.Check(NativeMethods.pt_tensor_set_requires_grad(lease.Handle, value ? 1 : 0));
            }
        }

        public unsafe bool is_leaf
        {
            get
            {
                using var lease = new TensorLease(this);
                int leaf;
                NativeMethods.Check(NativeMethods.pt_tensor_is_leaf(lease.Handle, &leaf));
                return leaf != 0;
            }
        }

        /// <summary>The gradient that backward passes have added up here; null before the first.</summary>
        public unsafe Tensor? grad
        {
            get
            {
                using var lease = new TensorLease(this);
                nint gradient;
                NativeMethods.Check(NativeMethods.pt_tensor_grad(lease.Handle, &gradient));
                return Of(gradient);
            }
            set
            {
                using var lease = new TensorLease(this);
                using var gradient = new TensorLease(value);
                NativeMethods.Check(NativeMethods.pt_tensor_set_grad(lease.Handle, gradient.Handle));
            }
        }

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        /// <summary>Keeps the gradient of a tensor that is no leaf.</summary>
        public unsafe void retain_grad()
        {
            using var lease = new TensorLease(this);
            NativeMethods.Check(NativeMethods.pt_tensor_retain_grad(lease.Handle));
        }

        public void backward() => autograd.backward([this]);

        public void backward(
            IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false, IList<Tensor>? inputs = null) =>
            autograd.backward([this], grad_tensors, retain_graph, create_graph, inputs);
    }
}
