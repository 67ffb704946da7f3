using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            /// <summary>Scales the gradients down so that their common norm is at most <paramref name="max_norm"/>.</summary>
            /// <returns>The norm before.</returns>
            public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2)
            {
                using DisposeScope scope = NewDisposeScope();
                using var notRecording = no_grad();
                Tensor[] gradients = Gradients(tensors);
                if (gradients.Length == 0)
                {
                    return 0;
                }
                Tensor norms = torch.stack([.. gradients.Select(gradient => gradient.norm((float)norm_type))]);
                double total = norms.norm((float)norm_type).to(ScalarType.Float64).item<double>();
                double factor = max_norm / (total + 1e-6);
                if (factor < 1)
                {
                    Foreach.Multiply(gradients, factor);
                }
                return total;
            }

            /// <summary>Cuts every entry of the gradients off outside of ±<paramref name="clip_value"/>.</summary>
            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
            {
                using DisposeScope scope = NewDisposeScope();
                using var notRecording = no_grad();
                foreach (Tensor gradient in Gradients(tensors))
                {
                    gradient.clamp_(-clip_value, clip_value);
                }
            }

            /// <summary>All entries of the parameters, one after the other.</summary>
            public static Tensor parameters_to_vector(IEnumerable<Parameter> tensors)
            {
                using DisposeScope scope = NewDisposeScope();
                return torch.cat([.. tensors.Select(parameter => parameter.reshape(-1))]).MoveToOuterDisposeScope();
            }

            /// <summary>Gives the parameters their entries back.</summary>
            /// <exception cref="ArgumentException">The vector has another number of entries.</exception>
            public static void vector_to_parameters(Tensor vec, IEnumerable<Parameter> tensors)
            {
                Parameter[] parameters = [.. tensors];
                long expected = parameters.Sum(parameter => parameter.numel());
                if (vec.dim() != 1 || vec.numel() != expected)
                {
                    throw new ArgumentException(
                        $"The parameters have {expected} entries; the vector's shape is ({string.Join(", ", vec.shape)}).", nameof(vec));
                }
                using DisposeScope scope = NewDisposeScope();
                using var notRecording = no_grad();
                long start = 0;
                foreach (Parameter parameter in parameters)
                {
                    parameter.copy_(vec.narrow(0, start, parameter.numel()).view(parameter.shape));
                    start += parameter.numel();
                }
            }

            private static Tensor[] Gradients(IEnumerable<Parameter> parameters) =>
                [.. parameters.Select(parameter => parameter.grad).OfType<Tensor>()];
        }
    }
}
