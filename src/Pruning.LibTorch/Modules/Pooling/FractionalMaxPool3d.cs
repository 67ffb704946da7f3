using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The largest value of each window of (N, C, D, H, W), the windows being drawn at random for each channel (Graham 2014).</summary>
public sealed class FractionalMaxPool3d : ParameterLessModule<Tensor, Tensor>
{
    internal FractionalMaxPool3d(long[] kernel_size, long[]? output_size, double[]? output_ratio)
        : base(nameof(FractionalMaxPool3d))
    {
        this.kernel_size = kernel_size;
        this.output_size = output_size;
        this.output_ratio = output_ratio;
    }

    public long[] kernel_size { get; set; }

    public long[]? output_size { get; set; }

    public double[]? output_ratio { get; set; }

    public override Tensor forward(Tensor input) => nn.functional.fractional_max_pool3d(input, kernel_size, output_size, output_ratio);

    public (Tensor Values, Tensor Indices) forward_with_indices(Tensor input) =>
        nn.functional.fractional_max_pool3d_with_indices(input, kernel_size, output_size, output_ratio);
}
