using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Pruning.LibTorch.Tests.Api;

/// <summary>The public and protected signatures of an assembly, one a line.</summary>
internal static class Signatures
{
    private static readonly SymbolDisplayFormat Format = new(
        SymbolDisplayGlobalNamespaceStyle.Omitted,
        SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        SymbolDisplayGenericsOptions.IncludeTypeParameters,
        SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeContainingType
            | SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeModifiers
            | SymbolDisplayMemberOptions.IncludeConstantValue | SymbolDisplayMemberOptions.IncludeRef,
        SymbolDisplayDelegateStyle.NameAndSignature,
        SymbolDisplayExtensionMethodStyle.StaticMethod,
        SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName
            | SymbolDisplayParameterOptions.IncludeDefaultValue | SymbolDisplayParameterOptions.IncludeParamsRefOut
            | SymbolDisplayParameterOptions.IncludeExtensionThis,
        SymbolDisplayPropertyStyle.ShowReadWriteDescriptor,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    /// <summary>Those of the namespaces whose full name starts with this.</summary>
    internal static IReadOnlySet<string> Of(string assembly, string rootNamespace)
    {
        var framework = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path));
        MetadataReference subject = MetadataReference.CreateFromFile(assembly);
        var compilation = CSharpCompilation.Create("signatures", references: framework.Append(subject));
        var symbol = (IAssemblySymbol)compilation.GetAssemblyOrModuleSymbol(subject)!;
        return Namespaces(symbol.GlobalNamespace)
            .Where(found => found.ToDisplayString().StartsWith(rootNamespace, StringComparison.Ordinal))
            .SelectMany(found => found.GetTypeMembers())
            .SelectMany(Of)
            .ToHashSet();
    }

    private static IEnumerable<INamespaceSymbol> Namespaces(INamespaceSymbol root) =>
        root.GetNamespaceMembers().SelectMany(Namespaces).Prepend(root);

    private static IEnumerable<string> Of(INamedTypeSymbol type) =>
        !IsVisible(type) ? [] : type.GetMembers().Where(IsVisible).SelectMany(Of).Prepend(Head(type));

    private static IEnumerable<string> Of(ISymbol member) => member switch
    {
        INamedTypeSymbol nested => Of(nested),
        IMethodSymbol
        {
            MethodKind: MethodKind.PropertyGet or MethodKind.PropertySet or MethodKind.EventAdd or MethodKind.EventRemove
        } => [],
        _ => [member.ToDisplayString(Format)],
    };

    private static string Head(INamedTypeSymbol type)
    {
        var bases = type.Interfaces.Where(found => found.DeclaredAccessibility == Accessibility.Public)
            .Prepend(type.BaseType is { SpecialType: not SpecialType.System_Object } parent ? parent : null)
            .OfType<INamedTypeSymbol>()
            .Select(found => found.ToDisplayString(Format))
            .ToArray();
        string modifier = type.IsStatic ? "static " : type is { IsAbstract: true, TypeKind: TypeKind.Class } ? "abstract " : "";
        string kind = type.TypeKind.ToString().ToLowerInvariant();
        string suffix = bases.Length > 0 ? " : " + string.Join(", ", bases) : "";
        return $"{modifier}{kind} {type.ToDisplayString(Format)}{suffix}";
    }

    private static bool IsVisible(ISymbol symbol) =>
        symbol.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal;
}
