using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Moves space into channels: (N, C, H·r, W·r) becomes (N, C·r², H, W).</summary>
public sealed class PixelUnshuffle : ParameterLessModule<Tensor, Tensor>
{
    internal PixelUnshuffle(long downscale_factor)
        : base(nameof(PixelUnshuffle))
    {
        this.downscale_factor = downscale_factor;
    }

    public long downscale_factor { get; set; }

    public override Tensor forward(Tensor input) => nn.functional.pixel_unshuffle(input, downscale_factor);
}
