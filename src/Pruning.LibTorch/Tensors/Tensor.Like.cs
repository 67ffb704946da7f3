using static Pruning.LibTorch.Native.Operator;

namespace TorchSharp;

// New tensors made after this one.
public static partial class torch
{
    public partial class Tensor
    {
        public Tensor empty_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Leaf(Call("aten::empty_like", this, dtype, default, device), requires_grad);

        public Tensor zeros_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Leaf(Call("aten::zeros_like", this, dtype, default, device), requires_grad);

        public Tensor ones_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Leaf(Call("aten::ones_like", this, dtype, default, device), requires_grad);

        public Tensor full_like(Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Leaf(Call("aten::full_like", this, value, dtype, default, device), requires_grad);

        public Tensor rand_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Leaf(Call("aten::rand_like", this, dtype, default, device), requires_grad);

        public Tensor randn_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Leaf(Call("aten::randn_like", this, dtype, default, device), requires_grad);

        public Tensor randint_like(
            long low, long high, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Leaf(Call("aten::randint_like.low_dtype", this, low, high, dtype, default, device), requires_grad);

        public Tensor new_empty(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Leaf(Call("aten::new_empty", this, size, dtype, default, device), requires_grad);

        public Tensor new_zeros(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Leaf(Call("aten::new_zeros", this, size, dtype, default, device), requires_grad);

        public Tensor new_full(
            long[] size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Leaf(Call("aten::new_full", this, size, value, dtype, default, device), requires_grad);
    }
}
