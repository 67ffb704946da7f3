namespace Pruning.Generators.Networks;

/// <summary>What the source declares of code that is not read: the shapes of what flows in and out.</summary>
/// <param name="Inputs">The shape of each tensor that flows in; none if any may.</param>
/// <param name="Output">The shape of the tensor that flows out.</param>
/// <param name="Coupled">The names of sizes whose channels pass through one by one.</param>
public sealed record Signature(EquatableArray<DeclaredShape> Inputs, DeclaredShape Output, EquatableArray<string> Coupled);

/// <summary>A shape as the source declares it.</summary>
public sealed record DeclaredShape(EquatableArray<DeclaredSize> Sizes);

/// <summary>A number, or a name that may be multiplied with and divided by numbers.</summary>
/// <param name="Name">The name; null for a number.</param>
/// <param name="Times">The number, or what the name is multiplied with.</param>
/// <param name="Per">What the product is divided by.</param>
public sealed record DeclaredSize(string? Name, long Times, long Per)
{
    /// <summary>Whether it is a name and nothing else.</summary>
    public bool IsName => Name is not null && Times == 1 && Per == 1;
}
