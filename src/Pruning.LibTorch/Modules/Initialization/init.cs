using Pruning.LibTorch.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Fills tensors with initial values. All functions work in place, without recording gradients.</summary>
        public static class init
        {
            public enum NonlinearityType
            {
                Linear = 0,
                Conv1D = 1,
                Conv2D = 2,
                Conv3D = 3,
                ConvTranspose1D = 4,
                ConvTranspose2D = 5,
                ConvTranspose3D = 6,
                Sigmoid = 7,
                Tanh = 8,
                ReLU = 9,
                LeakyReLU = 10,
            }

            public enum FanInOut
            {
                FanIn = 0,
                FanOut = 1,
            }

            /// <summary>The factor by which a nonlinearity shrinks the standard deviation of what passes it, inverted.</summary>
            public static double calculate_gain(NonlinearityType nonlinearity, double param = 0.0) => nonlinearity switch
            {
                NonlinearityType.Tanh => 5.0 / 3,
                NonlinearityType.ReLU => Math.Sqrt(2),
                NonlinearityType.LeakyReLU => Math.Sqrt(2 / (1 + param * param)),
                _ => 1,
            };

            public static Tensor ones_(Tensor tensor) => constant_(tensor, 1);

            public static Tensor zeros_(Tensor tensor) => constant_(tensor, 0);

            public static Tensor constant_(Tensor tensor, Scalar val) => Fill(tensor, target => target.fill_(val));

            public static Tensor uniform_(Tensor tensor, double low = 0, double high = 1, Generator? generator = null) =>
                Fill(tensor, target => target.uniform_(low, high, generator));

            public static Tensor normal_(Tensor tensor, double mean = 0, double std = 1, Generator? generator = null) =>
                Fill(tensor, target => target.normal_(mean, std, generator));

            /// <summary>A normal distribution that is cut off outside of [a, b].</summary>
            public static Tensor trunc_normal_(
                Tensor tensor, double mean = 0.0, double std = 1.0, double a = -2.0, double b = 2.0, Generator? generator = null)
            {
                using Tensor edges = torch.tensor(new[] { (a - mean) / std, (b - mean) / std }, dtype: ScalarType.Float64);
                using Tensor error = (edges / Math.Sqrt(2)).erf();
                double[] range = error.data<double>().ToArray();
                return Fill(tensor, target => target
                    .uniform_(range[0], range[1], generator)
                    .erfinv_()
                    .mul_(std * Math.Sqrt(2))
                    .add_(mean)
                    .clamp_(a, b));
            }

            public static Tensor kaiming_uniform_(
                Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn, NonlinearityType nonlinearity = NonlinearityType.LeakyReLU)
            {
                double bound = Math.Sqrt(3) * KaimingDeviation(tensor, a, mode, nonlinearity);
                return uniform_(tensor, -bound, bound);
            }

            public static Tensor kaiming_normal_(
                Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn, NonlinearityType nonlinearity = NonlinearityType.LeakyReLU) =>
                normal_(tensor, 0, KaimingDeviation(tensor, a, mode, nonlinearity));

            public static Tensor xavier_uniform_(Tensor tensor, double gain = 1.0)
            {
                double bound = Math.Sqrt(3) * XavierDeviation(tensor, gain);
                return uniform_(tensor, -bound, bound);
            }

            public static Tensor xavier_normal_(Tensor tensor, double gain = 1.0) => normal_(tensor, 0, XavierDeviation(tensor, gain));

            public static Tensor glorot_uniform_(Tensor tensor, double gain = 1.0) => xavier_uniform_(tensor, gain);

            public static Tensor glorot_normal_(Tensor tensor, double gain = 1.0) => xavier_normal_(tensor, gain);

            /// <summary>The identity matrix.</summary>
            public static Tensor eye_(Tensor tensor)
            {
                Require(tensor, tensor.dim() == 2, "eye_", "2 dimensions");
                using Tensor identity = torch.eye(tensor.shape[0], tensor.shape[1], dtype: tensor.dtype);
                return Fill(tensor, target => target.copy_(identity));
            }

            /// <summary>A convolution that passes as many of its input channels as it can.</summary>
            public static Tensor dirac_(Tensor tensor)
            {
                Require(tensor, tensor.dim() is >= 3 and <= 5, "dirac_", "3 to 5 dimensions");
                long[] centre = [.. tensor.shape[2..].Select(size => size / 2)];
                zeros_(tensor);
                for (long channel = 0; channel < Math.Min(tensor.shape[0], tensor.shape[1]); channel++)
                {
                    using var _ = NewDisposeScope();
                    TensorIndex[] entry = [channel, channel, .. centre.Select(index => TensorIndex.Single(index))];
                    Fill(tensor, target => target.index_put_(torch.tensor(1.0).to(target.dtype), entry));
                }
                return tensor;
            }

            /// <summary>A matrix whose rows (or columns, whichever are fewer) are orthonormal; further dimensions are flattened.</summary>
            public static Tensor orthogonal_(Tensor tensor, double gain = 1.0)
            {
                Require(tensor, tensor.dim() >= 2, "orthogonal_", "2 or more dimensions");
                using var _ = NewDisposeScope();
                long rows = tensor.shape[0];
                long columns = tensor.numel() / rows;
                Tensor random = torch.randn([rows, columns], dtype: tensor.dtype, device: tensor.device);
                (Tensor q, Tensor r) = Operator.Call2("aten::linalg_qr", rows < columns ? random.t() : random);
                Tensor orthonormal = q * r.diag().sign();
                Tensor oriented = rows < columns ? orthonormal.t() : orthonormal;
                return Fill(tensor, target => target.copy_(oriented.reshape(tensor.shape).mul(gain)));
            }

            /// <summary>A normal distribution of which a fraction of each column's entries is zero.</summary>
            public static Tensor sparse_(Tensor tensor, double sparsity, double std = 0.01)
            {
                Require(tensor, tensor.dim() == 2, "sparse_", "2 dimensions");
                using var _ = NewDisposeScope();
                long zeros = (long)Math.Ceiling(sparsity * tensor.shape[0]);
                normal_(tensor, 0, std);
                Tensor rank = torch.rand(tensor.shape).argsort(0).argsort(0);
                return Fill(tensor, target => target.masked_fill_(rank < zeros, 0));
            }

            /// <summary>How many inputs reach one output of a weight, and how many outputs one input reaches.</summary>
            /// <exception cref="ArgumentException">The tensor has fewer than 2 dimensions.</exception>
            public static (long fanIn, long fanOut) CalculateFanInAndFanOut(Tensor tensor)
            {
                Require(tensor, tensor.dim() >= 2, nameof(CalculateFanInAndFanOut), "2 or more dimensions");
                long[] shape = tensor.shape;
                long receptiveField = shape[2..].Aggregate(1L, (product, size) => product * size);
                return (shape[1] * receptiveField, shape[0] * receptiveField);
            }

            private static double KaimingDeviation(Tensor tensor, double a, FanInOut mode, NonlinearityType nonlinearity)
            {
                (long fanIn, long fanOut) = CalculateFanInAndFanOut(tensor);
                return calculate_gain(nonlinearity, a) / Math.Sqrt(mode == FanInOut.FanIn ? fanIn : fanOut);
            }

            private static double XavierDeviation(Tensor tensor, double gain)
            {
                (long fanIn, long fanOut) = CalculateFanInAndFanOut(tensor);
                return gain * Math.Sqrt(2.0 / (fanIn + fanOut));
            }

            private static Tensor Fill(Tensor tensor, Func<Tensor, Tensor> inPlace)
            {
                using var _ = no_grad();
                inPlace(tensor);
                return tensor;
            }

            private static void Require(Tensor tensor, bool holds, string function, string expected)
            {
                if (!holds)
                {
                    throw new ArgumentException($"{function} needs a tensor with {expected}; it has {tensor.dim()}.", nameof(tensor));
                }
            }
        }
    }
}
