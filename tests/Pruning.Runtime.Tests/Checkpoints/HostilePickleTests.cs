using System.Diagnostics;

namespace Pruning.Tests.Checkpoints;

/// <summary>Pickles that try to run code, to waste memory or time, or that describe tensors which cannot be.</summary>
public sealed class HostilePickleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("attack-zip.pt")]
    [InlineData("attack-legacy.pt")]
    public void A_function_of_the_system_is_refused_by_name_and_offset(string file)
    {
        CheckpointException exception = Refused(RepositoryFiles.Reference($"checkpoints/{file}"));
        exception.Message.ShouldContain("'posix.system'");
        exception.Offset.ShouldNotBeNull().ShouldBeGreaterThan(0);
        File.Exists("/tmp/pruning-was-here").ShouldBeFalse();
    }

    [Fact]
    public void A_whole_module_is_refused_by_the_name_of_its_class() =>
        Refused(RepositoryFiles.Reference("checkpoints/whole-module.pt")).Message.ShouldContain("'torch.nn.modules.container.Sequential'");

    [Theory]
    [InlineData("builtins", "eval")]
    [InlineData("os", "system")]
    [InlineData("torch", "load")]
    [InlineData("torch.serialization", "load")]
    [InlineData("collections", "OrderedDict.update")]
    [InlineData("numpy.core.multiarray", "scalar")]
    public void Every_other_name_is_refused_even_if_it_is_never_called(string module, string name) =>
        Refused(new PickleBuilder().Global(module, name).Opcodes("0}")).Message.ShouldContain($"'{module}.{name}'");

    [Fact]
    public void Names_from_the_stack_are_refused_too() =>
        Refused(new PickleBuilder().Text("os").Text("system").Raw(0x93)).Message.ShouldContain("'os.system'");

    [Theory]
    [InlineData("(ios\nsystem\n", "0x69 ('i')")]
    [InlineData("}o", "0x6f ('o')")]
    [InlineData("Ptext\n", "0x50 ('P')")]
    [InlineData("\x82\x01", "0x82")]
    [InlineData("))\x81", "0x81")]
    [InlineData("\xff", "0xff")]
    public void Instructions_that_make_objects_are_refused(string opcodes, string named) =>
        Refused(new PickleBuilder().Opcodes(opcodes)).Message.ShouldContain(named);

    [Theory]
    [InlineData("0", "takes a value where there is none")]
    [InlineData("t", "never began")]
    [InlineData("a", "takes a value where there is none")]
    [InlineData("}N", "values left over")]
    [InlineData("(}", "values left over")]
    [InlineData("N)R", "calls None")]
    [InlineData("NN}b", "expected a dictionary (the only object that may have attributes)")]
    [InlineData("}Nb", "the attributes of a dictionary are None")]
    [InlineData("}h\x07", "value number 7")]
    [InlineData("}NNa", "expected a list")]
    [InlineData("](NNu", "expected a dictionary")]
    [InlineData("}(Nu", "no value")]
    [InlineData("NQ", "expected the description of a storage")]
    [InlineData("I12x\n", "found '12x'")]
    [InlineData("\x80\x09", "protocol 9")]
    [InlineData("X\xff\xff\xff\xff", "4294967295 bytes")]
    [InlineData("\x8d\xff\xff\xff\xff\xff\xff\xff\x7f", "9223372036854775807 bytes")]
    [InlineData("\x8d\xff\xff\xff\xff\xff\xff\xff\xff", "only")]
    [InlineData("X\x02\x00\x00\x00\xc3\x28", "not UTF-8")]
    [InlineData("ctorch\nfloat32\n)R", "which is no function")]
    [InlineData("ctorch\nSize\n)R", "is called with 0 arguments, expected 1")]
    public void A_malformed_pickle_is_reported(string opcodes, string message)
    {
        CheckpointException exception = Refused(new PickleBuilder().Opcodes(opcodes));
        exception.Message.ShouldContain(message);
        exception.Offset.ShouldNotBeNull();
    }

    [Theory]
    [InlineData(1L << 60)]
    [InlineData(long.MaxValue)]
    [InlineData(-1L)]
    public void A_storage_of_absurd_size_takes_no_memory(long count)
    {
        long before = GC.GetTotalAllocatedBytes();
        Refused(Single(builder => builder.Tensor(pickle => pickle.Storage("0", count), 0, [2], [1])), ("0", [1f, 2f]));
        (GC.GetTotalAllocatedBytes() - before).ShouldBeLessThan(10_000_000);
    }

    [Theory]
    [InlineData(0, new[] { 3L, 3L }, new[] { 3L, 1L }, "reaches element 8 of storage '0', which has 6")]
    [InlineData(1, new[] { 6L }, new[] { 1L }, "reaches element 6")]
    [InlineData(6, new long[0], new long[0], "reaches element 6")]
    [InlineData(-1, new[] { 1L }, new[] { 1L }, "negative offset")]
    [InlineData(5, new[] { 6L }, new[] { -1L }, "negative offset or stride")]
    [InlineData(0, new[] { -1L }, new[] { 1L }, "impossible shape")]
    [InlineData(0, new[] { 2L, 3L }, new[] { 1L }, "2 dimensions but 1 strides")]
    [InlineData(0, new[] { 1L << 40, 1L << 40 }, new[] { 0L, 0L }, "larger than any memory")]
    [InlineData(0, new[] { 0L, 1L << 40, 1L << 40 }, new[] { 0L, 0L, 0L }, "larger than any memory")]
    [InlineData(0, new[] { 2L }, new[] { long.MaxValue }, "reaches element 9223372036854775807")]
    [InlineData(long.MaxValue, new[] { 2L }, new[] { long.MaxValue }, "reaches element 18446744073709551614")]
    public void A_tensor_outside_of_its_storage_is_refused(long offset, long[] shape, long[] strides, string message) =>
        Refused(Single(builder => builder.Tensor(pickle => pickle.Storage("0", 6), offset, shape, strides)), ("0", new float[6]))
            .Message.ShouldContain(message);

    [Fact]
    public void A_part_of_a_storage_may_not_reach_beyond_it() =>
        Refused(
            Single(builder => builder.Tensor(
                pickle => pickle.Storage("0", 4, rest => rest.Opcodes("(").Text("v").Integer(3).Integer(2).Opcodes("t")), 0, [1], [1])),
            ("0", new float[4])).Message.ShouldContain("part of storage '0'");

    [Fact]
    public void Storages_of_which_the_file_lacks_the_elements_are_reported()
    {
        PickleBuilder content = Single(builder => builder.Tensor(pickle => pickle.Storage("0", 6), 0, [6], [1]));
        Refused(content).Message.ShouldContain("storage '0' is used, but the file does not list it");
        Refused(content, ("0", new float[5])).Message.ShouldContain("storage '0' has 5 elements here, expected 6");
        Refused(content, ("0", new float[6]), ("1", [])).Message.ShouldContain("lists storage '1', which no tensor uses");
    }

    [Fact]
    public void A_dictionary_that_contains_another_a_billion_times_costs_nothing()
    {
        // Each level holds the one before it ten times.
        var builder = new PickleBuilder().Opcodes("}q\0");
        for (byte level = 1; level < 200; level++)
        {
            builder.Opcodes("0}");
            for (int copy = 0; copy < 10; copy++)
            {
                builder.Text($"{copy}").Raw((byte)'h', (byte)(level - 1)).Opcodes("s");
            }
            builder.Raw((byte)'q', level);
        }
        var watch = Stopwatch.StartNew();
        Refused(builder).Message.ShouldContain("no dictionary of tensors");
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void A_dictionary_that_contains_itself_is_no_problem() =>
        Refused(new PickleBuilder().Opcodes("}q\0").Text("self").Opcodes("h\0s")).Message.ShouldContain("no dictionary of tensors");

    [Fact]
    public void Deep_nesting_takes_no_stack() =>
        Refused(new PickleBuilder().Opcodes(new string(']', 500_000)).Opcodes(new string('a', 499_999)))
            .Message.ShouldContain("no dictionary of tensors");

    [Fact]
    public void The_number_of_instructions_is_bounded() =>
        Refused(new PickleBuilder().Opcodes(new string('N', 4_500_000))).Message.ShouldContain("more than 4000000 instructions");

    [Fact]
    public void Copies_count_as_instructions()
    {
        // A list of 100,000 pairs, made into a dictionary again and again.
        var builder = new PickleBuilder().Opcodes("](");
        for (int index = 0; index < 100_000; index++)
        {
            builder.Opcodes("))\x86");
        }
        builder.Opcodes("eq\x01" + "0");
        for (int index = 0; index < 100; index++)
        {
            builder.Global("collections", "OrderedDict").Opcodes("h\x01\x85R");
        }
        Refused(builder).Message.ShouldContain("more than 4000000 instructions");
    }

    private static PickleBuilder Single(Action<PickleBuilder> tensor)
    {
        var builder = new PickleBuilder().Opcodes("}").Text("w");
        tensor(builder);
        return builder.Opcodes("s");
    }

    private CheckpointException Refused(PickleBuilder builder, params (string, float[])[] storages) =>
        Refused(_folder.Write("hostile.pt", PickleBuilder.LegacyFile(builder.End(), storages)));

    private static CheckpointException Refused(string path)
    {
        CheckpointException exception = Should.Throw<CheckpointException>(
            () => CheckpointSource.Open(path, new CheckpointOptions()).Dispose());
        exception.Path.ShouldBe(path);
        exception.Message.ShouldStartWith(path);
        return exception;
    }
}
