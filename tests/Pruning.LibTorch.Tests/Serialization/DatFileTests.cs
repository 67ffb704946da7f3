using System.Text;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.LibTorch.Tests.Serialization;

/// <summary>TorchSharp's .dat files: a count, then names, each with type, shape and elements; counts are LEB128.</summary>
public class DatFileTests
{
    [Fact]
    public void A_file_has_TorchSharps_bytes()
    {
        using Linear linear = Linear(2, 1);
        using (no_grad())
        {
            linear.weight.copy_(tensor(new[,] { { 1f, -2f } }));
            linear.bias!.copy_(tensor(new[] { 0.5f }));
        }
        using var file = new MemoryStream();
        linear.save(new BinaryWriter(file));
        byte[] expected =
        [
            2,
            6, .. Encoding.UTF8.GetBytes("weight"), 6, 2, 1, 2, .. BitConverter.GetBytes(1f), .. BitConverter.GetBytes(-2f),
            4, .. Encoding.UTF8.GetBytes("bias"), 6, 1, 1, .. BitConverter.GetBytes(0.5f),
        ];
        file.ToArray().ShouldBe(expected);
    }

    [Fact]
    public void Sizes_above_127_take_several_bytes()
    {
        using var file = new MemoryStream();
        zeros(300, int8).Save(new BinaryWriter(file));
        file.ToArray()[..4].ShouldBe([1, 1, 0xac, 0x02]);
    }

    [Fact]
    public void What_was_saved_is_loaded()
    {
        string path = Path.GetTempFileName();
        using Sequential source = Model();
        using Sequential target = Model();
        source.call(randn(4, 1, 6, 6)).Dispose();
        source.save(path);
        Dictionary<string, bool> loaded = [];
        target.load(path, loadedParameters: loaded);
        loaded.Keys.ShouldBe(source.state_dict().Keys);
        foreach ((string key, Tensor value) in source.state_dict())
        {
            target.state_dict()[key].Equals(value).ShouldBeTrue(key);
        }
        File.Delete(path);
    }

    [Fact]
    public void Tensors_of_every_type_and_layout_are_saved()
    {
        foreach (Tensor tensor in new[]
        {
            arange(6).reshape(2, 3).t(), randn(2, 3).t(), randn(2).to(float16), randn(2).to(bfloat16), randn(3, float64),
            torch.tensor(new[] { true, false }), zeros(0, 4), torch.tensor(5),
        })
        {
            using var file = new MemoryStream();
            tensor.contiguous().Save(new BinaryWriter(file));
            file.Position = 0;
            Tensor loaded = TensorExtensionMethods.Load(new BinaryReader(file));
            loaded.dtype.ShouldBe(tensor.dtype);
            loaded.shape.ShouldBe(tensor.shape);
            loaded.Equals(tensor).ShouldBeTrue(tensor.dtype.ToString());
            file.Position.ShouldBe(file.Length);
        }
    }

    [Fact]
    public void A_tensor_is_saved_alone()
    {
        string path = Path.GetTempFileName();
        using Tensor tensor = randn(2, 3);
        tensor.save(path);
        using Tensor loaded = load(path);
        loaded.Equals(tensor).ShouldBeTrue();
        File.Delete(path);
    }

    [Fact]
    public void The_file_of_another_model_is_refused_unless_told_otherwise()
    {
        using var file = new MemoryStream();
        using Sequential source = Model();
        source.save(new BinaryWriter(file));
        using Linear target = Linear(2, 2);
        Should.Throw<ArgumentException>(() => target.load(From(file)));
        using Sequential other = Sequential(("0", Conv2d(1, 2, 3)), ("other", Linear(2, 2)));
        Dictionary<string, bool> loaded = [];
        other.load(From(file), strict: false, loadedParameters: loaded);
        loaded["0.weight"].ShouldBeTrue();
        loaded["1.weight"].ShouldBeFalse();
        other.state_dict()["0.weight"].Equals(source.state_dict()["0.weight"]).ShouldBeTrue();
    }

    [Fact]
    public void Another_shape_or_type_is_refused()
    {
        using var file = new MemoryStream();
        Linear(2, 3).save(new BinaryWriter(file));
        Should.Throw<ArgumentException>(() => Linear(3, 3).load(From(file)));
        Should.Throw<ArgumentException>(() => Linear(2, 3).to(float64).load(From(file)));
    }

    [Fact]
    public void Skipped_entries_are_read_over()
    {
        using var file = new MemoryStream();
        using Linear source = Linear(2, 3);
        source.save(new BinaryWriter(file));
        using Linear target = Linear(2, 3);
        using Tensor before = target.weight.detach().clone();
        target.load(From(file), skip: ["weight"]);
        target.weight.Equals(before).ShouldBeTrue();
        target.bias!.Equals(source.bias!).ShouldBeTrue();
    }

    [Fact]
    public void A_file_that_ends_too_early_is_refused()
    {
        using var file = new MemoryStream();
        Linear(20, 30).save(new BinaryWriter(file));
        using var half = new MemoryStream(file.ToArray()[..100]);
        Should.Throw<EndOfStreamException>(() => Linear(20, 30).load(new BinaryReader(half)));
    }

    private static Sequential Model() => Sequential(Conv2d(1, 2, 3), BatchNorm2d(2), ReLU(), Flatten(), Linear(32, 3));

    private static BinaryReader From(MemoryStream file)
    {
        file.Position = 0;
        return new BinaryReader(file);
    }
}
