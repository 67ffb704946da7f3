using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Makes batches of samples.</summary>
internal static class Batches
{
    public static Tensor Stack(IEnumerable<Tensor> samples, Device device)
    {
        Tensor stacked = torch.stack([.. samples]);
        if (stacked.device_type == device.type && stacked.device_index == device.index)
        {
            return stacked;
        }
        using (stacked)
        {
            return stacked.to(device);
        }
    }
}
