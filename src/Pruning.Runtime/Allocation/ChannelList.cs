using System.Collections.Immutable;
using System.Globalization;

namespace Pruning;

/// <summary>Channels written down by hand: <c>"105, 8, 9, 11-13"</c>.</summary>
internal static class ChannelList
{
    /// <summary>The channels that a text names, ascending, each once.</summary>
    /// <param name="text">Numbers and ascending ranges, counted from 0, with commas between.</param>
    /// <param name="group">The group that they are channels of.</param>
    /// <exception cref="PruningException">
    /// The text is no such list, names a channel that the group does not have, or all that it has.
    /// </exception>
    public static ImmutableArray<int> Parse(string text, Group group)
    {
        ArgumentNullException.ThrowIfNull(text);
        var channels = new SortedSet<int>();
        foreach (string item in text.Split(',', StringSplitOptions.TrimEntries))
        {
            string[] ends = item.Split('-', StringSplitOptions.TrimEntries);
            if (ends.Length > 2 || !TryRead(ends[0], out int first) || !TryRead(ends[^1], out int last))
            {
                throw new PruningException(
                    $"'{item}' in \"{text}\" is neither a channel nor a range of channels; write for instance \"105, 8, 9, 11-13\".");
            }
            if (last < first)
            {
                throw new PruningException($"The range {item} in \"{text}\" descends; write {last}-{first}.");
            }
            if (last >= group.Channels)
            {
                throw new PruningException(
                    $"Group '{group.Name}' has no channel {last}; its {group.Channels} channels are counted from 0.");
            }
            channels.UnionWith(Enumerable.Range(first, last - first + 1));
        }
        return channels.Count < group.Channels
            ? [.. channels]
            : throw new PruningException($"\"{text}\" names all {group.Channels} channels of group '{group.Name}'; one must stay.");
    }

    private static bool TryRead(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
