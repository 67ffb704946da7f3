using System.Collections.Immutable;

namespace Pruning;

/// <summary>What stays of one group.</summary>
public sealed record PlannedGroup
{
    /// <summary>The given channels of a group stay.</summary>
    /// <param name="name">The group's name.</param>
    /// <param name="of">The number of channels of the dense model.</param>
    /// <param name="keep">The channels that stay, ascending.</param>
    /// <exception cref="PruningException">
    /// No channel stays, or the channels are not ascending numbers below <paramref name="of"/>.
    /// </exception>
    public PlannedGroup(string name, int of, ImmutableArray<int> keep)
    {
        if (keep.IsEmpty)
        {
            throw new PruningException($"No channel of group '{name}' would stay; at least one must.");
        }
        for (int index = 0; index < keep.Length; index++)
        {
            if (keep[index] < 0 || keep[index] >= of)
            {
                throw new PruningException($"Group '{name}' has no channel {keep[index]}; its {of} channels are counted from 0.");
            }
            if (index > 0 && keep[index] <= keep[index - 1])
            {
                throw new PruningException(
                    $"The channels of group '{name}' must ascend, but {keep[index]} comes after {keep[index - 1]}.");
            }
        }

        Name = name;
        Of = of;
        Keep = keep;
    }

    /// <summary>The group's name.</summary>
    public string Name { get; }

    /// <summary>The number of channels of the dense model.</summary>
    public int Of { get; }

    /// <summary>The channels that stay, ascending.</summary>
    public ImmutableArray<int> Keep { get; }

    /// <summary>Whether name and channels are the same.</summary>
    public bool Equals(PlannedGroup? other) =>
        other is not null && Name == other.Name && Of == other.Of && Keep.AsSpan().SequenceEqual(other.Keep.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => Keep.Aggregate(HashCode.Combine(Name, Of), HashCode.Combine);
}
