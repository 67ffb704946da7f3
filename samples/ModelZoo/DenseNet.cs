using Pruning;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelZoo;

/// <summary>Reads everything that came before it, and adds a few channels.</summary>
public sealed class DenseLayer : Module<Tensor, Tensor>
{
    private readonly BatchNorm2d norm1;
    private readonly ReLU relu1;
    private readonly Conv2d conv1;
    private readonly BatchNorm2d norm2;
    private readonly ReLU relu2;
    private readonly Conv2d conv2;

    public DenseLayer(int input, int growth, int bottleneck)
        : base(nameof(DenseLayer))
    {
        norm1 = BatchNorm2d(input);
        relu1 = ReLU(inplace: true);
        conv1 = Conv2d(input, bottleneck * growth, 1, bias: false);
        norm2 = BatchNorm2d(bottleneck * growth);
        relu2 = ReLU(inplace: true);
        conv2 = Conv2d(bottleneck * growth, growth, 3, padding: 1, bias: false);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        x = conv1.forward(relu1.forward(norm1.forward(x)));
        return conv2.forward(relu2.forward(norm2.forward(x)));
    }
}

/// <summary>Layers of which each one reads the outputs of all before it.</summary>
public sealed class DenseBlock : Module<Tensor, Tensor>
{
    private readonly List<DenseLayer> _layers = [];

    public DenseBlock(int layers, int input, int growth, int bottleneck)
        : base(nameof(DenseBlock))
    {
        for (var i = 0; i < layers; i++)
        {
            var layer = new DenseLayer(input + i * growth, growth, bottleneck);
            register_module($"denselayer{i + 1}", layer);
            _layers.Add(layer);
        }
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var features = new List<Tensor> { x };
        foreach (var layer in _layers)
        {
            features.Add(layer.forward(cat(features, 1)));
        }
        return cat(features, 1).MoveToOuterDisposeScope();
    }
}

/// <summary>121 layers that all see each other (Huang et al.).</summary>
[Prunable("N,3,224,224")]
public sealed partial class DenseNet121 : Module<Tensor, Tensor>
{
    private readonly Sequential features;
    private readonly Linear classifier;

    public DenseNet121(int growth = 32, int width = 64, int bottleneck = 4, int classes = 1000)
        : base(nameof(DenseNet121))
    {
        int[] blocks = [6, 12, 24, 16];
        var modules = new List<(string, Module<Tensor, Tensor>)>
        {
            ("conv0", Conv2d(3, width, 7, stride: 2, padding: 3, bias: false)),
            ("norm0", BatchNorm2d(width)),
            ("relu0", ReLU(inplace: true)),
            ("pool0", MaxPool2d(3, stride: 2, padding: 1)),
        };
        for (var i = 0; i < blocks.Length; i++)
        {
            modules.Add(($"denseblock{i + 1}", new DenseBlock(blocks[i], width, growth, bottleneck)));
            width += blocks[i] * growth;
            if (i != blocks.Length - 1)
            {
                modules.Add(($"transition{i + 1}", Transition(width, width / 2)));
                width /= 2;
            }
        }
        modules.Add(("norm5", BatchNorm2d(width)));
        features = Sequential(modules);
        classifier = Linear(width, classes);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var y = functional.relu(features.forward(x), inplace: true);
        y = functional.adaptive_avg_pool2d(y, 1);
        return classifier.forward(flatten(y, 1)).MoveToOuterDisposeScope();
    }

    private static Sequential Transition(int input, int output) => Sequential(
        ("norm", BatchNorm2d(input)),
        ("relu", ReLU(inplace: true)),
        ("conv", Conv2d(input, output, 1, bias: false)),
        ("pool", AvgPool2d(2, stride: 2)));
}
