using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The largest values of windows that are chosen so that (N, C, L) gets the wanted size.</summary>
public sealed class AdaptiveMaxPool1d : ParameterLessModule<Tensor, Tensor>
{
    internal AdaptiveMaxPool1d(long output_size)
        : base(nameof(AdaptiveMaxPool1d))
    {
        this.output_size = output_size;
    }

    public long output_size { get; set; }

    public override Tensor forward(Tensor input) => nn.functional.adaptive_max_pool1d(input, output_size);

    public (Tensor Values, Tensor Indices) forward_with_indices(Tensor input) =>
        nn.functional.adaptive_max_pool1d_with_indices(input, output_size);
}
