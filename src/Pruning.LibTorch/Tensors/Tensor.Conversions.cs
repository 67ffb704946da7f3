using Pruning.LibTorch.Native;
using static Pruning.LibTorch.Native.Operator;

namespace TorchSharp;

// Conversions of element type and device.
public static partial class torch
{
    public partial class Tensor
    {
        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Converted(null, disposeAfter, "aten::to.dtype", this, type, non_blocking, copy);

        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Converted(device, disposeAfter, "aten::to.dtype_layout", this, default, default, device, default, non_blocking, copy);

        public Tensor to(
            ScalarType type, Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Converted(device, disposeAfter, "aten::to.device", this, device, type, non_blocking, copy);

        public Tensor to(
            DeviceType deviceType, int deviceIndex = -1, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(new Device(deviceType, deviceIndex), copy, disposeAfter, non_blocking);

        public Tensor to(string device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(new Device(device), copy, disposeAfter, non_blocking);

        public Tensor to(Tensor other, bool non_blocking = false) => to(other.dtype, other.device, non_blocking: non_blocking);

        public Tensor to_type(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(type, copy, disposeAfter, non_blocking);

        public Tensor type(ScalarType dtype) => to(dtype);

        public Tensor type(Func<Tensor, Tensor> typeFunc) => typeFunc(this);

        public Tensor type_as(Tensor tensor) => to(tensor.dtype);

        public Tensor cpu() => to(CPU);

        public Tensor cuda(Device? device = null, bool non_blocking = false) => to(device ?? CUDA, non_blocking: non_blocking);

        public Tensor @bool() => to(ScalarType.Bool);

        public Tensor @byte() => to(ScalarType.Byte);

        public Tensor @char() => to(ScalarType.Int8);

        public Tensor @short() => to(ScalarType.Int16);

        public Tensor @int() => to(ScalarType.Int32);

        public Tensor @long() => to(ScalarType.Int64);

        public Tensor half() => to(ScalarType.Float16);

        public Tensor bfloat16() => to(ScalarType.BFloat16);

        public Tensor @float() => to(ScalarType.Float32);

        public Tensor @double() => to(ScalarType.Float64);

        public Tensor cfloat() => to(ScalarType.ComplexFloat32);

        public Tensor cdouble() => to(ScalarType.ComplexFloat64);

        /// <summary>A new object for the same native tensor, where nothing had to be converted, as everywhere else.</summary>
        private Tensor Converted(Device? device, bool disposeAfter, string name, params ReadOnlySpan<Argument> arguments)
        {
            if (device is not null)
            {
                InitializeDeviceType(device.type);
            }
            Tensor result = Call(name, arguments);
            if (disposeAfter)
            {
                Dispose();
            }
            return result;
        }
    }
}
