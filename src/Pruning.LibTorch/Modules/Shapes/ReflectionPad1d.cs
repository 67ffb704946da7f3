namespace TorchSharp.Modules;

/// <summary>Pads the last dimension with a reflection of the input.</summary>
public sealed class ReflectionPad1d : PadBase
{
    internal ReflectionPad1d(long[] padding)
        : base(nameof(ReflectionPad1d), PaddingModes.Reflect, 0, padding)
    {
    }
}
