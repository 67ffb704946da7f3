using Pruning;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelZoo.Tests;

/// <summary>A model of the zoo, with what the generator made of it.</summary>
/// <param name="Name">torchvision's name, or the name of the class.</param>
/// <param name="Graph">Its groups and costs.</param>
/// <param name="Create">Makes it, with random weights.</param>
/// <param name="Prune">Makes the smaller network that a plan describes.</param>
internal sealed record ZooModel(
    string Name,
    Graph Graph,
    Func<Module<Tensor, Tensor>> Create,
    Func<Module<Tensor, Tensor>, PruningPlan, Module<Tensor, Tensor>> Prune)
{
    /// <summary>The shape of the images that the tests use, much smaller than what the models are for.</summary>
    public long[] Input { get; init; } = [2, 3, 64, 64];

    /// <summary>How many random plans are tried; fewer for the models that are large.</summary>
    public int Plans { get; init; } = 3;

    public static IReadOnlyList<ZooModel> All { get; } =
    [
        Of("resnet18", ResNet18.Graph, () => new ResNet18(), (dense, plan) => dense.Prune(plan)),
        Of("resnet50", ResNet50.Graph, () => new ResNet50(), (dense, plan) => dense.Prune(plan)),
        Of("wide_resnet50_2", WideResNet50.Graph, () => new WideResNet50(), (dense, plan) => dense.Prune(plan)) with { Plans = 1 },
        Of("resnext50_32x4d", ResNeXt50.Graph, () => new ResNeXt50(), (dense, plan) => dense.Prune(plan)),
        Of("vgg16_bn", Vgg16Bn.Graph, () => new Vgg16Bn(), (dense, plan) => dense.Prune(plan)) with { Plans = 1 },
        Of("alexnet", AlexNet.Graph, () => new AlexNet(), (dense, plan) => dense.Prune(plan)) with { Plans = 1 },
        Of("squeezenet1_1", SqueezeNet.Graph, () => new SqueezeNet(), (dense, plan) => dense.Prune(plan)),
        Of("mobilenet_v2", MobileNetV2.Graph, () => new MobileNetV2(), (dense, plan) => dense.Prune(plan)),
        Of("mnasnet1_0", MnasNet.Graph, () => new MnasNet(), (dense, plan) => dense.Prune(plan)),
        Of("densenet121", DenseNet121.Graph, () => new DenseNet121(), (dense, plan) => dense.Prune(plan)),
        Of("mobilenet_v3_small", MobileNetV3Small.Graph, () => new MobileNetV3Small(), (dense, plan) => dense.Prune(plan)),
        Of("googlenet", GoogLeNet.Graph, () => new GoogLeNet(), (dense, plan) => dense.Prune(plan)),
        Of("shufflenet_v2_x1_0", ShuffleNetV2.Graph, () => new ShuffleNetV2(), (dense, plan) => dense.Prune(plan)) with
        {
            // Its forward reads heights and widths, which the attribute makes constants.
            Input = [1, 3, 224, 224],
        },
        Of("regnet_x_400mf", RegNetX400MF.Graph, () => new RegNetX400MF(), (dense, plan) => dense.Prune(plan)),
        Of("UNet", UNet.Graph, () => new UNet(), (dense, plan) => dense.Prune(plan)),
        Of("DcGanGenerator", DcGanGenerator.Graph, () => new DcGanGenerator(), (dense, plan) => dense.Prune(plan)) with
        {
            Input = [2, 100, 1, 1],
        },
    ];

    public static ZooModel Named(string name) => All.Single(model => model.Name == name);

    private static ZooModel Of<TModel>(
        string name, Graph graph, Func<TModel> create, Func<TModel, PruningPlan, Module<Tensor, Tensor>> prune)
        where TModel : Module<Tensor, Tensor> =>
        new(name, graph, create, (dense, plan) => prune((TModel)dense, plan));
}
