using Microsoft.CodeAnalysis;

namespace Pruning.Generators.Reading;

/// <summary>Finds this library's attributes on symbols.</summary>
internal static class PruningAttributes
{
    /// <summary>The attributes of these names, as they stand in the source.</summary>
    public static IEnumerable<AttributeData> On(ISymbol symbol, params string[] names) =>
        symbol.GetAttributes().Where(attribute => attribute.AttributeClass is { } type && names.Contains(type.Name)
            && type.ContainingNamespace is { Name: "Pruning", ContainingNamespace.IsGlobalNamespace: true });

    /// <summary>The texts that an attribute's constructor is given as <c>params</c>.</summary>
    public static IReadOnlyList<string> Texts(AttributeData attribute) =>
        attribute.ConstructorArguments is [{ Kind: TypedConstantKind.Array, IsNull: false, Values: var texts }]
            ? [.. texts.Select(text => text.Value as string ?? "")]
            : [];

    /// <summary>Where an attribute stands.</summary>
    public static Location LocationOf(AttributeData attribute) =>
        attribute.ApplicationSyntaxReference?.GetSyntax().GetLocation() ?? Location.None;
}
