using static TorchSharp.torch;

namespace Pruning;

/// <summary>
/// Reads and writes the weights of modules. Files of PyTorch (the zip format, and the older one with CUDA storages and all),
/// safetensors files and TorchSharp's .dat files are read; the format is told by content, not by extension. Pickles, which in
/// Python may run any code, are read as data only.
/// </summary>
public static class Checkpoint
{
    /// <summary>
    /// Copies a checkpoint's tensors into the module's parameters and buffers. Names must be the same on both sides, after a
    /// common prefix such as <c>module.</c> has been taken off where only the file has it; shapes must be the same, and values
    /// must survive the conversion to the module's type (exactly, or from one floating-point precision to another). Everything is
    /// checked before the first value is copied, so that a module is never half loaded. As in PyTorch, a file may lack
    /// <c>num_batches_tracked</c>, which old versions did not save; the module then keeps its own.
    /// </summary>
    /// <param name="module">The module, on any device.</param>
    /// <param name="path">The file.</param>
    /// <param name="options">Which dictionary to take, where the file has several.</param>
    /// <exception cref="CheckpointException">The file is corrupt or cut off, of no known format, or of another model.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static void Load(nn.Module module, string path, CheckpointOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        using CheckpointSource source = CheckpointSource.Open(path, options ?? new CheckpointOptions());
        IReadOnlyList<Assignment> assignments = StateMatching.Match(module, source);
        using var storages = new StorageTensors(source, assignments.Select(assignment => assignment.Stored));
        foreach (Assignment assignment in assignments)
        {
            storages.CopyTo(assignment.Target, assignment.Stored);
        }
    }

    /// <summary>Reads all tensors of a checkpoint, under the names that the file gives them.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Which dictionary to take, where the file has several.</param>
    /// <returns>The tensors, which belong to the caller.</returns>
    /// <exception cref="CheckpointException">The file is corrupt or cut off, or of no known format.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static StateDictionary Read(string path, CheckpointOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        using CheckpointSource source = CheckpointSource.Open(path, options ?? new CheckpointOptions());
        using var storages = new StorageTensors(source, source.Entries.Select(entry => entry.Tensor));
        var tensors = new OrderedDictionary<string, Tensor>();
        foreach (TensorEntry entry in source.Entries)
        {
            tensors.Add(entry.Name, storages.View(entry.Tensor));
        }
        foreach (Tensor tensor in tensors.Values)
        {
            tensor.DetachFromDisposeScope();
        }
        return new StateDictionary(tensors);
    }

    /// <summary>
    /// Writes the module's parameters and buffers to a file, whose extension says in which format: <c>.safetensors</c> or
    /// <c>.dat</c> (TorchSharp's). The same weights give the same bytes. A file that was there before survives until the new one
    /// is complete, so that neither a full disk nor a crash leaves half a file.
    /// </summary>
    /// <param name="module">The module, on any device.</param>
    /// <param name="path">The file to write.</param>
    /// <exception cref="ArgumentException">The extension is another one.</exception>
    /// <exception cref="IOException">The file cannot be written, for example because the disk is full.</exception>
    public static void Save(nn.Module module, string path)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentException.ThrowIfNullOrEmpty(path);
        Action<Stream, Dictionary<string, Tensor>> write = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".safetensors" => SafetensorsWriter.Write,
            ".dat" => WriteDat,
            string extension => throw new ArgumentException(
                $"'{path}' ends in '{extension}': a checkpoint is saved as .safetensors or .dat (TorchSharp's format)", nameof(path)),
        };
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        Dictionary<string, Tensor> state = module.state_dict();
        AtomicFile.Write(path, stream => write(stream, state));
    }

    private static void WriteDat(Stream stream, Dictionary<string, Tensor> state)
    {
        using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        // TorchSharp writes a tensor's memory as it lies there, so each must be contiguous.
        nn.Module.save_state_dict(writer, state.ToDictionary(pair => pair.Key, pair => pair.Value.contiguous()));
    }
}
