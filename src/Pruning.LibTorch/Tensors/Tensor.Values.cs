using System.Numerics;
using Pruning.LibTorch.Native;
using TorchSharp.Utils;
using static Pruning.LibTorch.Native.Operator;

namespace TorchSharp;

// From tensors to values of C#.
public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The elements, as they lie in main memory; the type must be the tensor's own.</summary>
        public TensorAccessor<T> data<T>()
            where T : unmanaged => new(this);

        /// <summary>The only element.</summary>
        public unsafe T item<T>()
            where T : unmanaged
        {
            if (numel() != 1)
            {
                throw new ArgumentException($"Number of elements in the tensor must be 1, not {numel()}.");
            }
            if (TypeOf(typeof(T)) != dtype)
            {
                throw new ArgumentException($"Data type mismatch: the tensor holds {dtype}, not {typeof(T)}.");
            }
            if (device_type != DeviceType.CPU)
            {
                using Tensor here = cpu();
                return here.item<T>();
            }
            using var content = new TensorData<T>(this);
            return content[0];
        }

        /// <summary>The only element, converted by C#'s rules for numbers.</summary>
        public Scalar ToScalar() => CallScalar("aten::_local_scalar_dense", this);

        /// <summary>Another object for the same native tensor: it lives on its own, and no operator stands between the two.</summary>
        public Tensor alias()
        {
            using var lease = new TensorLease(this);
            return new Tensor(NativeMethods.pt_tensor_share(lease.Handle));
        }

        /// <summary>Another object for the same native tensor, outside of every dispose scope.</summary>
        internal Tensor Shared() => alias().DetachFromDisposeScope();

        public static explicit operator bool(Tensor value) => value.ToBoolean();

        public static explicit operator byte(Tensor value) => value.ToByte();

        public static explicit operator sbyte(Tensor value) => value.ToSByte();

        public static explicit operator short(Tensor value) => value.ToInt16();

        public static explicit operator int(Tensor value) => value.ToInt32();

        public static explicit operator long(Tensor value) => value.ToInt64();

        public static explicit operator float(Tensor value) => value.ToSingle();

        public static explicit operator double(Tensor value) => value.ToDouble();

        public static implicit operator Tensor(bool value) => tensor(value);

        public static implicit operator Tensor(byte value) => tensor(value);

        public static implicit operator Tensor(sbyte value) => tensor(value);

        public static implicit operator Tensor(short value) => tensor(value);

        public static implicit operator Tensor(int value) => tensor(value);

        public static implicit operator Tensor(long value) => tensor(value);

        public static implicit operator Tensor(float value) => tensor(value);

        public static implicit operator Tensor(double value) => tensor(value);

        public static implicit operator Tensor((float, float) value) => tensor(value);

        public static implicit operator Tensor(Complex value) => tensor(value);

        public static implicit operator Tensor(bool[] value) => tensor(value);

        public static implicit operator Tensor(byte[] value) => tensor(value);

        public static implicit operator Tensor(sbyte[] value) => tensor(value);

        public static implicit operator Tensor(short[] value) => tensor(value);

        public static implicit operator Tensor(int[] value) => tensor(value);

        public static implicit operator Tensor(long[] value) => tensor(value);

        public static implicit operator Tensor(float[] value) => tensor(value);

        public static implicit operator Tensor(double[] value) => tensor(value);

        public static implicit operator Tensor((float, float)[] value) => tensor(value);

        public static implicit operator Tensor(Complex[] value) => tensor(value);

        public static implicit operator Tensor(Scalar scalar) => Call("aten::scalar_tensor", scalar, scalar.Type);
    }
}
