using System.Text;

namespace Pruning.Tests.Checkpoints;

public sealed class SafetensorsErrorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(
        """{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""",
        4,
        "'w': data_offsets [0,4] do not fit the shape and type, which take 8")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 4, "describes 8 bytes of data, but the file has 4")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 8, "describes 4 bytes of data, but the file has 8")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "begin at 4 of the data, expected 0")]
    [InlineData(
        """{"v":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"w":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""",
        8,
        "'w' begin at 4 of the data, expected 8")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}""", 0, "do not fit")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[8,4]}}""", 8, "do not fit")]
    [InlineData("""{"w":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "impossible shape (-1)")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1099511627776,1099511627776],"data_offsets":[0,4]}}""", 4, "larger than any memory")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", 4, "shape must be an array of integers")]
    [InlineData("""{"w":{"dtype":"F8_E4M3","shape":[4],"data_offsets":[0,4]}}""", 4, "the type F8_E4M3 has no counterpart")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1]}}""", 4, "'w': expected an object with dtype, shape and data_offsets")]
    [InlineData("""{"w":[1]}""", 4, "'w': expected an object with dtype, shape and data_offsets")]
    [InlineData(
        """{"w":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"w":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}""",
        0,
        "not the JSON")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}""", 4, "not the JSON")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "malformed text")]
    public void A_header_that_does_not_fit_the_data_is_reported(string header, int dataSize, string message)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        CheckpointException exception = Refused([.. BitConverter.GetBytes((long)text.Length), .. text, .. new byte[dataSize]]);
        exception.Message.ShouldContain(message);
        exception.Offset.ShouldNotBeNull();
    }

    [Fact]
    public void There_is_nothing_to_choose_in_a_flat_file() =>
        Should.Throw<CheckpointException>(() => CheckpointSource.Open(
            RepositoryFiles.Reference("checkpoints/types.safetensors"), new CheckpointOptions { Key = "model" }).Dispose())
            .Message.ShouldContain("'model' cannot be chosen");

    private CheckpointException Refused(byte[] content) => Should.Throw<CheckpointException>(
        () => CheckpointSource.Open(_folder.Write("bad.safetensors", content), new CheckpointOptions()).Dispose());
}
