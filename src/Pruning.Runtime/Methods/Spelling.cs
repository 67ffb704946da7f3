namespace Pruning;

/// <summary>Finds what somebody meant who misspelt a name.</summary>
internal static class Spelling
{
    /// <summary>The known name that takes the fewest changes; of equals the first.</summary>
    /// <param name="name">What was written.</param>
    /// <param name="known">The names that there are, at least one.</param>
    public static string Nearest(string name, IEnumerable<string> known) => known.MinBy(candidate => Distance(candidate, name))!;

    // How many letters must be changed, added or left out (Levenshtein).
    private static int Distance(string one, string other)
    {
        int[] row = [.. Enumerable.Range(0, other.Length + 1)];
        foreach (char letter in one)
        {
            int diagonal = row[0]++;
            for (int column = 1; column < row.Length; column++)
            {
                int changed = diagonal + (letter == other[column - 1] ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.Min(changed, Math.Min(row[column], row[column - 1]) + 1);
            }
        }
        return row[^1];
    }
}
