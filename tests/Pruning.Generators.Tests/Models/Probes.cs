using Pruning;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Models;

/// <summary>A small network around one construct: a convolution before it, a convolution behind it.</summary>
public abstract class Probe : Module<Tensor, Tensor>
{
    private readonly Conv2d a = Conv2d(3, 16, 3, padding: 1);
    private readonly Conv2d b;
    private readonly Linear head = Linear(8, 4);

    protected Probe(int between = 16)
        : base("probe")
    {
        b = Conv2d(between, 8, 1);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        var x = b.forward(Between(functional.relu(a.forward(input))));
        return head.forward(x.mean(new long[] { 2, 3 }));
    }

    protected abstract Tensor Between(Tensor x);
}

[Prunable("N,3,8,8")]
public partial class HalvesBySlices() : Probe(8)
{
    protected override Tensor Between(Tensor x) => x[.., ..8] * sigmoid(x[.., 8..]);
}

[Prunable("N,3,8,8")]
public partial class SliceFromTheEnd() : Probe(6)
{
    protected override Tensor Between(Tensor x) => x[.., ^6..];
}

[Prunable("N,3,8,8")]
public partial class SplitBySizesAndSwap() : Probe
{
    protected override Tensor Between(Tensor x)
    {
        var parts = x.split(new long[] { 10, 6 }, 1);
        return cat(new[] { parts[1], parts[0] }, 1);
    }
}

[Prunable("N,3,8,8")]
public partial class Repeated() : Probe(32)
{
    protected override Tensor Between(Tensor x) => x.repeat(1, 2, 1, 1);
}

[Prunable("N,3,8,8")]
public partial class Interleaved() : Probe(32)
{
    protected override Tensor Between(Tensor x) => stack(new[] { x, x.neg() }, 2).flatten(1, 2);
}

[Prunable("N,3,8,8")]
public partial class TwiceTheSame() : Probe(48)
{
    private readonly Conv2d other = Conv2d(16, 16, 1);

    protected override Tensor Between(Tensor x)
    {
        var y = other.forward(x);
        return cat(new[] { x, y, x }, 1);
    }
}

[Prunable("N,3,8,8")]
public partial class ConstantsBefore() : Probe(24)
{
    protected override Tensor Between(Tensor x) => cat(new[] { ones(x.shape[0], 8, 8, 8), x }, 1);
}

[Prunable("N,3,8,8")]
public partial class PixelsToChannels() : Probe(64)
{
    protected override Tensor Between(Tensor x) => functional.pixel_unshuffle(x, 2);
}

[Prunable("N,3,8,8")]
public partial class ChannelsToPixels() : Probe(4)
{
    protected override Tensor Between(Tensor x) => functional.pixel_shuffle(x, 2);
}

[Prunable("N,3,8,8")]
public partial class Windows() : Probe(144)
{
    protected override Tensor Between(Tensor x) => functional.unfold(x, 3, padding: 1).view(x.shape[0], -1, 8, 8);
}

[Prunable("N,3,8,8")]
public partial class ParameterInEinsum() : Probe(12)
{
    private readonly Parameter weight = Parameter(randn(16, 12));

    protected override Tensor Between(Tensor x) => einsum("nchw,cd->ndhw", x, weight);
}

[Prunable("N,3,8,8")]
public partial class ParameterInConvolution() : Probe(12)
{
    private readonly Parameter weight = Parameter(randn(12, 16, 3, 3));

    protected override Tensor Between(Tensor x) => functional.conv2d(x, weight, padding: new long[] { 1, 1 });
}

[Prunable("N,3,8,8")]
public partial class PositionsAndScale() : Probe
{
    private readonly Parameter positions = Parameter(randn(1, 16, 8, 8));
    private readonly Tensor scale = randn(16, 1, 1);

    protected override Tensor Between(Tensor x) => (x + positions) * scale;
}

[Prunable("N,3,8,8")]
public partial class SpatialAttention() : Probe
{
    private readonly Conv2d squeeze = Conv2d(16, 1, 1);

    protected override Tensor Between(Tensor x) => x * sigmoid(squeeze.forward(x));
}

[Prunable("N,3,8,8")]
public partial class NonLocal() : Probe
{
    private readonly Conv2d theta = Conv2d(16, 8, 1);
    private readonly Conv2d phi = Conv2d(16, 8, 1);
    private readonly Conv2d g = Conv2d(16, 8, 1);
    private readonly Conv2d output = Conv2d(8, 16, 1);

    protected override Tensor Between(Tensor x)
    {
        long n = x.shape[0];
        var t = theta.forward(x).view(n, 8, -1).permute(0, 2, 1);
        var p = phi.forward(x).view(n, 8, -1);
        var y = bmm(functional.softmax(bmm(t, p), -1), g.forward(x).view(n, 8, -1).permute(0, 2, 1));
        return x + output.forward(y.permute(0, 2, 1).contiguous().view(n, 8, 8, 8));
    }
}

[Prunable("N,3,8,8")]
public partial class SharedConvolution() : Probe
{
    private readonly Conv2d shared = Conv2d(16, 16, 3, padding: 1);

    protected override Tensor Between(Tensor x) => shared.forward(shared.forward(x).relu());
}

[Prunable("N,3,8,8")]
public partial class Recurrence() : Probe(10)
{
    private readonly Conv2d cell = Conv2d(26, 10, 3, padding: 1);

    protected override Tensor Between(Tensor x)
    {
        var h = zeros(x.shape[0], 10, 8, 8);
        for (int i = 0; i < 3; i++)
        {
            h = cell.forward(cat(new[] { x, h }, 1)).tanh();
        }

        return h;
    }
}

[Prunable("N,3,8,8")]
public partial class DepthMultiplier() : Probe(32)
{
    private readonly Conv2d depthwise = Conv2d(16, 32, 3, padding: 1, groups: 16);

    protected override Tensor Between(Tensor x) => depthwise.forward(x);
}

[Prunable("N,3,8,8")]
public partial class GroupsAsOutputs() : Probe(8)
{
    private readonly Conv2d grouped = Conv2d(16, 8, 1, groups: 8);

    protected override Tensor Between(Tensor x) => grouped.forward(x);
}

[Prunable("N,3,8,8")]
public partial class DepthwiseTransposed() : Probe
{
    private readonly ConvTranspose2d up = ConvTranspose2d(16, 16, 2, stride: 2, groups: 16);

    protected override Tensor Between(Tensor x) => up.forward(x);
}

[Prunable("N,3,8,8")]
public partial class ReusedPReLU() : Probe
{
    private readonly PReLU act = PReLU(16);
    private readonly Conv2d middle = Conv2d(16, 16, 1);

    protected override Tensor Between(Tensor x) => act.forward(middle.forward(act.forward(x)));
}

[Prunable("N,3,8,8")]
public partial class Maxout() : Probe(8)
{
    protected override Tensor Between(Tensor x) => x.view(-1, 8, 2, 8, 8).max(2).values;
}

[Prunable("N,3,8,8")]
public partial class NormOverEverything() : Probe
{
    private readonly LayerNorm norm = LayerNorm(new long[] { 16, 8, 8 });
    private readonly Conv2d inside = Conv2d(16, 16, 1);

    protected override Tensor Between(Tensor x) => inside.forward(norm.forward(x));
}

[Prunable("N,3,8,8")]
public partial class RootMeanSquare() : Probe
{
    private readonly Parameter weight = Parameter(ones(16, 1, 1));
    private readonly Conv2d inside = Conv2d(16, 16, 1);

    protected override Tensor Between(Tensor x)
    {
        var square = x.pow(2).mean(new long[] { 1 }, keepdim: true);
        return inside.forward(x * rsqrt(square + 1e-6) * weight);
    }
}

[Prunable("N,3,8,8")]
public partial class Selected() : Probe
{
    protected override Tensor Between(Tensor x) => where(x > 0, x, 0.1 * x);
}

[Prunable("N,3,8,8")]
public partial class FunctionalNorms() : Probe
{
    private readonly Parameter weight = Parameter(randn(16));
    private readonly Conv2d inside = Conv2d(16, 12, 1);
    private readonly Conv2d widen = Conv2d(12, 16, 1);

    protected override Tensor Between(Tensor x)
    {
        x = functional.group_norm(x, 4, weight);
        var y = inside.forward(x).permute(0, 2, 3, 1);
        return x + widen.forward(functional.layer_norm(y, new long[] { 12 }).permute(0, 3, 1, 2));
    }
}
