namespace Pruning.Generators.Tests.Fuzzing;

/// <summary>Makes a failing network small: removes steps as long as it still fails.</summary>
internal static class Shrinking
{
    /// <summary>A smaller network that fails.</summary>
    /// <param name="network">A network that fails.</param>
    /// <param name="first">What is wrong with it.</param>
    /// <param name="fault">What is wrong with each of several networks; null for those that are right.</param>
    public static (NetworkDescription Network, string Fault) Shrink(
        NetworkDescription network, string first, Func<IReadOnlyList<NetworkDescription>, IReadOnlyList<string?>> fault)
    {
        string known = first;
        for (int count = Math.Max(1, network.Steps.Length / 2); count >= 1;)
        {
            NetworkDescription[] smaller = [.. Enumerable.Range(0, Math.Max(0, network.Steps.Length - count + 1))
                .Select(start => network.Without(start, count))];
            IReadOnlyList<string?> faults = smaller.Length == 0 ? [] : fault(smaller);
            int failing = Enumerable.Range(0, faults.Count).FirstOrDefault(place => faults[place] is not null, -1);
            if (failing < 0)
            {
                count /= 2;
                continue;
            }

            (network, known) = (smaller[failing], faults[failing]!);
            count = Math.Max(1, Math.Min(count, network.Steps.Length / 2));
        }

        return (network, known);
    }
}
