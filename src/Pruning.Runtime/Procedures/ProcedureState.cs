using System.Collections.Immutable;
using System.Text.Json;
using static TorchSharp.torch;

namespace Pruning;

/// <summary>
/// The file of an unfinished procedure: a safetensors file with weights and masks of every network that can still be gone back to, and the
/// rounds so far, as JSON.
/// </summary>
internal static class ProcedureState
{
    private const string Rest = "procedure";

    /// <summary>What a file says besides tensors.</summary>
    private sealed record Facts(string Run, double Accuracy, Cost Cost, ImmutableArray<RoundFacts> Rounds, ImmutableArray<int> Reached);

    /// <summary>A round, with its plan as the text of a plan file.</summary>
    private sealed record RoundFacts(int From, double Target, string Plan, Cost Cost, double Sparsity, double Accuracy, bool Accepted);

    public static void Write(
        string path, string run, ProcedureHistory history, IReadOnlyDictionary<int, ReachedNetwork> reached)
    {
        using var scope = NewDisposeScope();
        var facts = new Facts(
            run,
            history.Accuracy,
            history.Cost,
            [
                .. history.Rounds.Select(round => new RoundFacts(
                    round.From, round.Target, round.Plan.ToJson(), round.Cost, round.Sparsity, round.Accuracy, round.Accepted)),
            ],
            [.. reached.Keys]);
        Dictionary<string, Tensor> tensors = new() { [Rest] = tensor(JsonSerializer.SerializeToUtf8Bytes(facts)) };
        foreach ((int round, ReachedNetwork network) in reached)
        {
            foreach ((string name, Tensor weight) in network.Weights.Tensors)
            {
                tensors.Add(Weight(round) + name, weight);
            }
            foreach ((string name, Tensor mask) in network.Masks.Tensors)
            {
                tensors.Add(Mask(round) + name, mask);
            }
        }
        AtomicFile.Write(path, stream => SafetensorsWriter.Write(stream, tensors));
    }

    /// <summary>Reads a file, and adds the networks in it.</summary>
    /// <exception cref="PruningException">It is the file of another run.</exception>
    public static ProcedureHistory Read(string path, string run, Graph graph, Dictionary<int, ReachedNetwork> reached)
    {
        using StateDictionary tensors = Checkpoint.Read(path);
        Facts facts = FactsOf(path, tensors);
        if (facts.Run != run)
        {
            throw new PruningException(
                $"{path} is the state of another procedure ({facts.Run}); this one is ({run}). Delete the file, or go on with the same " +
                "procedure.");
        }
        var history = new ProcedureHistory(facts.Accuracy, facts.Cost, [.. facts.Rounds.Select((round, index) => new Round(
            index + 1, round.From, round.Target, PruningPlan.Parse(round.Plan), round.Cost, round.Sparsity, round.Accuracy,
            round.Accepted))]);
        foreach (int round in facts.Reached)
        {
            PruningPlan plan = round == 0 ? PruningPlan.Dense(graph) : history.Rounds[round - 1].Plan;
            reached.Add(round, new ReachedNetwork(
                plan, ModelSnapshot.Of(WithPrefix(tensors, Weight(round))), WeightMasks.Of(WithPrefix(tensors, Mask(round)))));
        }
        return history;
    }
    private static string Weight(int round) => $"{round}.weight.";

    private static string Mask(int round) => $"{round}.mask.";

    private static Dictionary<string, Tensor> WithPrefix(StateDictionary tensors, string prefix) => tensors
        .Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal))
        .ToDictionary(pair => pair.Key[prefix.Length..], pair => pair.Value);

    private static Facts FactsOf(string path, StateDictionary tensors)
    {
        if (!tensors.TryGetValue(Rest, out Tensor? bytes))
        {
            throw new CheckpointException(path, $"this is not the state of a procedure: it has no entry '{Rest}'");
        }
        try
        {
            return JsonSerializer.Deserialize<Facts>(bytes.bytes)
                ?? throw new CheckpointException(path, $"the entry '{Rest}' is empty");
        }
        catch (JsonException exception)
        {
            throw new CheckpointException(path, $"the entry '{Rest}' is not what a procedure writes: {exception.Message}", exception);
        }
    }
}
