namespace TorchSharp.Modules;

/// <summary>Pads the last two dimensions with zeros.</summary>
public sealed class ZeroPad2d : PadBase
{
    internal ZeroPad2d(long[] padding)
        : base(nameof(ZeroPad2d), PaddingModes.Constant, 0, padding)
    {
    }
}
