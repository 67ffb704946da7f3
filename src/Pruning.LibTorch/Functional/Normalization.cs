using static Pruning.LibTorch.Native.Operator;

namespace TorchSharp;

// Normalization and dropout.
public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            public static Tensor batch_norm(
                Tensor input, Tensor? running_mean, Tensor? running_var, Tensor? weight = null, Tensor? bias = null,
                bool training = false, double momentum = 0.1, double eps = 1E-05) =>
                Call(
                    "aten::batch_norm", input, weight, bias, running_mean, running_var, training, momentum, eps, true);

            public static Tensor instance_norm(
                Tensor input, Tensor? running_mean = null, Tensor? running_var = null, Tensor? weight = null, Tensor? bias = null,
                bool use_input_stats = true, double momentum = 0.1, double eps = 1E-05) =>
                Call(
                    "aten::instance_norm", input, weight, bias, running_mean, running_var, use_input_stats, momentum, eps, true);

            public static Tensor layer_norm(
                Tensor input, long[] normalized_shape, Tensor? weight = null, Tensor? bias = null, double eps = 1E-05) =>
                Call("aten::layer_norm", input, normalized_shape, weight, bias, eps);

            public static Tensor group_norm(
                Tensor input, long num_groups, Tensor? weight = null, Tensor? bias = null, double eps = 1E-05) =>
                Call("aten::group_norm", input, num_groups, weight, bias, eps);

            public static Tensor local_response_norm(Tensor input, long size, double alpha = 0.0001, double beta = 0.75, double k = 1) =>
                WrappedTensorDisposeScope(() =>
                {
                    // Neighbouring channels become a window of a pooling over one more dimension.
                    long[] shape = input.shape;
                    Tensor squares = input.mul(input).reshape(shape[0], 1, shape[1], -1);
                    squares = functional.pad(squares, [0, 0, size / 2, (size - 1) / 2]);
                    Tensor means = avg_pool2d(squares, [size, 1], [1, 1]).reshape(shape);
                    return input.div(means.mul(alpha).add(k).pow(beta));
                });

            public static Tensor normalize(Tensor input, double p = 2, long dim = 1, double eps = 1E-12)
            {
                using Tensor norm = Call("aten::norm.ScalarOpt_dim", input, p, dim, true);
                using Tensor bounded = norm.clamp_min(eps);
                return input.div(bounded);
            }

            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                inplace ? CallInPlace("aten::dropout_", input, p, training).alias() : Call("aten::dropout", input, p, training);

            public static Tensor dropout1d(Tensor input, double p = 0.5, bool training = true, bool inplace = false)
            {
                // Without a batch, a channel would be taken for an element.
                if (input.ndim == 3)
                {
                    return dropout2d(input, p, training, inplace);
                }
                using Tensor batched = input.unsqueeze(0);
                using Tensor result = dropout2d(batched, p, training, inplace);
                return result.squeeze(0);
            }

            public static Tensor dropout2d(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                inplace
                    ? CallInPlace("aten::feature_dropout_", input, p, training).alias()
                    : Call("aten::feature_dropout", input, p, training);

            public static Tensor dropout3d(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                dropout2d(input, p, training, inplace);

            public static Tensor alpha_dropout(Tensor input, double p = 0.5, bool training = false, bool inplace = false) =>
                inplace
                    ? CallInPlace("aten::alpha_dropout_", input, p, training).alias()
                    : Call("aten::alpha_dropout", input, p, training);

            public static Tensor feature_alpha_dropout(Tensor input, double p = 0.5, bool training = false, bool inplace = false) =>
                inplace
                    ? CallInPlace("aten::feature_alpha_dropout_", input, p, training).alias()
                    : Call("aten::feature_alpha_dropout", input, p, training);
        }
    }
}
