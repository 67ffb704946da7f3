using Pruning.Generators.Networks;
using static TorchSharp.torch;

namespace Pruning.Generators.Tests.Reading;

/// <summary>What Reading says of a model is what the model, really made and run, says of itself.</summary>
public sealed class RealModelTests
{
    public static TheoryData<string, string> Models => new()
    {
        { nameof(global::Models.ResNet20), "ResNetCifar.cs" },
        { nameof(global::Models.ResNet32), "ResNetCifar.cs" },
        { nameof(global::Models.ResNet44), "ResNetCifar.cs" },
        { nameof(global::Models.ResNet56), "ResNetCifar.cs" },
        { nameof(global::Models.ResNet20B), "ResNetCifar.cs" },
        { nameof(global::Models.Vgg16Bn), "VggBn.cs" },
        { nameof(global::Models.VggLarge), "VggBn.cs" },
        { nameof(global::Models.Plain), "Small.cs" },
        { nameof(global::Models.Concatenating), "Small.cs" },
    };

    [Theory]
    [MemberData(nameof(Models))]
    public void The_state_dict_has_the_names_and_shapes_of_the_real_one(string type, string file)
    {
        using nn.Module<Tensor, Tensor> real = Instance(type);

        SortedDictionary<string, string> read = Reader.StateDict(Reader.ReadModel(type, file));

        // The count of batches is a number, which no pruning touches.
        read.ShouldBe(real.state_dict()
            .Where(entry => !entry.Key.EndsWith("num_batches_tracked"))
            .Select(entry => KeyValuePair.Create(entry.Key, string.Join(",", entry.Value.shape)))
            .OrderBy(entry => entry.Key, StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void The_output_has_the_shape_of_the_real_one(string type, string file)
    {
        NetworkModel model = Reader.ReadModel(type, file);
        using var scope = NewDisposeScope();
        using nn.Module<Tensor, Tensor> real = Instance(type);
        real.eval();
        using var _ = no_grad();
        long[] input = [2, .. model.Inputs[0].Shape.Skip(1).Select(size => size.Constant!.Value)];

        Tensor output = real.call(zeros(input));

        Reader.OutputShape(model, 2).ShouldBe(output.shape);
    }

    [Fact]
    public void A_checkpoint_of_resnet_has_the_names_that_are_read()
    {
        SortedDictionary<string, string> names = Reader.StateDict(Reader.ReadModel("ResNet20", "ResNetCifar.cs"));

        names.Keys.ShouldContain("conv1.weight");
        names.Keys.ShouldContain("bn1.running_var");
        names.Keys.ShouldContain("layer1.0.conv1.weight");
        names.Keys.ShouldContain("layer3.2.bn2.bias");
        names["linear.weight"].ShouldBe("10,64");
    }

    private static nn.Module<Tensor, Tensor> Instance(string type) => type == nameof(global::Models.ResNet20B)
        ? new global::Models.ResNet20B("B", 100)
        : (nn.Module<Tensor, Tensor>)Activator.CreateInstance(
            typeof(global::Models.Plain).Assembly.GetType("Models." + type)!,
            System.Reflection.BindingFlags.CreateInstance | System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.Public
                | System.Reflection.BindingFlags.OptionalParamBinding,
            null, [], null)!;
}
