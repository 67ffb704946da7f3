namespace TorchSharp.Modules;

/// <summary>Pads the last two dimensions with the values at the edges.</summary>
public sealed class ReplicationPad2d : PadBase
{
    internal ReplicationPad2d(long[] padding)
        : base(nameof(ReplicationPad2d), PaddingModes.Replicate, 0, padding)
    {
    }
}
