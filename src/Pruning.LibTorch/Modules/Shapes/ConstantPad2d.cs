namespace TorchSharp.Modules;

/// <summary>Pads the last two dimensions with a value.</summary>
public sealed class ConstantPad2d : PadBase
{
    internal ConstantPad2d(long[] padding, double value)
        : base(nameof(ConstantPad2d), PaddingModes.Constant, value, padding)
    {
    }
}
