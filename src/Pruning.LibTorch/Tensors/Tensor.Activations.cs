using static Pruning.LibTorch.Native.Operator;

namespace TorchSharp;

// Activation functions.
public static partial class torch
{
    public partial class Tensor
    {
        public Tensor celu() => Call("aten::celu", this);

        public Tensor celu(Scalar alpha) => Call("aten::celu", this, alpha);

        public Tensor celu_() => CallInPlace("aten::celu_", this);

        public Tensor celu_(Scalar alpha) => CallInPlace("aten::celu_", this, alpha);

        public Tensor elu(Scalar alpha, Scalar scale, Scalar input_scale) => Call("aten::elu", this, alpha, scale, input_scale);

        public Tensor elu(double alpha = 1) => Call("aten::elu", this, alpha);

        public Tensor elu_(Scalar alpha, Scalar scale, Scalar input_scale) => CallInPlace("aten::elu_", this, alpha, scale, input_scale);

        public Tensor elu_(double alpha = 1) => CallInPlace("aten::elu_", this, alpha);

        public Tensor gelu() => Call("aten::gelu", this);

        public Tensor gelu_() => CallInPlace("aten::gelu_", this);

        public Tensor glu(long dim = -1) => Call("aten::glu", this, dim);

        public Tensor hardsigmoid() => Call("aten::hardsigmoid", this);

        public Tensor hardsigmoid_() => CallInPlace("aten::hardsigmoid_", this);

        public Tensor hardswish() => Call("aten::hardswish", this);

        public Tensor hardswish_() => CallInPlace("aten::hardswish_", this);

        public Tensor hardtanh(Scalar min, Scalar max) => Call("aten::hardtanh", this, min, max);

        public Tensor hardtanh_(Scalar min, Scalar max) => CallInPlace("aten::hardtanh_", this, min, max);

        public Tensor leaky_relu(Scalar negative_slope) => Call("aten::leaky_relu", this, negative_slope);

        public Tensor leaky_relu_(Scalar negative_slope) => CallInPlace("aten::leaky_relu_", this, negative_slope);

        public Tensor log_sigmoid() => Call("aten::log_sigmoid", this);

        public Tensor log_softmax(long dim, ScalarType? dtype = null) => Call("aten::log_softmax.int", this, dim, dtype);

        public Tensor prelu(Tensor target) => Call("aten::prelu", this, target);

        public Tensor relu() => Call("aten::relu", this);

        public Tensor relu6() => Call("aten::relu6", this);

        public Tensor relu6_() => CallInPlace("aten::relu6_", this);

        public Tensor relu_() => CallInPlace("aten::relu_", this);

        public Tensor rrelu(double lower = 0.125, double upper = 0.3333333333333333) => Call("aten::rrelu", this, lower, upper);

        public Tensor rrelu_(double lower = 0.125, double upper = 0.3333333333333333) => CallInPlace("aten::rrelu_", this, lower, upper);

        public Tensor selu() => Call("aten::selu", this);

        public Tensor selu_() => CallInPlace("aten::selu_", this);

        public Tensor sigmoid() => Call("aten::sigmoid", this);

        public Tensor sigmoid_() => CallInPlace("aten::sigmoid_", this);

        public Tensor silu() => Call("aten::silu", this);

        public Tensor silu_() => CallInPlace("aten::silu_", this);

        public Tensor softmax(long dim, ScalarType? dtype = null) => Call("aten::softmax.int", this, dim, dtype);

        public Tensor softplus(double beta = 1, double threshold = 20) => Call("aten::softplus", this, beta, threshold);

        public Tensor tanh() => Call("aten::tanh", this);

        public Tensor tanh_() => CallInPlace("aten::tanh_", this);

        public Tensor threshold(Scalar threshold, Scalar value) => Call("aten::threshold", this, threshold, value);

        public Tensor threshold_(Scalar threshold, Scalar value) => CallInPlace("aten::threshold_", this, threshold, value);
    }
}
