using static Pruning.LibTorch.Native.Operator;

namespace TorchSharp;

// Complex numbers.
public static partial class torch
{
    public partial class Tensor
    {
        public Tensor real => Call("aten::real", this);

        public Tensor imag => Call("aten::imag", this);

        /// <summary>The conjugate transpose of a matrix.</summary>
        public Tensor H => Call("aten::matrix_H", this);

        /// <summary>The conjugate transpose of the last two dimensions.</summary>
        public Tensor mH => Call("aten::mH", this);
    }

    public static Tensor real(Tensor input) => input.real;

    public static Tensor imag(Tensor input) => input.imag;
}
