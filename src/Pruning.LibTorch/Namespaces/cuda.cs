namespace TorchSharp;

// The system's libtorch computes on the CPU: what asks for other devices gets a plain answer.
public static partial class torch
{
    public static bool cuda_is_available() => cuda.is_available();

    public static bool mps_is_available() => false;

    public static void InitializeDeviceType(DeviceType deviceType)
    {
        if (!TryInitializeDeviceType(deviceType))
        {
            throw new InvalidOperationException($"Torch device type {deviceType} did not initialise on the current machine.");
        }
    }

    public static bool TryInitializeDeviceType(DeviceType deviceType) => deviceType is DeviceType.CPU or DeviceType.META;

    /// <summary>Devices of Nvidia, of which the system's libtorch has none.</summary>
    public static partial class cuda
    {
        public static bool is_available() => false;

        public static bool is_cudnn_available() => false;

        public static int device_count() => 0;

        /// <summary>Waits for a device, of which there is none.</summary>
        public static void synchronize(Device? device = null) => InitializeDeviceType(device?.type ?? DeviceType.CUDA);

        // As in PyTorch, seeds for devices that are not there are accepted and ignored.
        public static void manual_seed(long seed)
        {
        }

        public static void manual_seed_all(long seed)
        {
        }
    }
}
