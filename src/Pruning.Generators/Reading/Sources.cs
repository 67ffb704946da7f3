using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Pruning.Generators.Reading;

/// <summary>Finds the operation trees of methods, constructors and initialisers.</summary>
internal sealed class Sources(Compilation compilation)
{
    private readonly Dictionary<SyntaxTree, SemanticModel> _models = [];
    private readonly Dictionary<ISymbol, IOperation?> _bodies = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, bool> _reassigned = new(SymbolEqualityComparer.Default);

    /// <summary>Whether the symbol is declared in this compilation's source.</summary>
    public static bool Has(ISymbol symbol) => symbol.OriginalDefinition.DeclaringSyntaxReferences.Length > 0;

    /// <summary>Whether a method takes the place of one that the source does not declare, such as TorchSharp's <c>forward</c>.</summary>
    public static bool OverridesLibrary(IMethodSymbol method)
    {
        while (method.OverriddenMethod is { } overridden)
        {
            method = overridden;
        }

        return !Has(method);
    }

    /// <summary>A class and its bases, as far as the source declares them, the derived ones first.</summary>
    public static IEnumerable<INamedTypeSymbol> ClassesOf(INamedTypeSymbol? type)
    {
        for (; type is not null && Has(type); type = type.BaseType)
        {
            yield return type;
        }
    }

    /// <summary>The fields of an instance that the source declares, those of derived classes first.</summary>
    public static IEnumerable<IFieldSymbol> FieldsOf(INamedTypeSymbol type) => ClassesOf(type)
        .SelectMany(declared => declared.OriginalDefinition.GetMembers().OfType<IFieldSymbol>().Where(field => !field.IsStatic));

    /// <summary>The body of a method, constructor or accessor; null where the compiler makes it, or for an abstract member.</summary>
    public IOperation? Body(IMethodSymbol method)
    {
        method = (IMethodSymbol)method.OriginalDefinition;
        method = method.PartialImplementationPart ?? method;
        if (!_bodies.TryGetValue(method, out IOperation? body))
        {
            SyntaxNode? syntax = method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax();
            body = syntax is null ? null : Operation(syntax);
            _bodies.Add(method, body);
        }

        return body;
    }

    /// <summary>The initial value that a field's or property's declaration gives; null without one.</summary>
    public IOperation? Initializer(ISymbol member)
    {
        if (!_bodies.TryGetValue(member, out IOperation? value))
        {
            EqualsValueClauseSyntax? clause = member.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() switch
            {
                VariableDeclaratorSyntax field => field.Initializer,
                PropertyDeclarationSyntax property => property.Initializer,
                _ => null,
            };
            value = clause is null ? null : Operation(clause) switch
            {
                ISymbolInitializerOperation initializer => initializer.Value,
                var other => other,
            };
            _bodies.Add(member, value);
        }

        return value;
    }

    /// <summary>The call of the base constructor that a primary constructor makes; null if it passes nothing.</summary>
    public IInvocationOperation? PrimaryBaseCall(INamedTypeSymbol type) => type.DeclaringSyntaxReferences
        .Select(reference => reference.GetSyntax())
        .OfType<TypeDeclarationSyntax>()
        .SelectMany(declaration => declaration.BaseList?.Types ?? default)
        .OfType<PrimaryConstructorBaseTypeSyntax>()
        .Select(syntax => Operation(syntax) as IInvocationOperation)
        .FirstOrDefault();

    /// <summary>Whether code anywhere assigns a static member after its type is initialised.</summary>
    public bool IsReassigned(ISymbol member, CancellationToken cancellation)
    {
        if (!_reassigned.TryGetValue(member, out bool isReassigned))
        {
            isReassigned = compilation.SyntaxTrees
                .SelectMany(tree => tree.GetRoot(cancellation).DescendantNodes())
                .OfType<IdentifierNameSyntax>()
                .Any(name => name.Identifier.ValueText == member.Name && IsAssigned(name) && !IsInStaticConstructor(name, member)
                    && SymbolEqualityComparer.Default.Equals(Model(name.SyntaxTree).GetSymbolInfo(name, cancellation).Symbol, member));
            _reassigned.Add(member, isReassigned);
        }

        return isReassigned;
    }

    /// <summary>Whether this is where something of that name is given a value.</summary>
    public static bool IsAssigned(IdentifierNameSyntax name)
    {
        SyntaxNode whole = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
        return whole.Parent switch
        {
            AssignmentExpressionSyntax assignment => assignment.Left == whole,
            ArgumentSyntax argument => argument.RefKindKeyword.ValueText is "ref" or "out" || argument.Parent is TupleExpressionSyntax,
            PrefixUnaryExpressionSyntax { OperatorToken.ValueText: "++" or "--" } or PostfixUnaryExpressionSyntax => true,
            _ => false,
        };
    }

    private static bool IsInStaticConstructor(SyntaxNode node, ISymbol member) =>
        node.FirstAncestorOrSelf<ConstructorDeclarationSyntax>() is { } constructor
        && member.ContainingType.StaticConstructors.Any(own =>
            own.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax() == constructor));

    private IOperation? Operation(SyntaxNode syntax) => Model(syntax.SyntaxTree).GetOperation(syntax);

    private SemanticModel Model(SyntaxTree tree)
    {
        if (!_models.TryGetValue(tree, out SemanticModel? model))
        {
            model = compilation.GetSemanticModel(tree);
            _models.Add(tree, model);
        }

        return model;
    }
}
