using Pruning;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelZoo;

/// <summary>GoogLeNet without its auxiliary classifiers (Szegedy et al.).</summary>
[Prunable("N,3,224,224")]
public sealed partial class GoogLeNet : Module<Tensor, Tensor>
{
    private readonly BasicConv2d conv1;
    private readonly MaxPool2d maxpool1;
    private readonly BasicConv2d conv2, conv3;
    private readonly MaxPool2d maxpool2;
    private readonly Inception inception3a, inception3b;
    private readonly MaxPool2d maxpool3;
    private readonly Inception inception4a, inception4b, inception4c, inception4d, inception4e;
    private readonly MaxPool2d maxpool4;
    private readonly Inception inception5a, inception5b;
    private readonly AdaptiveAvgPool2d avgpool;
    private readonly Dropout dropout;
    private readonly Linear fc;

    public GoogLeNet(int classes = 1000)
        : base(nameof(GoogLeNet))
    {
        conv1 = new BasicConv2d(3, 64, 7, stride: 2, padding: 3);
        maxpool1 = MaxPool2d(3, stride: 2, ceil_mode: true);
        conv2 = new BasicConv2d(64, 64, 1);
        conv3 = new BasicConv2d(64, 192, 3, padding: 1);
        maxpool2 = MaxPool2d(3, stride: 2, ceil_mode: true);
        inception3a = new Inception(192, 64, (96, 128), (16, 32), 32);
        inception3b = new Inception(256, 128, (128, 192), (32, 96), 64);
        maxpool3 = MaxPool2d(3, stride: 2, ceil_mode: true);
        inception4a = new Inception(480, 192, (96, 208), (16, 48), 64);
        inception4b = new Inception(512, 160, (112, 224), (24, 64), 64);
        inception4c = new Inception(512, 128, (128, 256), (24, 64), 64);
        inception4d = new Inception(512, 112, (144, 288), (32, 64), 64);
        inception4e = new Inception(528, 256, (160, 320), (32, 128), 128);
        maxpool4 = MaxPool2d(2, stride: 2, ceil_mode: true);
        inception5a = new Inception(832, 256, (160, 320), (32, 128), 128);
        inception5b = new Inception(832, 384, (192, 384), (48, 128), 128);
        avgpool = AdaptiveAvgPool2d((1, 1));
        dropout = Dropout(0.2);
        fc = Linear(1024, classes);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        x = maxpool1.forward(conv1.forward(x));
        x = maxpool2.forward(conv3.forward(conv2.forward(x)));
        x = inception3b.forward(inception3a.forward(x));
        x = maxpool3.forward(x);
        x = inception4a.forward(x);
        x = inception4b.forward(x);
        x = inception4c.forward(x);
        x = inception4d.forward(x);
        x = inception4e.forward(x);
        x = maxpool4.forward(x);
        x = inception5b.forward(inception5a.forward(x));
        x = dropout.forward(flatten(avgpool.forward(x), 1));
        return fc.forward(x).MoveToOuterDisposeScope();
    }

    private sealed class BasicConv2d : Module<Tensor, Tensor>
    {
        private readonly Conv2d conv;
        private readonly BatchNorm2d bn;

        public BasicConv2d(int input, int output, int kernel, int stride = 1, int padding = 0)
            : base(nameof(BasicConv2d))
        {
            conv = Conv2d(input, output, kernel, stride: stride, padding: padding, bias: false);
            bn = BatchNorm2d(output, eps: 0.001);
            RegisterComponents();
        }

        public override Tensor forward(Tensor x) => functional.relu(bn.forward(conv.forward(x)), inplace: true);
    }

    /// <summary>Four ways side by side; the two in the middle reduce the channels first.</summary>
    private sealed class Inception : Module<Tensor, Tensor>
    {
        private readonly BasicConv2d branch1;
        private readonly Sequential branch2;
        private readonly Sequential branch3;
        private readonly Sequential branch4;

        public Inception(int input, int direct, (int Reduced, int Output) second, (int Reduced, int Output) third, int pooled)
            : base(nameof(Inception))
        {
            branch1 = new BasicConv2d(input, direct, 1);
            branch2 = Reduce(input, second);
            branch3 = Reduce(input, third);
            branch4 = Sequential(MaxPool2d(3, stride: 1, padding: 1, ceil_mode: true), new BasicConv2d(input, pooled, 1));
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            using var scope = NewDisposeScope();
            return cat(Branches(x).ToArray(), 1).MoveToOuterDisposeScope();
        }

        private static Sequential Reduce(int input, (int Reduced, int Output) sizes) =>
            Sequential(new BasicConv2d(input, sizes.Reduced, 1), new BasicConv2d(sizes.Reduced, sizes.Output, 3, padding: 1));

        private List<Tensor> Branches(Tensor x) => [branch1.forward(x), branch2.forward(x), branch3.forward(x), branch4.forward(x)];
    }
}
