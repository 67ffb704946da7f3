using Pruning;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelZoo;

/// <summary>The generator of DCGAN: noise in, images of 64 × 64 pixels out (Radford et al.).</summary>
[Prunable("N,100,1,1")]
public sealed partial class DcGanGenerator : Module<Tensor, Tensor>
{
    private readonly Sequential main;

    public DcGanGenerator(int latent = 100, int features = 64, int colours = 3)
        : base(nameof(DcGanGenerator))
    {
        var layers = new List<Module<Tensor, Tensor>>();
        layers.AddRange(Up(latent, features * 8, stride: 1, padding: 0));
        for (var factor = 8; factor > 1; factor /= 2)
        {
            layers.AddRange(Up(features * factor, features * factor / 2));
        }
        layers.Add(ConvTranspose2d(features, colours, 4, stride: 2, padding: 1, bias: false));
        layers.Add(Tanh());
        main = Sequential(layers);
        RegisterComponents();
    }

    public override Tensor forward(Tensor noise) => main.forward(noise);

    private static IEnumerable<Module<Tensor, Tensor>> Up(int input, int output, int stride = 2, int padding = 1)
    {
        yield return ConvTranspose2d(input, output, 4, stride: stride, padding: padding, bias: false);
        yield return BatchNorm2d(output);
        yield return ReLU(inplace: true);
    }
}
