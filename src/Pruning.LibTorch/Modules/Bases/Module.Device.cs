namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            protected DeviceType _deviceType = DeviceType.CPU;
            protected int _deviceIndex = -1;

            protected internal virtual Module _to(Device device, ScalarType dtype, bool non_blocking)
            {
                RequireFloatingPoint(dtype);
                Move(device, dtype, non_blocking);
                return this;
            }

            protected internal virtual Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking)
            {
                Move(new Device(deviceType, deviceIndex), null, non_blocking);
                return this;
            }

            protected internal virtual Module _to(ScalarType dtype, bool non_blocking)
            {
                RequireFloatingPoint(dtype);
                Move(null, dtype, non_blocking);
                return this;
            }

            public Module _to(Tensor other, bool non_blocking) => _to(other.device, other.dtype, non_blocking);

            /// <summary>
            /// Moves or converts what the module and the modules below it own, in place: the objects stay those that optimizers know.
            /// </summary>
            private void Move(Device? device, ScalarType? dtype, bool nonBlocking)
            {
                foreach ((_, Module child) in named_children())
                {
                    child.Move(device, dtype, nonBlocking);
                }
                using var notRecording = no_grad();
                foreach (Tensor tensor in parameters(recurse: false).Concat(buffers(recurse: false)))
                {
                    bool converts = dtype is not null && (tensor.is_floating_point() || tensor.is_complex());
                    MoveInPlace(tensor, device ?? tensor.device, converts ? dtype!.Value : tensor.dtype);
                }
                if (device is not null)
                {
                    _deviceType = device.type;
                    _deviceIndex = device.index;
                }
            }

            private static void MoveInPlace(Tensor tensor, Device device, ScalarType dtype)
            {
                Device current = tensor.device;
                if (tensor.dtype == dtype && current.type == device.type && current.index == device.index)
                {
                    return;
                }
                using Tensor moved = tensor.to(dtype, device);
                using Tensor? gradient = tensor.grad;
                using Tensor? movedGradient = gradient?.to(dtype, device);
                tensor.grad = null;
                tensor.ReplaceData(moved);
                tensor.grad = movedGradient;
            }

            private static void RequireFloatingPoint(ScalarType dtype)
            {
                if (!is_floating_point(dtype) && !is_complex(dtype))
                {
                    throw new ArgumentException(
                        $"nn.Module.to only accepts floating point or complex types, but got desired dtype={dtype}", nameof(dtype));
                }
            }
        }
    }
}
