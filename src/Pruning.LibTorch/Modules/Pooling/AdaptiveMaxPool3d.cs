using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The largest values of windows that are chosen so that (N, C, D, H, W) gets the wanted size.</summary>
public sealed class AdaptiveMaxPool3d : ParameterLessModule<Tensor, Tensor>
{
    internal AdaptiveMaxPool3d(long[] output_size)
        : base(nameof(AdaptiveMaxPool3d))
    {
        this.output_size = output_size;
    }

    public long[] output_size { get; set; }

    public override Tensor forward(Tensor input) => nn.functional.adaptive_max_pool3d(input, output_size);

    public (Tensor output, Tensor indices) forward_with_indices(Tensor input) =>
        nn.functional.adaptive_max_pool3d_with_indices(input, output_size);
}
