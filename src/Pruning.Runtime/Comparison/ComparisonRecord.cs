using System.Collections.Immutable;
using System.Text.Json;

namespace Pruning;

/// <summary>What a comparison has finished so far, as its file holds it.</summary>
internal sealed record ComparisonRecord
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>What results depend on, besides criteria and budgets; a run with other settings may not go on from here.</summary>
    public required ImmutableSortedDictionary<string, string> Settings { get; init; }

    public EvaluationResult? Dense { get; init; }

    public ImmutableArray<LossChange> LossChanges { get; init; } = [];

    public ImmutableArray<SensitivityPoint> Sensitivity { get; init; } = [];

    public ImmutableArray<RandomDraws> RandomDraws { get; init; } = [];

    public ImmutableArray<ComparisonCell> Cells { get; init; } = [];

    /// <summary>The record in the file, or an empty one where there is none.</summary>
    /// <exception cref="PruningException">The file is no such record, or that of a comparison with other settings.</exception>
    public static ComparisonRecord Open(string file, ImmutableSortedDictionary<string, string> settings)
    {
        if (!File.Exists(file))
        {
            return new ComparisonRecord { Settings = settings };
        }
        ComparisonRecord kept = Read(file);
        string[] differences =
        [
            .. settings
                .Where(setting => kept.Settings.GetValueOrDefault(setting.Key) != setting.Value)
                .Select(setting => $"{setting.Key} was '{kept.Settings.GetValueOrDefault(setting.Key)}' and is '{setting.Value}'"),
        ];
        return differences.Length == 0 ? kept : throw new PruningException(
            $"{file} is of a comparison with other settings: {string.Join("; ", differences)}. " +
            "Write to another folder, or delete the file.");
    }

    /// <summary>Writes the file; an old one survives until the new one is complete.</summary>
    public void Save(string file) => AtomicFile.Write(file, stream => JsonSerializer.Serialize(stream, this, Json));

    private static ComparisonRecord Read(string file)
    {
        try
        {
            using FileStream stream = File.OpenRead(file);
            return JsonSerializer.Deserialize<ComparisonRecord>(stream, Json) ?? throw new JsonException("it is empty");
        }
        catch (JsonException exception)
        {
            throw new PruningException($"{file} is not what a comparison writes: {exception.Message}", exception);
        }
    }
}
