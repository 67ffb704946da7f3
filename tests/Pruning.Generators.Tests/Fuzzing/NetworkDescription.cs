using System.Collections.Immutable;

namespace Pruning.Generators.Tests.Fuzzing;

/// <summary>
/// A small network as a list of steps. Every list is a network: a step that its input does not allow does nothing, so steps can be removed
/// at will, and what is left is still a network.
/// </summary>
/// <param name="Steps">The steps, in order.</param>
internal sealed record NetworkDescription(ImmutableArray<Step> Steps)
{
    /// <summary>A random network.</summary>
    public static NetworkDescription Random(int seed)
    {
        var random = new Random(seed);
        string[] operators = [.. Operators.All.Keys];
        return new([.. Enumerable.Range(0, random.Next(4, 11)).Select(_ => new Step(
            operators[random.Next(operators.Length)],
            random.Next(4) > 0 ? 0 : random.Next(1, 6),
            random.Next(6),
            random.Next(12)))]);
    }

    /// <summary>The network without some steps.</summary>
    public NetworkDescription Without(int start, int count) => new(Steps.RemoveRange(start, count));

    /// <inheritdoc/>
    public override string ToString() => string.Join("; ", Steps.Select(step => $"{step.Operator} {step.From} {step.Other} {step.Size}"));
}

/// <summary>One operator of a network.</summary>
/// <param name="Operator">Its name in <see cref="Operators.All"/>.</param>
/// <param name="From">What it is applied to: so many values before the latest.</param>
/// <param name="Other">The second operand, if it has one: so many values before the latest.</param>
/// <param name="Size">A number that its sizes follow from.</param>
internal sealed record Step(string Operator, int From, int Other, int Size);
