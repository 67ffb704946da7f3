using Microsoft.CodeAnalysis;
using Pruning.Generators.Reading.Values;

namespace Pruning.Generators.Reading;

/// <content>Recognises TorchSharp's symbols, by name: it comes in two assemblies.</content>
internal sealed partial class Interpreter
{
    private const string TorchNamespace = "TorchSharp";

    /// <summary>Types with all their names, as generated code writes them.</summary>
    internal static string FullName(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    private static bool IsTorch(ISymbol symbol)
    {
        if (Sources.Has(symbol is IMethodSymbol { AssociatedSymbol: { } member } ? member : symbol))
        {
            return false;
        }

        INamespaceSymbol? space = symbol.ContainingNamespace;
        while (space is { ContainingNamespace.IsGlobalNamespace: false })
        {
            space = space.ContainingNamespace;
        }

        return space?.Name == TorchNamespace;
    }

    /// <summary>The name of a member as models have it: <c>Tensor.view</c>, <c>torch.cat</c>, <c>torch.nn.functional.relu</c>.</summary>
    private static string MemberName(ISymbol member)
    {
        string type = PathOf(member.ContainingType);
        string owner = type == "torch.Tensor" ? "Tensor" : type;
        string name = member is IPropertySymbol { IsIndexer: true } ? "this[]" : member.Name;
        return $"{owner}.{name}";
    }

    /// <summary>A type's name inside TorchSharp, without type parameters: <c>torch.nn.Module</c>, <c>Modules.Conv2d</c>.</summary>
    private static string PathOf(INamedTypeSymbol type)
    {
        if (type.ContainingType is { } outer)
        {
            return $"{PathOf(outer)}.{type.Name}";
        }

        string space = type.ContainingNamespace.ToDisplayString();
        return space == TorchNamespace ? type.Name
            : space.StartsWith(TorchNamespace + ".", StringComparison.Ordinal) ? $"{space.Substring(TorchNamespace.Length + 1)}.{type.Name}"
            : $"{space}.{type.Name}";
    }

    private static bool IsTorchType(ITypeSymbol? type, string path) =>
        type is INamedTypeSymbol named && IsTorch(named) && PathOf(named) == path;

    private static bool IsTensor(ITypeSymbol? type) => IsTorchType(type, "torch.Tensor") || IsTorchType(type, "Modules.Parameter");

    internal static bool IsModule(ITypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (IsTorchType(type, "torch.nn.Module"))
            {
                return true;
            }
        }

        return false;
    }

    private static ContainerKind? ContainerKindOf(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (IsTorch(current))
            {
                switch (PathOf(current))
                {
                    case "Modules.Sequential":
                        return ContainerKind.Sequential;
                    case "Modules.ModuleList":
                        return ContainerKind.List;
                    case "Modules.ModuleDict":
                        return ContainerKind.Dictionary;
                }
            }
        }

        return null;
    }

    private static Value TorchConstant(ISymbol member, ITypeSymbol type) =>
        PathOf(member.ContainingType) == "torch.TensorIndex" && ConstantIndex(member.Name) is { } index
            ? index
            : new CodeConstant($"{FullName(member.ContainingType)}.{member.Name}", type);
}
