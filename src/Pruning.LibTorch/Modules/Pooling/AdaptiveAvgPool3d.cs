using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Means over windows that are chosen so that (N, C, D, H, W) gets the wanted size.</summary>
public sealed class AdaptiveAvgPool3d : ParameterLessModule<Tensor, Tensor>
{
    internal AdaptiveAvgPool3d(long[] output_size)
        : base(nameof(AdaptiveAvgPool3d))
    {
        this.output_size = output_size;
    }

    public long[] output_size { get; set; }

    public override Tensor forward(Tensor input) => nn.functional.adaptive_avg_pool3d(input, output_size);
}
