using Pruning;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Models;

/// <summary>Grouped convolutions, as in ResNeXt.</summary>
[Prunable("N,3,8,8")]
public partial class Grouped : Module<Tensor, Tensor>
{
    private readonly Conv2d stem = Conv2d(3, 16, 3, padding: 1);
    private readonly Conv2d reduce = Conv2d(16, 12, 1);
    private readonly Conv2d grouped = Conv2d(12, 24, 3, padding: 1, groups: 4, bias: false);
    private readonly BatchNorm2d norm = BatchNorm2d(24);
    private readonly Conv2d expand = Conv2d(24, 16, 1);
    private readonly Linear head = Linear(16, 5);

    public Grouped()
        : base(nameof(Grouped)) => RegisterComponents();

    public override Tensor forward(Tensor x)
    {
        x = functional.relu(stem.forward(x));
        var y = functional.relu(norm.forward(grouped.forward(reduce.forward(x))));
        x = x + expand.forward(y);
        return head.forward(functional.adaptive_avg_pool2d(x, 1).flatten(1));
    }
}

/// <summary>Grouped convolutions, plain, transposed and as a function, of which groups or positions can be pruned.</summary>
public abstract class GroupedChoice(string name) : Module<Tensor, Tensor>(name)
{
    private readonly Conv2d stem = Conv2d(3, 16, 3, padding: 1);
    private readonly Conv2d grouped = Conv2d(16, 24, 3, padding: 1, groups: 4);
    private readonly ConvTranspose2d up = ConvTranspose2d(24, 12, 2, stride: 2, groups: 4);
    private readonly Parameter kernel = Parameter(randn(8, 3, 1, 1));
    private readonly Conv2d depthwise = Conv2d(8, 16, 3, padding: 1, groups: 8);
    private readonly Linear head = Linear(16, 5);

    public override Tensor forward(Tensor x)
    {
        x = up.forward(grouped.forward(functional.relu(stem.forward(x))));
        x = functional.conv2d(functional.relu(x), kernel, groups: 4);
        return head.forward(depthwise.forward(x).mean([2, 3]));
    }
}

/// <summary>Only whole groups go.</summary>
[Prunable("N,3,8,8", Grouped = GroupedConvolutions.Groups)]
public partial class WholeGroups : GroupedChoice
{
    public WholeGroups()
        : base(nameof(WholeGroups)) => RegisterComponents();
}

/// <summary>Only positions go, the same ones in each group.</summary>
[Prunable("N,3,8,8", Grouped = GroupedConvolutions.Positions)]
public partial class PositionsInGroups : GroupedChoice
{
    public PositionsInGroups()
        : base(nameof(PositionsInGroups)) => RegisterComponents();
}

/// <summary>Inverted residuals with depthwise convolutions and squeeze-and-excitation, as in MobileNet.</summary>
[Prunable("N,3,16,16")]
public partial class Mobile : Module<Tensor, Tensor>
{
    private readonly Sequential features;
    private readonly Sequential classifier;

    public Mobile()
        : base(nameof(Mobile))
    {
        var layers = new List<Module<Tensor, Tensor>>
        {
            Sequential(Conv2d(3, 8, 3, stride: 2, padding: 1, bias: false), BatchNorm2d(8), Hardswish()),
        };
        var settings = new (int Expand, int Channels, int Stride, bool Squeeze)[] { (1, 8, 1, false), (4, 12, 2, true), (4, 12, 1, true) };
        int channels = 8;
        foreach (var (expand, output, stride, squeeze) in settings)
        {
            layers.Add(new InvertedResidual(channels, output, expand, stride, squeeze));
            channels = output;
        }

        features = Sequential(layers);
        classifier = Sequential(Linear(channels, 20), Hardswish(), Dropout(0.2), Linear(20, 5));
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        x = features.forward(x);
        x = functional.adaptive_avg_pool2d(x, 1);
        return classifier.forward(x.flatten(1));
    }
}

public class InvertedResidual : Module<Tensor, Tensor>
{
    private readonly Sequential conv;
    private readonly Excitation? excitation;
    private readonly Conv2d project;
    private readonly BatchNorm2d norm;
    private readonly bool _isResidual;

    public InvertedResidual(int inputs, int outputs, int expand, int stride, bool squeeze)
        : base(nameof(InvertedResidual))
    {
        int hidden = inputs * expand;
        _isResidual = stride == 1 && inputs == outputs;
        var layers = new List<Module<Tensor, Tensor>>();
        if (expand != 1)
        {
            layers.Add(Conv2d(inputs, hidden, 1, bias: false));
            layers.Add(BatchNorm2d(hidden));
            layers.Add(ReLU6());
        }

        layers.AddRange([Conv2d(hidden, hidden, 3, stride: stride, padding: 1, groups: hidden, bias: false), BatchNorm2d(hidden), ReLU6()]);
        conv = Sequential(layers.ToArray());
        if (squeeze)
        {
            excitation = new Excitation(hidden);
        }

        project = Conv2d(hidden, outputs, 1, bias: false);
        norm = BatchNorm2d(outputs);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        var y = conv.forward(x);
        if (excitation is not null)
        {
            y = excitation.forward(y);
        }

        y = norm.forward(project.forward(y));
        return _isResidual ? x + y : y;
    }
}

public class Excitation : Module<Tensor, Tensor>
{
    private readonly Linear down;
    private readonly Linear up;

    public Excitation(int channels)
        : base(nameof(Excitation))
    {
        down = Linear(channels, channels / 4);
        up = Linear(channels / 4, channels);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var weight = x.mean(new long[] { 2, 3 });
        weight = functional.hardsigmoid(up.forward(functional.relu(down.forward(weight))));
        return (x * weight.view(x.shape[0], -1, 1, 1)).MoveToOuterDisposeScope();
    }
}

/// <summary>Down and up with skips, as in U-Net.</summary>
[Prunable("N,1,16,16")]
public partial class Unet : Module<Tensor, Tensor>
{
    private readonly Conv2d down1 = Conv2d(1, 8, 3, padding: 1);
    private readonly Conv2d down2 = Conv2d(8, 16, 3, padding: 1);
    private readonly Conv2d middle = Conv2d(16, 32, 3, padding: 1);
    private readonly ConvTranspose2d up2 = ConvTranspose2d(32, 16, 2, stride: 2);
    private readonly Conv2d join2 = Conv2d(32, 16, 3, padding: 1);
    private readonly Conv2d join1 = Conv2d(24, 8, 3, padding: 1);
    private readonly Conv2d last = Conv2d(8, 2, 1);
    private readonly MaxPool2d pool = MaxPool2d(2);

    public Unet()
        : base(nameof(Unet)) => RegisterComponents();

    public override Tensor forward(Tensor x)
    {
        var first = functional.relu(down1.forward(x));
        var second = functional.relu(down2.forward(pool.forward(first)));
        var bottom = functional.relu(middle.forward(pool.forward(second)));
        var up = join2.forward(cat(new[] { up2.forward(bottom), second }, 1)).relu();
        up = functional.interpolate(up, scale_factor: new double[] { 2, 2 }, mode: InterpolationMode.Nearest);
        up = join1.forward(cat(new[] { up, first }, dim: 1)).relu();
        return last.forward(up);
    }
}

/// <summary>Pieces of channels: a gate of two halves, pieces of different use, and a slice.</summary>
[Prunable("N,6,20")]
public partial class Pieces : Module<Tensor, Tensor>
{
    private readonly Conv1d gated = Conv1d(6, 24, 3, padding: 1);
    private readonly Conv1d three = Conv1d(12, 18, 3, padding: 1);
    private readonly Conv1d left = Conv1d(6, 8, 1);
    private readonly Conv1d right = Conv1d(6, 8, 1);
    private readonly Conv1d sliced = Conv1d(8, 10, 1);
    private readonly Conv1d last = Conv1d(4, 3, 1);

    public Pieces()
        : base(nameof(Pieces)) => RegisterComponents();

    public override Tensor forward(Tensor x)
    {
        var halves = gated.forward(x).chunk(2, 1);
        var y = halves[0] * sigmoid(halves[1]);
        var pieces = three.forward(y).split(6, 1);
        var z = left.forward(pieces[0].relu()) + right.forward(pieces[1]) + left.forward(tanh(pieces[2]));
        z = sliced.forward(z);
        return last.forward(z[.., 2..6]) + last.forward(z.narrow(1, 6, 4));
    }
}

/// <summary>A shuffle of channels between groups, as in ShuffleNet.</summary>
[Prunable("N,3,8,8")]
public partial class Shuffled : Module<Tensor, Tensor>
{
    private readonly Conv2d stem = Conv2d(3, 12, 3, padding: 1);
    private readonly Conv2d grouped = Conv2d(12, 12, 1, groups: 3);
    private readonly Conv2d depthwise = Conv2d(12, 12, 3, padding: 1, groups: 12);
    private readonly Conv2d last = Conv2d(12, 4, 1);

    public Shuffled()
        : base(nameof(Shuffled)) => RegisterComponents();

    public override Tensor forward(Tensor x)
    {
        x = Shuffle(grouped.forward(stem.forward(x).relu()), 3);
        x = last.forward(depthwise.forward(x));
        return x.mean(new long[] { 2, 3 });
    }

    private static Tensor Shuffle(Tensor x, int groups)
    {
        long n = x.shape[0], c = x.shape[1], h = x.shape[2], w = x.shape[3];
        return x.view(n, groups, c / groups, h, w).transpose(1, 2).contiguous().view(n, c, h, w);
    }
}

/// <summary>A decoder: features become channels and pixels, with sizes written out.</summary>
[Prunable("N,10")]
public partial class Decoder : Module<Tensor, Tensor>
{
    private readonly Linear linear = Linear(10, 128);
    private readonly ConvTranspose2d up = ConvTranspose2d(8, 6, 4, stride: 2, padding: 1);
    private readonly PReLU act = PReLU(6);
    private readonly Conv2d last = Conv2d(6, 1, 3, padding: 1);

    public Decoder()
        : base(nameof(Decoder)) => RegisterComponents();

    public override Tensor forward(Tensor z)
    {
        var x = linear.forward(z).view(-1, 8, 4, 4);
        return last.forward(act.forward(up.forward(x)));
    }
}

/// <summary>A transformer block written by hand.</summary>
[Prunable("N,7")]
public partial class Transformer : Module<Tensor, Tensor>
{
    private readonly Embedding embedding = Embedding(11, 16);
    private readonly Attention attention = new(16, 4);
    private readonly LayerNorm norm = LayerNorm(16);
    private readonly Linear fc1 = Linear(16, 32);
    private readonly Linear fc2 = Linear(32, 16);
    private readonly Linear head = Linear(16, 11);

    public Transformer()
        : base(nameof(Transformer)) => RegisterComponents();

    public override Tensor forward(Tensor tokens)
    {
        var x = embedding.forward(tokens);
        x = x + attention.forward(x);
        x = x + fc2.forward(functional.gelu(fc1.forward(norm.forward(x))));
        return head.forward(x);
    }
}

public class Attention : Module<Tensor, Tensor>
{
    private readonly Linear query;
    private readonly Linear key;
    private readonly Linear value;
    private readonly Linear output;
    private readonly int _heads;

    public Attention(int width, int heads)
        : base(nameof(Attention))
    {
        query = Linear(width, width);
        key = Linear(width, width);
        value = Linear(width, width);
        output = Linear(width, width);
        _heads = heads;
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        var (n, t, d) = (x.shape[0], x.shape[1], x.shape[2]);
        var q = query.forward(x).view(n, t, _heads, d / _heads).transpose(1, 2);
        var k = key.forward(x).view(n, t, _heads, d / _heads).transpose(1, 2);
        var v = value.forward(x).view(n, t, _heads, d / _heads).transpose(1, 2);
        var scores = functional.softmax(matmul(q, k.transpose(-2, -1)) / Math.Sqrt(d / _heads), -1);
        var mixed = matmul(scores, v).transpose(1, 2).contiguous().view(n, t, d);
        return output.forward(mixed);
    }
}

/// <summary>Zero channels around others, which no other layer produces, and a group norm.</summary>
[Prunable("N,3,8,8")]
public partial class Padded : Module<Tensor, Tensor>
{
    private readonly Conv2d first = Conv2d(3, 6, 3, padding: 1);
    private readonly GroupNorm norm = GroupNorm(3, 6);
    private readonly Conv2d second = Conv2d(10, 4, 3, padding: 1);

    public Padded()
        : base(nameof(Padded)) => RegisterComponents();

    public override Tensor forward(Tensor x)
    {
        x = norm.forward(first.forward(x));
        x = functional.pad(x, new long[] { 0, 0, 0, 0, 2, 2 });
        x = second.forward(x);
        if (training)
        {
            x = functional.dropout(x, 0.1);
        }

        return x.mean(new long[] { 2, 3 });
    }
}
