using Pruning;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelZoo;

/// <summary>U-Net with padding, so that masks have the size of the images (Ronneberger et al.).</summary>
[Prunable("N,3,224,224")]
public sealed partial class UNet : Module<Tensor, Tensor>
{
    private readonly DoubleConv inc;
    private readonly ModuleList<Module<Tensor, Tensor>> down = new();
    private readonly ModuleList<UpBlock> up = new();
    private readonly Conv2d outc;

    public UNet(int classes = 2, int width = 64, int depth = 4)
        : base(nameof(UNet))
    {
        inc = new DoubleConv(3, width);
        for (var level = 0; level < depth; level++)
        {
            down.Add(Sequential(MaxPool2d(2), new DoubleConv(width << level, width << (level + 1))));
        }
        for (var level = depth; level > 0; level--)
        {
            up.Add(new UpBlock(width << level, width << (level - 1)));
        }
        outc = Conv2d(width, classes, 1);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var skips = new Stack<Tensor>();
        x = inc.forward(x);
        foreach (var block in down)
        {
            skips.Push(x);
            x = block.forward(x);
        }
        foreach (var block in up)
        {
            x = block.forward(x, skips.Pop());
        }
        return outc.forward(x).MoveToOuterDisposeScope();
    }

    private sealed class DoubleConv : Module<Tensor, Tensor>
    {
        private readonly Sequential layers;

        public DoubleConv(int input, int output)
            : base(nameof(DoubleConv))
        {
            layers = Sequential(
                Conv2d(input, output, 3, padding: 1, bias: false), BatchNorm2d(output), ReLU(inplace: true),
                Conv2d(output, output, 3, padding: 1, bias: false), BatchNorm2d(output), ReLU(inplace: true));
            RegisterComponents();
        }

        public override Tensor forward(Tensor x) => layers.forward(x);
    }

    /// <summary>Doubles the size, and reads what the encoder had there.</summary>
    private sealed class UpBlock : Module<Tensor, Tensor, Tensor>
    {
        private readonly ConvTranspose2d up;
        private readonly DoubleConv conv;

        public UpBlock(int input, int output)
            : base(nameof(UpBlock))
        {
            up = ConvTranspose2d(input, output, 2, stride: 2);
            conv = new DoubleConv(2 * output, output);
            RegisterComponents();
        }

        public override Tensor forward(Tensor x, Tensor skip) => conv.forward(cat([skip, up.forward(x)], 1));
    }
}
