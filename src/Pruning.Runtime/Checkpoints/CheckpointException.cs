namespace Pruning;

/// <summary>
/// A checkpoint cannot be read, or does not fit the module: the message names the file, the offset where there is one,
/// what was found and what was expected. No tensor of the module has been changed when it is thrown.
/// </summary>
public sealed class CheckpointException : IOException
{
    /// <summary>Reports a problem of the file as a whole.</summary>
    public CheckpointException(string path, string problem, Exception? cause = null)
        : base($"{path}: {problem}", cause) => Path = path;

    /// <summary>Reports a problem at <paramref name="offset"/>, counted from the file's start.</summary>
    public CheckpointException(string path, long offset, string problem, Exception? cause = null)
        : base($"{path}, offset {offset}: {problem}", cause)
    {
        Path = path;
        Offset = offset;
    }

    /// <summary>Reports a problem at <paramref name="offset"/> of an entry of a zip file, counted from the entry's start.</summary>
    public CheckpointException(string path, string entry, long offset, string problem, Exception? cause = null)
        : base($"{path}, offset {offset} of {entry}: {problem}", cause)
    {
        Path = path;
        Offset = offset;
    }

    /// <summary>The file, as it was named by the caller.</summary>
    public string Path { get; }

    /// <summary>Where the problem is, in bytes: from the start of the file, or of the zip entry that the message names.</summary>
    public long? Offset { get; }
}
