namespace TorchSharp.Modules;

/// <summary>Pads the last three dimensions with a reflection of the input.</summary>
public sealed class ReflectionPad3d : PadBase
{
    internal ReflectionPad3d(long[] padding)
        : base(nameof(ReflectionPad3d), PaddingModes.Reflect, 0, padding)
    {
    }
}
