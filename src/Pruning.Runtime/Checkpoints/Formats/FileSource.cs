namespace Pruning;

/// <summary>A checkpoint whose storages lie uncompressed in the file itself.</summary>
internal abstract class FileSource(FileStream file, string path) : CheckpointSource(path)
{
    /// <summary>Where each storage begins.</summary>
    protected Dictionary<string, long> Offsets { get; } = [];

    public override Stream Open(Storage storage)
    {
        file.Position = Offsets[storage.Key];
        return file;
    }

    public override void Dispose() => file.Dispose();
}
