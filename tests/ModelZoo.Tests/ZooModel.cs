using Pruning;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelZoo.Tests;

/// <summary>A model of the zoo, with what the generator made of it.</summary>
/// <param name="Name">torchvision's name, or the name of the class.</param>
/// <param name="Graph">Its groups and costs.</param>
/// <param name="Create">Makes it, with random weights.</param>
/// <param name="Prune">Makes the smaller network that a plan describes.</param>
/// <param name="Run">Gives the outputs of the model or of a smaller one.</param>
internal sealed record ZooModel(
    string Name,
    Graph Graph,
    Func<Module> Create,
    Func<Module, PruningPlan, Module> Prune,
    Func<Module, Tensor, Tensor[]> Run)
{
    /// <summary>The shape of the images that the tests use, much smaller than what the models are for.</summary>
    public long[] Input { get; init; } = [1, 3, 32, 32];

    /// <summary>Another shape of images that the model can be given.</summary>
    public long[] OtherInput { get; init; } = [2, 3, 64, 96];

    /// <summary>How many random plans are always tried; fewer for the models that are large.</summary>
    public int Plans { get; init; } = 2;

    public static IReadOnlyList<ZooModel> All { get; } =
    [
        Of("resnet18", ResNet18.Graph, () => new ResNet18(), (dense, plan) => dense.Prune(plan)),
        Of("resnet50", ResNet50.Graph, () => new ResNet50(), (dense, plan) => dense.Prune(plan)),
        Of("wide_resnet50_2", WideResNet50.Graph, () => new WideResNet50(), (dense, plan) => dense.Prune(plan)) with { Plans = 1 },
        Of("resnext50_32x4d", ResNeXt50.Graph, () => new ResNeXt50(), (dense, plan) => dense.Prune(plan)),
        Of("vgg16_bn", Vgg16Bn.Graph, () => new Vgg16Bn(), (dense, plan) => dense.Prune(plan)) with { Plans = 1 },
        Of("alexnet", AlexNet.Graph, () => new AlexNet(), (dense, plan) => dense.Prune(plan)) with { Input = [1, 3, 64, 64], Plans = 1 },
        Of("squeezenet1_1", SqueezeNet.Graph, () => new SqueezeNet(), (dense, plan) => dense.Prune(plan)),
        Of("mobilenet_v2", MobileNetV2.Graph, () => new MobileNetV2(), (dense, plan) => dense.Prune(plan)),
        Of("mobilenet_v3_small", MobileNetV3Small.Graph, () => new MobileNetV3Small(), (dense, plan) => dense.Prune(plan)),
        Of("mnasnet1_0", MnasNet.Graph, () => new MnasNet(), (dense, plan) => dense.Prune(plan)),
        Of("densenet121", DenseNet121.Graph, () => new DenseNet121(), (dense, plan) => dense.Prune(plan)),
        Of("googlenet", GoogLeNet.Graph, () => new GoogLeNet(), (dense, plan) => dense.Prune(plan)),
        Of("inception_v3", InceptionV3.Graph, () => new InceptionV3(), (dense, plan) => dense.Prune(plan)) with
        {
            Input = [1, 3, 75, 75],
            OtherInput = [1, 3, 107, 139],
        },
        new(
            "inception_v3_aux",
            InceptionV3WithAuxiliary.Graph,
            () => new InceptionV3WithAuxiliary(),
            (dense, plan) => ((InceptionV3WithAuxiliary)dense).Prune(plan),
            (model, images) => Both(((Module<Tensor, (Tensor, Tensor)>)model).call(images)))
        {
            // The auxiliary head pools 5 × 5 pixels and then convolves 5 × 5.
            Input = [1, 3, 299, 299],
            OtherInput = [1, 3, 299, 331],
            Plans = 1,
        },
        Of("shufflenet_v2_x1_0", ShuffleNetV2.Graph, () => new ShuffleNetV2(), (dense, plan) => dense.Prune(plan)),
        Of("regnet_x_400mf", RegNetX400MF.Graph, () => new RegNetX400MF(), (dense, plan) => dense.Prune(plan)),
        Of("efficientnet_b0", EfficientNetB0.Graph, () => new EfficientNetB0(), (dense, plan) => dense.Prune(plan)),
        Of("convnext_tiny", ConvNeXtTiny.Graph, () => new ConvNeXtTiny(), (dense, plan) => dense.Prune(plan)),
        Of("tpcifar_resnet56", CifarResNet56.Graph, () => new CifarResNet56(), (dense, plan) => dense.Prune(plan)),
        Of("tpcifar_vgg19", CifarVgg19.Graph, () => new CifarVgg19(), (dense, plan) => dense.Prune(plan)),
        Of("UNet", UNet.Graph, () => new UNet(), (dense, plan) => dense.Prune(plan)),
        Of("DcGanGenerator", DcGanGenerator.Graph, () => new DcGanGenerator(), (dense, plan) => dense.Prune(plan)) with
        {
            Input = [1, 100, 1, 1],
            OtherInput = [2, 100, 2, 3],
        },
        new(
            "Detector",
            Detector.Graph,
            () => new Detector(),
            (dense, plan) => ((Detector)dense).Prune(plan),
            (model, images) => All3(((Module<Tensor, (Tensor, Tensor, Tensor)>)model).call(images))),
    ];

    public static ZooModel Named(string name) => All.Single(model => model.Name == name);

    private static ZooModel Of<TModel>(
        string name, Graph graph, Func<TModel> create, Func<TModel, PruningPlan, Module<Tensor, Tensor>> prune)
        where TModel : Module<Tensor, Tensor> => new(
            name, graph, create, (dense, plan) => prune((TModel)dense, plan), (model, images) => [((Module<Tensor, Tensor>)model).call(images)]);

    private static Tensor[] Both((Tensor First, Tensor Second) outputs) => [outputs.First, outputs.Second];

    private static Tensor[] All3((Tensor First, Tensor Second, Tensor Third) outputs) => [outputs.First, outputs.Second, outputs.Third];
}
