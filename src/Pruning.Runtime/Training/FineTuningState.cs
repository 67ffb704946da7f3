using System.Text.Json;
using static TorchSharp.torch;

namespace Pruning;

/// <summary>
/// The file of an unfinished run: a safetensors file with the network's tensors, those of its best epoch, the optimizer's momenta, what
/// training methods remember, the state of torch's random numbers, and under one more name the rest, as JSON.
/// </summary>
internal static class FineTuningState
{
    public const string Model = "model.";
    public const string Best = "best.";
    public const string Momentum = "momentum.";
    public const string Method = "method.";
    public const string Random = "random";
    private const string Rest = "run";

    /// <summary>What a file says besides tensors.</summary>
    /// <param name="Run">The run's description, which must be the same when it is taken up again.</param>
    /// <param name="Position">How far it has come.</param>
    private sealed record Facts(string Run, FineTuningPosition Position);

    public static void Write(string path, string run, FineTuningPosition position, Dictionary<string, Tensor> tensors)
    {
        using Tensor facts = tensor(JsonSerializer.SerializeToUtf8Bytes(new Facts(run, position)));
        var all = new Dictionary<string, Tensor>(tensors) { [Rest] = facts };
        AtomicFile.Write(path, stream => SafetensorsWriter.Write(stream, all));
    }

    /// <summary>Reads a file, whose tensors belong to the caller.</summary>
    /// <exception cref="PruningException">It is the file of another run.</exception>
    public static (FineTuningPosition Position, StateDictionary Tensors) Read(string path, string run)
    {
        StateDictionary tensors = Checkpoint.Read(path);
        try
        {
            Facts facts = FactsOf(path, tensors);
            return facts.Run == run
                ? (facts.Position, tensors)
                : throw new PruningException(
                    $"{path} is the state of another run ({facts.Run}); this one is ({run}). "
                    + "Delete the file, or go on with the same options.");
        }
        catch
        {
            tensors.Dispose();
            throw;
        }
    }

    private static Facts FactsOf(string path, StateDictionary tensors)
    {
        if (!tensors.TryGetValue(Rest, out Tensor? bytes))
        {
            throw new CheckpointException(path, $"this is not the state of a fine-tuning run: it has no entry '{Rest}'");
        }
        try
        {
            return JsonSerializer.Deserialize<Facts>(bytes.bytes)
                ?? throw new CheckpointException(path, $"the entry '{Rest}' is empty");
        }
        catch (JsonException exception)
        {
            throw new CheckpointException(path, $"the entry '{Rest}' is not what a fine-tuning run writes: {exception.Message}", exception);
        }
    }
}
