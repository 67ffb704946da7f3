using System.Collections.Immutable;

namespace Pruning.Tool.Graphs;

/// <summary>
/// The picture's layout: layers are rows, and each group is a vertical track from the first to the last row that touches it. Tracks that do
/// not overlap share a column.
/// </summary>
internal sealed class TrackLayout
{
    /// <summary>Gives each group the leftmost column that is free.</summary>
    public TrackLayout(CouplingGraph couplings)
    {
        var lastRows = new List<int>();
        Tracks =
        [
            .. couplings.Layers
                .SelectMany(layer => layer.Links.Select(link => (link.Group, layer.Row)))
                .GroupBy(touch => touch.Group, touch => touch.Row)
                .Select(rows => (Group: rows.Key, First: rows.Min(), Last: rows.Max()))
                .OrderBy(track => track.First)
                .ThenByDescending(track => track.Last)
                .Select(track => new Track(track.Group, Place(lastRows, track.First, track.Last), track.First, track.Last)),
        ];
        Columns = lastRows.Count;
    }

    /// <summary>The tracks, from top to bottom.</summary>
    public ImmutableArray<Track> Tracks { get; }

    /// <summary>How many columns there are.</summary>
    public int Columns { get; }

    private static int Place(List<int> lastRows, int first, int last)
    {
        int column = lastRows.FindIndex(row => row < first);
        if (column < 0)
        {
            column = lastRows.Count;
            lastRows.Add(last);
        }

        lastRows[column] = last;
        return column;
    }
}

/// <summary>A group's track.</summary>
internal sealed record Track(int Group, int Column, int First, int Last);
