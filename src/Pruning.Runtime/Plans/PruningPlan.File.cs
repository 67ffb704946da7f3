using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pruning;

public sealed partial class PruningPlan
{
    internal const string Format = "pruning-plan/1";

    private static readonly JsonSerializerOptions AsWritten = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads a plan file (<c>*.prune.json</c>).</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="PruningException">It is not a plan; the message names file, line and column.</exception>
    public static PruningPlan Load(string path) => PlanReader.Read(File.ReadAllBytes(path), path);

    /// <summary>Reads a plan from the text of a plan file.</summary>
    /// <exception cref="PruningException">The text is not a plan; the message names line and column.</exception>
    public static PruningPlan Parse(string json) => PlanReader.Read(Encoding.UTF8.GetBytes(json), "plan");

    /// <summary>
    /// Writes the plan file; the same plan always gives the same bytes. A <c>*.prune.json</c> that is part of the project becomes a class
    /// of its own at the next build.
    /// </summary>
    /// <exception cref="IOException">The file cannot be written; what was there before is unchanged.</exception>
    public void Save(string path) => AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(ToJson())));

    /// <summary>The text of the plan file: one line per group, so that version control shows what changed.</summary>
    public string ToJson()
    {
        var groups = Groups.Select(group =>
            $"    {Quoted(group.Name)}: {{ \"of\": {group.Of}, \"keep\": [{string.Join(", ", group.Keep)}] }}");
        return $$"""
            {
              "format": {{Quoted(Format)}},
              "model": {{Quoted(Model)}},
              "fingerprint": {{Quoted(Fingerprint)}},
              "groups": {
            {{string.Join(",\n", groups)}}
              }
            }

            """.ReplaceLineEndings("\n");
    }

    internal static PruningPlan FromFile(string model, string fingerprint, IEnumerable<PlannedGroup> groups) =>
        new(model, fingerprint, [.. groups]);

    private static string Quoted(string text) => JsonSerializer.Serialize(text, AsWritten);
}
