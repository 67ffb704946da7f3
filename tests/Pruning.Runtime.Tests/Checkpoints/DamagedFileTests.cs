namespace Pruning.Tests.Checkpoints;

/// <summary>
/// Every reference file, cut off at every length and with every byte changed: what comes out is a CheckpointException, or a
/// checkpoint that can be read to its end. Nothing else is thrown, and nothing hangs.
/// </summary>
public sealed class DamagedFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Files =>
    [
        "views-zip.pt", "protocol1.pt", "protocol4.pt", "views-legacy.pt", "nested-legacy.pt",
        "types.safetensors", "types.dat", "network.dat",
    ];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Files))]
    public void Cut_off_at_any_length(string file)
    {
        byte[] content = File.ReadAllBytes(RepositoryFiles.Reference($"checkpoints/{file}"));
        for (int length = 0; length < content.Length; length++)
        {
            string? problem = Read(content[..length], out _);
            problem.ShouldNotBeNull($"{file}, cut off at {length} of {content.Length} bytes, was read without a complaint");
            problem.ShouldContain(_folder.Path);
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void With_any_byte_changed(string file)
    {
        byte[] content = File.ReadAllBytes(RepositoryFiles.Reference($"checkpoints/{file}"));
        Read(content, out string[] original).ShouldBeNull();
        for (int index = 0; index < content.Length; index++)
        {
            byte before = content[index];
            foreach (byte change in (ReadOnlySpan<byte>)[0x01, 0x80, 0xff])
            {
                content[index] = (byte)(before ^ change);
                string? problem = Read(content, out string[] read);
                if (problem is null && file.EndsWith("-zip.pt", StringComparison.Ordinal))
                {
                    read.ShouldBe(original, $"{file} with byte {index} changed passed its checksums, but is another");
                }
            }
            content[index] = before;
        }
    }

    [Fact]
    public void Random_bytes_are_no_checkpoint()
    {
        var random = new Random(1);
        byte[][] starts =
        [
            [],
            [(byte)'P', (byte)'K', 3, 4],
            [0x80, 2, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19],
            [200, 0, 0, 0, 0, 0, 0, 0, (byte)'{'],
        ];
        for (int round = 0; round < 500; round++)
        {
            var bytes = new byte[random.Next(2000)];
            random.NextBytes(bytes);
            Read([.. starts[round % starts.Length], .. bytes], out _);
        }
    }

    [Theory]
    [InlineData("", "known format")]
    [InlineData("just some text, no weights at all", "known format")]
    public void A_file_of_another_kind_is_said_to_be_one(string content, string message) =>
        Read(System.Text.Encoding.UTF8.GetBytes(content), out _).ShouldNotBeNull().ShouldContain(message);

    [Fact]
    public void A_pickle_that_torch_did_not_write_is_said_to_be_one() =>
        Read(File.ReadAllBytes(RepositoryFiles.Reference("checkpoints/not-torch.pkl")), out _)
            .ShouldNotBeNull().ShouldContain("known format");

    /// <summary>Reads everything; returns what was wrong, or null and the tensors' names and elements.</summary>
    private string? Read(byte[] content, out string[] tensors)
    {
        tensors = [];
        string path = _folder.Write("damaged", content);
        try
        {
            using var source = CheckpointSource.Open(path, new CheckpointOptions());
            List<string> read = [];
            foreach (TensorEntry entry in source.Entries)
            {
                Storage storage = entry.Tensor.Storage;
                storage.ByteCount.ShouldBeLessThanOrEqualTo(content.Length);
                source.Verify(storage);
                var elements = new byte[(int)storage.ByteCount];
                source.Open(storage).ReadExactly(elements);
                read.Add($"{entry.Name} {string.Join(',', entry.Tensor.Shape)} {Convert.ToHexString(elements)}");
            }
            tensors = [.. read];
            return null;
        }
        catch (CheckpointException exception)
        {
            return exception.Message;
        }
    }
}
