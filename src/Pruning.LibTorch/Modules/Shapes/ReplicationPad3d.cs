namespace TorchSharp.Modules;

/// <summary>Pads the last three dimensions with the values at the edges.</summary>
public sealed class ReplicationPad3d : PadBase
{
    internal ReplicationPad3d(long[] padding)
        : base(nameof(ReplicationPad3d), PaddingModes.Replicate, 0, padding)
    {
    }
}
