using static Pruning.Tests.Checkpoints.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.Tests.Checkpoints;

public sealed class LoadTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("network.pt")]
    [InlineData("network.safetensors")]
    [InlineData("network.dat")]
    [InlineData("nested-zip.pt")] // under state_dict, with a prefix and CUDA storages
    [InlineData("nested-legacy.pt")]
    public void A_module_gets_the_values_of_the_file(string file)
    {
        using StateDictionary expected = Checkpoint.Read(Reference("network.pt"));
        using var network = Tiny();
        Checkpoint.Load(network, Reference(file));
        foreach ((string name, double[] values) in Values(network))
        {
            values.ShouldBe(Values(expected[name]), name);
        }
        network.parameters().ShouldAllBe(parameter => parameter.requires_grad && parameter.is_leaf);
    }

    [Fact]
    public void Files_from_before_num_batches_tracked_leave_the_modules_own()
    {
        using var network = Tiny();
        using (no_grad())
        {
            network.state_dict()["1.num_batches_tracked"].fill_(5);
        }
        Checkpoint.Load(network, Reference("network-before-0.4.1.pt"));
        Values(network)["1.num_batches_tracked"].ShouldBe([5]);
        using StateDictionary expected = Checkpoint.Read(Reference("network.pt"));
        Values(network)["1.running_var"].ShouldBe(Values(expected["1.running_var"]));
    }

    [Fact]
    public void Another_model_is_refused_with_the_first_entry_of_each_kind_and_nothing_is_loaded()
    {
        using var network = Sequential(Conv2d(1, 2, 3, bias: false), BatchNorm2d(2), Flatten(), Linear(5, 3), Linear(3, 3), Linear(3, 1));
        string before = State(network);
        CheckpointException exception = Should.Throw<CheckpointException>(() => Checkpoint.Load(network, Reference("network.pt")));
        exception.Message.ShouldContain("of its 8 entries and the module's 12");
        exception.Message.ShouldContain("4 missing (first: '4.weight' of shape (3, 3))");
        exception.Message.ShouldContain("1 of another shape (first: '3.weight' is (3, 2) in the file and (3, 5) in the module)");
        exception.Message.ShouldNotContain("unexpected");
        State(network).ShouldBe(before);

        using var smaller = Sequential(Conv2d(1, 2, 3, bias: false), BatchNorm2d(2));
        Should.Throw<CheckpointException>(() => Checkpoint.Load(smaller, Reference("network.pt")))
            .Message.ShouldContain("2 unexpected (first: '3.weight' of shape (3, 2))");
    }

    [Fact]
    public void A_checksum_that_fails_leaves_the_module_as_it_was()
    {
        byte[] content = File.ReadAllBytes(Reference("network.pt"));
        using StateDictionary tensors = Checkpoint.Read(Reference("network.pt"));
        int last = content.AsSpan().IndexOf(Bytes(tensors["3.bias"]));
        content[last] ^= 1;
        using var network = Tiny();
        string before = State(network);
        Should.Throw<CheckpointException>(() => Checkpoint.Load(network, _folder.Write("corrupt.pt", content)))
            .Message.ShouldContain("is corrupt");
        State(network).ShouldBe(before);
    }

    [Theory]
    [InlineData("network.pt")]
    [InlineData("nested-legacy.pt")]
    [InlineData("network.safetensors")]
    [InlineData("network.dat")]
    public void A_file_that_is_cut_off_leaves_the_module_as_it_was(string file)
    {
        using var network = Tiny();
        string before = State(network);
        Should.Throw<CheckpointException>(() => Checkpoint.Load(network, _folder.Write(file, File.ReadAllBytes(Reference(file))[..^1])));
        State(network).ShouldBe(before);
    }

    [Theory]
    [InlineData("views-zip.pt")]
    [InlineData("views-legacy.pt")]
    public void Tensors_that_share_a_storage_or_are_strided_fill_parameters_of_their_own(string file)
    {
        using StateDictionary expected = Checkpoint.Read(Reference(file));
        using var module = new Holder([.. expected.Select(pair => (pair.Key, zeros_like(pair.Value).contiguous()))]);
        Checkpoint.Load(module, Reference(file));
        foreach ((string name, Tensor tensor) in expected)
        {
            Values(module.state_dict()[name]).ShouldBe(Values(tensor), name);
        }
    }

    [Theory]
    [InlineData(ScalarType.Float64, ScalarType.Float32)]
    [InlineData(ScalarType.Float32, ScalarType.Float64)]
    [InlineData(ScalarType.Float16, ScalarType.Float32)]
    [InlineData(ScalarType.Float32, ScalarType.BFloat16)]
    [InlineData(ScalarType.Int32, ScalarType.Int64)]
    [InlineData(ScalarType.Byte, ScalarType.Int16)]
    [InlineData(ScalarType.Byte, ScalarType.Float16)]
    [InlineData(ScalarType.Int16, ScalarType.Float32)]
    [InlineData(ScalarType.Bool, ScalarType.Int64)]
    [InlineData(ScalarType.Bool, ScalarType.Bool)]
    public void Types_are_converted_where_values_survive(ScalarType stored, ScalarType wanted)
    {
        using var source = new Holder(tensor(new[] { 1.0, 0.0, 1.0 }).to_type(stored));
        using var target = new Holder(zeros(new long[] { 3 }, dtype: wanted));
        Checkpoint.Save(source, _folder.File("values.safetensors"));
        Checkpoint.Load(target, _folder.File("values.safetensors"));
        target.values.dtype.ShouldBe(wanted);
        Values(target.values).ShouldBe([1, 0, 1]);
    }

    [Theory]
    [InlineData(ScalarType.Float32, ScalarType.Int64, "float32 in the file and int64 in the module")]
    [InlineData(ScalarType.Int64, ScalarType.Float32, "int64 in the file and float32 in the module")]
    [InlineData(ScalarType.Int64, ScalarType.Int32, "int64 in the file and int32 in the module")]
    [InlineData(ScalarType.Int8, ScalarType.Byte, "int8 in the file and uint8 in the module")]
    [InlineData(ScalarType.Int32, ScalarType.Bool, "int32 in the file and bool in the module")]
    [InlineData(ScalarType.Int16, ScalarType.Float16, "int16 in the file and float16 in the module")]
    public void Types_are_refused_where_values_might_not_survive(ScalarType stored, ScalarType wanted, string message)
    {
        using var source = new Holder(ones(new long[] { 3 }, dtype: stored));
        using var target = new Holder(zeros(new long[] { 3 }, dtype: wanted));
        Checkpoint.Save(source, _folder.File("values.dat"));
        Should.Throw<CheckpointException>(() => Checkpoint.Load(target, _folder.File("values.dat")))
            .Message.ShouldContain($"1 of a type that would not survive conversion (first: 'values' is {message})");
        Values(target.values).ShouldBe([0, 0, 0]);
    }

    [Fact]
    public void A_prefix_that_the_module_has_too_stays()
    {
        using var source = Sequential(("module", Linear(2, 3)));
        using var target = Sequential(("module", Linear(2, 3)));
        Checkpoint.Save(source, _folder.File("prefix.safetensors"));
        Checkpoint.Load(target, _folder.File("prefix.safetensors"));
        Values(target)["module.weight"].ShouldBe(Values(source)["module.weight"]);
    }

    [Fact]
    public void Prefixes_of_several_wrappers_are_taken_off()
    {
        using var source = Sequential(("module", Sequential(("_orig_mod", Tiny()))));
        using var target = Tiny();
        Checkpoint.Save(source, _folder.File("prefix.dat"));
        Checkpoint.Load(target, _folder.File("prefix.dat"));
        Values(target)["3.bias"].ShouldBe(Values(source)["module._orig_mod.3.bias"]);
    }

    [Fact]
    public void A_parameter_that_does_not_lie_in_row_major_order_is_filled_correctly()
    {
        using var source = new Holder(arange(6, dtype: ScalarType.Float32).reshape(2, 3));
        using var target = new Holder(zeros(new long[] { 3, 2 }).t());
        Checkpoint.Save(source, _folder.File("values.safetensors"));
        Checkpoint.Load(target, _folder.File("values.safetensors"));
        Values(target.values).ShouldBe([0, 1, 2, 3, 4, 5]);
    }

    [Theory]
    [InlineData("network.pt")]
    [InlineData("nested-legacy.pt")]
    [InlineData("network.safetensors")]
    public void No_tensor_is_left_behind(string file)
    {
        using var network = Tiny();
        long before = LiveTensors();
        Checkpoint.Load(network, Reference(file));
        Checkpoint.Read(Reference(file)).Dispose();
        Should.Throw<CheckpointException>(() => Checkpoint.Read(Reference("attack-zip.pt")));
        LiveTensors().ShouldBe(before);
    }

    private static string Reference(string file) => RepositoryFiles.Reference($"checkpoints/{file}");
}
