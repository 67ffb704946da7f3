using Microsoft.CodeAnalysis;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Reading;

/// <summary>What a class is called, and how the part of it that is generated is declared.</summary>
internal static class TypeNames
{
    /// <summary>The name of a class, or of one variant of it.</summary>
    public static TypeName Of(INamedTypeSymbol type, string? variant)
    {
        var containers = new List<string>();
        string metadataName = type.MetadataName;
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            containers.Insert(0, DeclarationOf(outer));
            metadataName = $"{outer.MetadataName}+{metadataName}";
        }

        string space = type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString();
        return new TypeName(
            space, containers.ToEquatableArray(), DeclarationOf(type), type.Name,
            type.DeclaredAccessibility == Accessibility.Public ? "public" : "internal")
        {
            MetadataName = (space.Length == 0 ? metadataName : $"{space}.{metadataName}")
                + (variant is null ? "" : "+" + variant),
            Variant = variant,
        };
    }

    private static string DeclarationOf(INamedTypeSymbol type)
    {
        string kind = type switch
        {
            { TypeKind: TypeKind.Interface } => "interface",
            { IsRecord: true, IsValueType: true } => "record struct",
            { IsRecord: true } => "record",
            { IsValueType: true } => "struct",
            _ => "class",
        };
        string parameters = string.Join(", ", type.TypeParameters.Select(parameter => parameter.Name));
        return $"partial {kind} {type.Name}{(parameters.Length == 0 ? "" : $"<{parameters}>")}";
    }
}
