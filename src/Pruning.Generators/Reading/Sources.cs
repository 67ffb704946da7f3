using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Pruning.Generators.Reading;

/// <summary>Finds the operation trees of methods, constructors and initialisers.</summary>
internal sealed class Sources(Compilation compilation)
{
    private readonly Dictionary<SyntaxTree, SemanticModel> _models = [];
    private readonly Dictionary<ISymbol, IOperation?> _bodies = new(SymbolEqualityComparer.Default);

    /// <summary>Whether the symbol is declared in this compilation's source.</summary>
    public static bool Has(ISymbol symbol) => symbol.OriginalDefinition.DeclaringSyntaxReferences.Length > 0;

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

    private IOperation? Operation(SyntaxNode syntax)
    {
        if (!_models.TryGetValue(syntax.SyntaxTree, out SemanticModel? model))
        {
            model = compilation.GetSemanticModel(syntax.SyntaxTree);
            _models.Add(syntax.SyntaxTree, model);
        }

        return model.GetOperation(syntax);
    }
}
