namespace TorchSharp.Modules;

/// <summary>Pads the last dimension with the values at the edges.</summary>
public sealed class ReplicationPad1d : PadBase
{
    internal ReplicationPad1d(long[] padding)
        : base(nameof(ReplicationPad1d), PaddingModes.Replicate, 0, padding)
    {
    }
}
