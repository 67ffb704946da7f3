using Pruning;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelZoo;

/// <summary>Inception-v3 without its auxiliary classifier (Szegedy et al.).</summary>
[Prunable("N,3,299,299")]
public sealed partial class InceptionV3 : InceptionTrunk<Tensor>
{
    public InceptionV3(int classes = 1000)
        : base(nameof(InceptionV3), classes) => RegisterComponents();

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        return Classify(Extract(x)).MoveToOuterDisposeScope();
    }
}

/// <summary>Inception-v3 with a second classifier in its middle, which helps it to learn.</summary>
[Prunable("N,3,299,299")]
public sealed partial class InceptionV3WithAuxiliary : InceptionTrunk<(Tensor Logits, Tensor Auxiliary)>
{
    private readonly AuxiliaryClassifier AuxLogits;

    public InceptionV3WithAuxiliary(int classes = 1000)
        : base(nameof(InceptionV3WithAuxiliary), classes)
    {
        AuxLogits = new AuxiliaryClassifier(768, classes);
        RegisterComponents();
    }

    public override (Tensor Logits, Tensor Auxiliary) forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var features = Extract(x);
        var auxiliary = AuxLogits.forward(features);
        return (Classify(features).MoveToOuterDisposeScope(), auxiliary.MoveToOuterDisposeScope());
    }

    private sealed class AuxiliaryClassifier : Module<Tensor, Tensor>
    {
        private readonly ConvNormRelu conv0;
        private readonly ConvNormRelu conv1;
        private readonly Linear fc;

        public AuxiliaryClassifier(int input, int classes)
            : base(nameof(AuxiliaryClassifier))
        {
            conv0 = new ConvNormRelu(input, 128, (1, 1));
            conv1 = new ConvNormRelu(128, 768, (5, 5));
            fc = Linear(768, classes);
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            x = functional.avg_pool2d(x, 5, 3);
            x = conv1.forward(conv0.forward(x));
            x = functional.adaptive_avg_pool2d(x, (1, 1));
            return fc.forward(flatten(x, 1));
        }
    }
}

/// <summary>What Inception-v3 has with and without its auxiliary classifier.</summary>
public abstract class InceptionTrunk<TResult> : Module<Tensor, TResult>
{
    private readonly ConvNormRelu Conv2d_1a_3x3, Conv2d_2a_3x3, Conv2d_2b_3x3;
    private readonly MaxPool2d maxpool1;
    private readonly ConvNormRelu Conv2d_3b_1x1, Conv2d_4a_3x3;
    private readonly MaxPool2d maxpool2;
    private readonly InceptionA Mixed_5b, Mixed_5c, Mixed_5d;
    private readonly InceptionB Mixed_6a;
    private readonly InceptionC Mixed_6b, Mixed_6c, Mixed_6d, Mixed_6e;
    private readonly InceptionD Mixed_7a;
    private readonly InceptionE Mixed_7b, Mixed_7c;
    private readonly AdaptiveAvgPool2d avgpool;
    private readonly Dropout dropout;
    private readonly Linear fc;

    protected InceptionTrunk(string name, int classes)
        : base(name)
    {
        Conv2d_1a_3x3 = new ConvNormRelu(3, 32, (3, 3), stride: 2);
        Conv2d_2a_3x3 = new ConvNormRelu(32, 32, (3, 3));
        Conv2d_2b_3x3 = new ConvNormRelu(32, 64, (3, 3), padding: (1, 1));
        maxpool1 = MaxPool2d(3, stride: 2);
        Conv2d_3b_1x1 = new ConvNormRelu(64, 80, (1, 1));
        Conv2d_4a_3x3 = new ConvNormRelu(80, 192, (3, 3));
        maxpool2 = MaxPool2d(3, stride: 2);
        Mixed_5b = new InceptionA(192, pooled: 32);
        Mixed_5c = new InceptionA(256, pooled: 64);
        Mixed_5d = new InceptionA(288, pooled: 64);
        Mixed_6a = new InceptionB(288);
        Mixed_6b = new InceptionC(768, inner: 128);
        Mixed_6c = new InceptionC(768, inner: 160);
        Mixed_6d = new InceptionC(768, inner: 160);
        Mixed_6e = new InceptionC(768, inner: 192);
        Mixed_7a = new InceptionD(768);
        Mixed_7b = new InceptionE(1280);
        Mixed_7c = new InceptionE(2048);
        avgpool = AdaptiveAvgPool2d((1, 1));
        dropout = Dropout(0.5);
        fc = Linear(2048, classes);
    }

    /// <summary>The features in the middle of the network.</summary>
    protected Tensor Extract(Tensor x)
    {
        x = Conv2d_2b_3x3.forward(Conv2d_2a_3x3.forward(Conv2d_1a_3x3.forward(x)));
        x = maxpool1.forward(x);
        x = Conv2d_4a_3x3.forward(Conv2d_3b_1x1.forward(x));
        x = maxpool2.forward(x);
        x = Mixed_5d.forward(Mixed_5c.forward(Mixed_5b.forward(x)));
        x = Mixed_6a.forward(x);
        return Mixed_6e.forward(Mixed_6d.forward(Mixed_6c.forward(Mixed_6b.forward(x))));
    }

    /// <summary>The scores of the classes.</summary>
    protected Tensor Classify(Tensor features)
    {
        var x = Mixed_7c.forward(Mixed_7b.forward(Mixed_7a.forward(features)));
        x = dropout.forward(avgpool.forward(x));
        return fc.forward(x.flatten(1));
    }
}

/// <summary>A convolution, a batch norm and a ReLU.</summary>
public sealed class ConvNormRelu : Module<Tensor, Tensor>
{
    private readonly Conv2d conv;
    private readonly BatchNorm2d bn;

    public ConvNormRelu(int input, int output, (long, long) kernel, int stride = 1, (long, long) padding = default)
        : base(nameof(ConvNormRelu))
    {
        conv = Conv2d(input, output, kernel, stride: (stride, stride), padding: padding, bias: false);
        bn = BatchNorm2d(output, eps: 0.001);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => functional.relu(bn.forward(conv.forward(x)), inplace: true);
}

/// <summary>Kernels of 1 × 1, 5 × 5 and twice 3 × 3 side by side.</summary>
public sealed class InceptionA : Module<Tensor, Tensor>
{
    private readonly ConvNormRelu branch1x1;
    private readonly ConvNormRelu branch5x5_1, branch5x5_2;
    private readonly ConvNormRelu branch3x3dbl_1, branch3x3dbl_2, branch3x3dbl_3;
    private readonly ConvNormRelu branch_pool;

    public InceptionA(int input, int pooled)
        : base(nameof(InceptionA))
    {
        branch1x1 = new ConvNormRelu(input, 64, (1, 1));
        branch5x5_1 = new ConvNormRelu(input, 48, (1, 1));
        branch5x5_2 = new ConvNormRelu(48, 64, (5, 5), padding: (2, 2));
        branch3x3dbl_1 = new ConvNormRelu(input, 64, (1, 1));
        branch3x3dbl_2 = new ConvNormRelu(64, 96, (3, 3), padding: (1, 1));
        branch3x3dbl_3 = new ConvNormRelu(96, 96, (3, 3), padding: (1, 1));
        branch_pool = new ConvNormRelu(input, pooled, (1, 1));
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var pooled = functional.avg_pool2d(x, 3, 1, 1);
        return cat([
            branch1x1.forward(x),
            branch5x5_2.forward(branch5x5_1.forward(x)),
            branch3x3dbl_3.forward(branch3x3dbl_2.forward(branch3x3dbl_1.forward(x))),
            branch_pool.forward(pooled),
        ], 1).MoveToOuterDisposeScope();
    }
}

/// <summary>Halves the image.</summary>
public sealed class InceptionB : Module<Tensor, Tensor>
{
    private readonly ConvNormRelu branch3x3;
    private readonly ConvNormRelu branch3x3dbl_1, branch3x3dbl_2, branch3x3dbl_3;

    public InceptionB(int input)
        : base(nameof(InceptionB))
    {
        branch3x3 = new ConvNormRelu(input, 384, (3, 3), stride: 2);
        branch3x3dbl_1 = new ConvNormRelu(input, 64, (1, 1));
        branch3x3dbl_2 = new ConvNormRelu(64, 96, (3, 3), padding: (1, 1));
        branch3x3dbl_3 = new ConvNormRelu(96, 96, (3, 3), stride: 2);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        return cat([
            branch3x3.forward(x),
            branch3x3dbl_3.forward(branch3x3dbl_2.forward(branch3x3dbl_1.forward(x))),
            functional.max_pool2d(x, 3, 2),
        ], 1).MoveToOuterDisposeScope();
    }
}

/// <summary>Kernels of 7 × 7, each as a row and a column.</summary>
public sealed class InceptionC : Module<Tensor, Tensor>
{
    private readonly ConvNormRelu branch1x1;
    private readonly ConvNormRelu branch7x7_1, branch7x7_2, branch7x7_3;
    private readonly ConvNormRelu branch7x7dbl_1, branch7x7dbl_2, branch7x7dbl_3, branch7x7dbl_4, branch7x7dbl_5;
    private readonly ConvNormRelu branch_pool;

    public InceptionC(int input, int inner)
        : base(nameof(InceptionC))
    {
        branch1x1 = new ConvNormRelu(input, 192, (1, 1));
        branch7x7_1 = new ConvNormRelu(input, inner, (1, 1));
        branch7x7_2 = Row(inner, inner);
        branch7x7_3 = Column(inner, 192);
        branch7x7dbl_1 = new ConvNormRelu(input, inner, (1, 1));
        branch7x7dbl_2 = Column(inner, inner);
        branch7x7dbl_3 = Row(inner, inner);
        branch7x7dbl_4 = Column(inner, inner);
        branch7x7dbl_5 = Row(inner, 192);
        branch_pool = new ConvNormRelu(input, 192, (1, 1));
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var once = branch7x7_3.forward(branch7x7_2.forward(branch7x7_1.forward(x)));
        var twice = branch7x7dbl_3.forward(branch7x7dbl_2.forward(branch7x7dbl_1.forward(x)));
        twice = branch7x7dbl_5.forward(branch7x7dbl_4.forward(twice));
        var pooled = branch_pool.forward(functional.avg_pool2d(x, 3, 1, 1));
        return cat([branch1x1.forward(x), once, twice, pooled], 1).MoveToOuterDisposeScope();
    }

    private static ConvNormRelu Row(int input, int output) => new(input, output, (1, 7), padding: (0, 3));

    private static ConvNormRelu Column(int input, int output) => new(input, output, (7, 1), padding: (3, 0));
}

/// <summary>Halves the image again.</summary>
public sealed class InceptionD : Module<Tensor, Tensor>
{
    private readonly ConvNormRelu branch3x3_1, branch3x3_2;
    private readonly ConvNormRelu branch7x7x3_1, branch7x7x3_2, branch7x7x3_3, branch7x7x3_4;

    public InceptionD(int input)
        : base(nameof(InceptionD))
    {
        branch3x3_1 = new ConvNormRelu(input, 192, (1, 1));
        branch3x3_2 = new ConvNormRelu(192, 320, (3, 3), stride: 2);
        branch7x7x3_1 = new ConvNormRelu(input, 192, (1, 1));
        branch7x7x3_2 = new ConvNormRelu(192, 192, (1, 7), padding: (0, 3));
        branch7x7x3_3 = new ConvNormRelu(192, 192, (7, 1), padding: (3, 0));
        branch7x7x3_4 = new ConvNormRelu(192, 192, (3, 3), stride: 2);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var large = branch7x7x3_3.forward(branch7x7x3_2.forward(branch7x7x3_1.forward(x)));
        return cat([
            branch3x3_2.forward(branch3x3_1.forward(x)),
            branch7x7x3_4.forward(large),
            functional.max_pool2d(x, 3, 2),
        ], 1).MoveToOuterDisposeScope();
    }
}

/// <summary>Branches that fork once more.</summary>
public sealed class InceptionE : Module<Tensor, Tensor>
{
    private readonly ConvNormRelu branch1x1;
    private readonly ConvNormRelu branch3x3_1, branch3x3_2a, branch3x3_2b;
    private readonly ConvNormRelu branch3x3dbl_1, branch3x3dbl_2, branch3x3dbl_3a, branch3x3dbl_3b;
    private readonly ConvNormRelu branch_pool;

    public InceptionE(int input)
        : base(nameof(InceptionE))
    {
        branch1x1 = new ConvNormRelu(input, 320, (1, 1));
        branch3x3_1 = new ConvNormRelu(input, 384, (1, 1));
        branch3x3_2a = new ConvNormRelu(384, 384, (1, 3), padding: (0, 1));
        branch3x3_2b = new ConvNormRelu(384, 384, (3, 1), padding: (1, 0));
        branch3x3dbl_1 = new ConvNormRelu(input, 448, (1, 1));
        branch3x3dbl_2 = new ConvNormRelu(448, 384, (3, 3), padding: (1, 1));
        branch3x3dbl_3a = new ConvNormRelu(384, 384, (1, 3), padding: (0, 1));
        branch3x3dbl_3b = new ConvNormRelu(384, 384, (3, 1), padding: (1, 0));
        branch_pool = new ConvNormRelu(input, 192, (1, 1));
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var once = branch3x3_1.forward(x);
        var twice = branch3x3dbl_2.forward(branch3x3dbl_1.forward(x));
        Tensor[] branches =
        [
            branch1x1.forward(x),
            cat([branch3x3_2a.forward(once), branch3x3_2b.forward(once)], 1),
            cat([branch3x3dbl_3a.forward(twice), branch3x3dbl_3b.forward(twice)], 1),
            branch_pool.forward(functional.avg_pool2d(x, 3, 1, 1)),
        ];
        return cat(branches, 1).MoveToOuterDisposeScope();
    }
}
