using Pruning;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Models;

/// <summary>Computes with the sizes of its tensors everywhere, so that it can be given images of any even size.</summary>
[Prunable("N,3,12,16")]
public partial class OpenSizes : Module<Tensor, Tensor>
{
    private readonly Conv2d stem = Conv2d(3, 8, 3, padding: 1);
    private readonly Tokens tokens = new();
    private readonly Conv2d last = Conv2d(6, 6, 3, padding: 1);
    private readonly Linear head = Linear(6, 5);

    public OpenSizes()
        : base(nameof(OpenSizes)) => RegisterComponents();

    public override Tensor forward(Tensor x)
    {
        x = stem.forward(x).relu();
        var (batch, channels, height, width) = (x.shape[0], x.shape[1], (int)x.shape[2], x.size(3));
        var rows = x.view(batch, channels, height * width).transpose(1, 2);

        // A scalar that follows from a width keeps the dense network's value.
        rows = rows * channels;
        x = tokens.forward(rows, height, (int)width);
        x = x + zeros(batch, 1, height, width);
        x = functional.interpolate(x[.., .., ..(height / 2), ..], [height - 2, width / 2 + 1]);
        x = last.forward(x.reshape(batch * x.shape[1], x.shape[2], x.shape[3]).view(batch, -1, height - 2, width / 2 + 1));
        return head.forward(functional.avg_pool2d(x, [x.shape[2], x.shape[3]]).flatten(1));
    }

    private sealed class Tokens : Module<Tensor, int, int, Tensor>
    {
        private readonly Linear mix = Linear(8, 6);

        public Tokens()
            : base(nameof(Tokens)) => RegisterComponents();

        public override Tensor forward(Tensor rows, int height, int width) =>
            mix.forward(rows).relu().transpose(1, 2).contiguous().view(rows.shape[0], -1, height, width);
    }
}
