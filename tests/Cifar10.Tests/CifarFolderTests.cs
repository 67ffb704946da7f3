using Cifar10.Data;

namespace Cifar10.Tests;

public sealed class CifarFolderTests
{
    private const int RecordLength = 3073;

    [Fact]
    public void Reads_whatever_training_batches_there_are_in_order()
    {
        using var folder = new TemporaryFolder();
        folder.Write("data_batch_3.bin", Records(7));
        folder.Write("data_batch_1.bin", Records(4, 5));
        folder.Write("test_batch.bin", Records(9));

        ImageData data = CifarFolder.Read(folder.Path, null, null);

        data.Train.Labels.ShouldBe([4, 5, 7]);
        data.Test.Labels.ShouldBe([9]);
        data.Train.Pixels.Length.ShouldBe(3 * 3072);
        data.Train.Pixels[3072].ShouldBe((byte)51);
        data.Train.Pixels[^1].ShouldBe((byte)(70 + (3071 % 7)));
    }

    [Fact]
    public void Takes_the_first_images_where_there_are_limits()
    {
        using var folder = new TemporaryFolder();
        folder.Write("data_batch_1.bin", Records(4, 5, 6));
        folder.Write("test_batch.bin", Records(9, 8));

        ImageData data = CifarFolder.Read(folder.Path, 2, 7);

        data.Train.Labels.ShouldBe([4, 5]);
        data.Train.Pixels.Length.ShouldBe(2 * 3072);
        data.Test.Labels.ShouldBe([9, 8]);
    }

    [Fact]
    public void No_folder_is_an_error() =>
        Should.Throw<DirectoryNotFoundException>(() => CifarFolder.Read("/nowhere/at/all", null, null))
            .Message.ShouldContain("/nowhere/at/all");

    [Fact]
    public void A_folder_without_training_batches_is_an_error()
    {
        using var folder = new TemporaryFolder();
        folder.Write("test_batch.bin", Records(1));

        Should.Throw<FileNotFoundException>(() => CifarFolder.Read(folder.Path, null, null)).Message.ShouldContain("data_batch_*.bin");
    }

    [Fact]
    public void A_folder_without_a_test_batch_is_an_error()
    {
        using var folder = new TemporaryFolder();
        folder.Write("data_batch_1.bin", Records(1));

        Should.Throw<FileNotFoundException>(() => CifarFolder.Read(folder.Path, null, null)).Message.ShouldContain("test_batch.bin");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(RecordLength + 1)]
    public void A_batch_that_is_cut_off_is_an_error(int length)
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("data_batch_1.bin", new byte[length]);
        folder.Write("test_batch.bin", Records(1));

        string message = Should.Throw<InvalidDataException>(() => CifarFolder.Read(folder.Path, null, null)).Message;

        message.ShouldContain($"{file} has {length} bytes");
        message.ShouldContain("3073");
    }

    [Fact]
    public void A_class_above_nine_names_file_and_record()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("data_batch_1.bin", Records(1, 2, 10));
        folder.Write("test_batch.bin", Records(1));

        Should.Throw<InvalidDataException>(() => CifarFolder.Read(folder.Path, null, null))
            .Message.ShouldContain($"{file}: record 2 has class 10");
    }

    /// <summary>One record per label; its pixels count up from ten times the label, modulo 7.</summary>
    private static byte[] Records(params byte[] labels) =>
        [.. labels.SelectMany(label => Enumerable.Range(0, 3072)
            .Select(pixel => (byte)((label * 10) + ((pixel + (label == 5 ? 1 : 0)) % 7)))
            .Prepend(label))];
}
