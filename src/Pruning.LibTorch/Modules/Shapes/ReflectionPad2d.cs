namespace TorchSharp.Modules;

/// <summary>Pads the last two dimensions with a reflection of the input.</summary>
public sealed class ReflectionPad2d : PadBase
{
    internal ReflectionPad2d(long[] padding)
        : base(nameof(ReflectionPad2d), PaddingModes.Reflect, 0, padding)
    {
    }
}
