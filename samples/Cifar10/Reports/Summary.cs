using System.Text.Json;

namespace Cifar10.Reports;

/// <summary>The results for programs to read.</summary>
internal sealed record Summary(string Model, string Dataset, Result Dense, Result Pruned, Result FineTuned, double Seconds)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Writes the file; an old one survives until the new one is complete.</summary>
    public void Save(string path)
    {
        string temporary = path + ".new";
        File.WriteAllText(temporary, ToJson() + "\n");
        File.Move(temporary, path, overwrite: true);
    }
}
