using System.Diagnostics;
using static Pruning.Tests.Checkpoints.Networks;
using static TorchSharp.torch;

namespace Pruning.Tests.Checkpoints;

public sealed class SaveTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("network.safetensors")]
    [InlineData("network.dat")]
    public void The_bytes_are_those_that_the_formats_prescribe(string file)
    {
        using var network = Tiny();
        Checkpoint.Load(network, Reference("network.pt"));
        Checkpoint.Save(network, _folder.File(file));
        File.ReadAllBytes(_folder.File(file)).ShouldBe(File.ReadAllBytes(Reference(file)));
    }

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("model.SafeTensors")]
    [InlineData("model.dat")]
    public void What_was_saved_is_loaded_again(string file)
    {
        using var source = Tiny();
        using var target = Tiny();
        Checkpoint.Save(source, _folder.File(file));
        Checkpoint.Load(target, _folder.File(file));
        State(target).ShouldBe(State(source));
        Directory.GetFiles(_folder.Path).ShouldBe([_folder.File(file)]);
    }

    [Fact]
    public void TorchSharps_own_loading_reads_what_was_saved()
    {
        using var source = Tiny();
        using var target = Tiny();
        Checkpoint.Save(source, _folder.File("model.dat"));
        target.load(_folder.File("model.dat"));
        State(target).ShouldBe(State(source));
    }

    [Theory]
    [InlineData("values.safetensors")]
    [InlineData("values.dat")]
    public void A_parameter_that_does_not_lie_in_row_major_order_is_saved_in_it(string file)
    {
        using var holder = new Holder(arange(6, dtype: ScalarType.Float32).reshape(2, 3).t());
        Checkpoint.Save(holder, _folder.File(file));
        using StateDictionary saved = Checkpoint.Read(_folder.File(file));
        Values(saved["values"]).ShouldBe([0, 3, 1, 4, 2, 5]);
    }

    [Theory]
    [InlineData("model.pt")]
    [InlineData("model")]
    public void Another_extension_is_refused_with_the_ones_there_are(string file)
    {
        using var network = Tiny();
        string message = Should.Throw<ArgumentException>(() => Checkpoint.Save(network, _folder.File(file))).Message;
        message.ShouldContain(".safetensors");
        message.ShouldContain(".dat");
        Directory.GetFiles(_folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public void A_folder_that_is_absent_is_reported()
    {
        using var network = Tiny();
        Should.Throw<IOException>(() => Checkpoint.Save(network, _folder.File("absent/model.dat")))
            .Message.ShouldContain("absent/model.dat");
    }

    [Fact]
    public void A_type_that_the_format_lacks_is_refused_by_name()
    {
        using var holder = new Holder(zeros(new long[] { 2 }, dtype: ScalarType.ComplexFloat64));
        Should.Throw<NotSupportedException>(() => Checkpoint.Save(holder, _folder.File("model.safetensors")))
            .Message.ShouldContain("'values'");
        Directory.GetFiles(_folder.Path).ShouldBeEmpty();
    }

    [SkippableTheory]
    [InlineData("model.safetensors")]
    [InlineData("model.dat")]
    public void On_a_full_disk_the_old_file_survives_and_no_temporary_one_stays(string file)
    {
        string disk = Directory.CreateDirectory(_folder.File("disk")).FullName;
        Skip.IfNot(Run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk), "a small disk can only be mounted as root on Linux");
        try
        {
            string path = Path.Combine(disk, file);
            using var small = new Holder(ones(new long[] { 10 }));
            using var large = new Holder(ones(new long[] { 100_000 }));
            Checkpoint.Save(small, path);
            byte[] before = File.ReadAllBytes(path);
            Should.Throw<IOException>(() => Checkpoint.Save(large, path)).Message.ShouldContain("what was there before is unchanged");
            File.ReadAllBytes(path).ShouldBe(before);
            Directory.GetFiles(disk).ShouldBe([path]);
        }
        finally
        {
            Run("umount", disk).ShouldBeTrue();
        }
    }

    private static bool Run(string program, params string[] arguments)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private static string Reference(string file) => RepositoryFiles.Reference($"checkpoints/{file}");
}
