using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Pruning;

/// <summary>The points of a scan, which are kept in a file as long as it is unfinished.</summary>
internal sealed class SensitivityScanState
{
    private readonly string? _path;
    private Facts _facts;

    private SensitivityScanState(string? path, Facts facts)
    {
        _path = path;
        _facts = facts;
    }

    /// <summary>In the order in which they were measured: group after group.</summary>
    public ImmutableArray<SensitivityPoint> Points => _facts.Points;

    /// <exception cref="PruningException">The file is of another scan, or none.</exception>
    public static SensitivityScanState Of(string? path, Scores scores, ImmutableArray<double> ratios)
    {
        string run = RunOf(scores, ratios);
        if (path is null || !File.Exists(path))
        {
            return new SensitivityScanState(path, new Facts(run, null, []));
        }
        Facts? facts;
        try
        {
            facts = JsonSerializer.Deserialize<Facts>(File.ReadAllBytes(path));
        }
        catch (JsonException exception)
        {
            throw new PruningException($"{path} is not the state of a scan: {exception.Message}", exception);
        }
        return facts?.Run == run
            ? new SensitivityScanState(path, facts)
            : throw new PruningException(
                $"{path} is the state of another scan: of another model, other scores or other ratios. Delete the file, or go on with the " +
                "same scan.");
    }

    /// <summary>The quality of the dense network, measured at the first time.</summary>
    public double Dense(Func<double> quality)
    {
        if (_facts.Dense is null)
        {
            Keep(_facts with { Dense = quality() });
        }
        return _facts.Dense!.Value;
    }

    public bool Has(string group, double ratio) => Points.Any(point => point.Group == group && point.Ratio == ratio);

    public void Add(SensitivityPoint point) => Keep(_facts with { Points = Points.Add(point) });

    public void Finish()
    {
        if (_path is not null)
        {
            File.Delete(_path);
        }
    }

    private void Keep(Facts facts)
    {
        _facts = facts;
        if (_path is not null)
        {
            AtomicFile.Write(_path, stream => JsonSerializer.Serialize(stream, facts));
        }
    }

    private static string RunOf(Scores scores, ImmutableArray<double> ratios)
    {
        var text = new StringBuilder($"{scores.Graph.Model} {scores.Graph.Fingerprint}");
        foreach (double number in ratios.Concat(Enumerable.Range(0, scores.Graph.Groups.Length).SelectMany(group => scores[group])))
        {
            text.Append(' ').Append(number.ToString("R", CultureInfo.InvariantCulture));
        }
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <param name="Run">What the scan is of.</param>
    /// <param name="Dense">The quality of the dense network.</param>
    /// <param name="Points">What has been measured.</param>
    private sealed record Facts(string Run, double? Dense, ImmutableArray<SensitivityPoint> Points);
}
