using Pruning.LibTorch.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public long[] shape
        {
            get
            {
                using var lease = new TensorLease(this);
                return Sizes(lease).ToArray();
            }
        }

        public ScalarType dtype
        {
            get
            {
                using var lease = new TensorLease(this);
                return (ScalarType)NativeMethods.pt_tensor_type(lease.Handle);
            }
        }

        public Device device
        {
            get
            {
                using var lease = new TensorLease(this);
                long device = NativeMethods.pt_tensor_device(lease.Handle);
                var type = (DeviceType)(byte)device;
                return type == DeviceType.CPU ? CPU : new Device(type, (int)(device >> 32));
            }
        }

        public DeviceType device_type => device.type;

        public int device_index => device.index;

        public long ndim => dim();

        public long Dimensions => dim();

        public long NumberOfElements => numel();

        public long ElementSize => element_size();

        public bool is_cuda => device_type == DeviceType.CUDA;

        public bool is_meta => device_type == DeviceType.META;

        public bool is_cpu() => device_type == DeviceType.CPU;

        public long dim()
        {
            using var lease = new TensorLease(this);
            return NativeMethods.pt_tensor_dim(lease.Handle);
        }

        public long numel()
        {
            using var lease = new TensorLease(this);
            return NativeMethods.pt_tensor_numel(lease.Handle);
        }

        public long element_size()
        {
            using var lease = new TensorLease(this);
            return NativeMethods.pt_tensor_item_size(lease.Handle);
        }

        public long[] size() => shape;

        public long size(int dim)
        {
            using var lease = new TensorLease(this);
            return Sizes(lease)[Wrapped(lease, dim)];
        }

        public long[] stride()
        {
            using var lease = new TensorLease(this);
            return Strides(lease).ToArray();
        }

        public long stride(int dim)
        {
            using var lease = new TensorLease(this);
            return Strides(lease)[Wrapped(lease, dim)];
        }

        public unsafe long storage_offset()
        {
            using var lease = new TensorLease(this);
            long offset;
            NativeMethods.Check(NativeMethods.pt_tensor_storage_offset(lease.Handle, &offset));
            return offset;
        }

        public bool is_contiguous()
        {
            using var lease = new TensorLease(this);
            return NativeMethods.pt_tensor_is_contiguous(lease.Handle) != 0;
        }

        public bool is_floating_point() => torch.is_floating_point(dtype);

        public bool is_complex() => torch.is_complex(dtype);

        public bool is_integral() => torch.is_integral(dtype);

        internal static unsafe ReadOnlySpan<long> Sizes(TensorLease lease)
        {
            long* sizes;
            NativeMethods.Check(NativeMethods.pt_tensor_sizes(lease.Handle, &sizes));
            return new(sizes, (int)NativeMethods.pt_tensor_dim(lease.Handle));
        }

        internal static unsafe ReadOnlySpan<long> Strides(TensorLease lease)
        {
            long* strides;
            NativeMethods.Check(NativeMethods.pt_tensor_strides(lease.Handle, &strides));
            return new(strides, (int)NativeMethods.pt_tensor_dim(lease.Handle));
        }

        private static int Wrapped(TensorLease lease, int dim)
        {
            int dims = (int)NativeMethods.pt_tensor_dim(lease.Handle);
            return dim >= -dims && dim < dims
                ? dim < 0 ? dim + dims : dim
                : throw new ArgumentOutOfRangeException(nameof(dim), dim, $"The tensor has {dims} dimensions.");
        }
    }
}
