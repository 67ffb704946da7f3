using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Pruning.CodeFixes;

/// <summary>Writes attributes of Pruning on members.</summary>
internal static class MemberAttributes
{
    /// <summary>The project with an attribute on members that do not bear it yet.</summary>
    /// <param name="project">The project.</param>
    /// <param name="members">Documentation ids of the members, and what stands behind the attribute's name there.</param>
    /// <param name="name">The attribute's name without its suffix.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<Solution> Add(
        Project project, IEnumerable<(string Member, string Arguments)> members, string name, CancellationToken cancellation)
    {
        Solution solution = project.Solution;
        if (await project.GetCompilationAsync(cancellation).ConfigureAwait(false) is not { } compilation)
        {
            return solution;
        }

        var declarations = new Dictionary<MemberDeclarationSyntax, string>();
        foreach ((string member, string arguments) in members)
        {
            ISymbol? symbol = DocumentationCommentId.GetFirstSymbolForDeclarationId(member, compilation);
            if (symbol?.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) is { } syntax
                && syntax.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } declaration
                && symbol.GetAttributes().All(attribute => attribute.AttributeClass?.Name != name + "Attribute"))
            {
                declarations[declaration] = arguments;
            }
        }

        foreach (IGrouping<SyntaxTree, MemberDeclarationSyntax> inFile in declarations.Keys.GroupBy(declaration => declaration.SyntaxTree))
        {
            SyntaxNode root = await inFile.Key.GetRootAsync(cancellation).ConfigureAwait(false);
            SemanticModel model = compilation.GetSemanticModel(inFile.Key);
            root = root.ReplaceNodes(inFile, (member, _) => With(member, NameAt(model, member, name) + declarations[member]));
            solution = solution.WithDocumentSyntaxRoot(solution.GetDocument(inFile.Key)!.Id, root);
        }

        return solution;
    }

    /// <summary>The attribute's name where it is imported, else its full name.</summary>
    private static string NameAt(SemanticModel model, SyntaxNode place, string name) =>
        model.LookupNamespacesAndTypes(place.SpanStart, name: name + "Attribute").IsEmpty ? "Pruning." + name : name;

    /// <summary>The member with an attribute on a line of its own before it.</summary>
    private static MemberDeclarationSyntax With(MemberDeclarationSyntax member, string attribute)
    {
        SyntaxTriviaList leading = member.GetLeadingTrivia();
        SyntaxTriviaList indentation = leading.Count > 0 && leading[leading.Count - 1].IsKind(SyntaxKind.WhitespaceTrivia)
            ? SyntaxFactory.TriviaList(leading[leading.Count - 1])
            : SyntaxFactory.TriviaList();
        SyntaxTrivia lineEnd = member.SyntaxTree.GetRoot().DescendantTrivia().FirstOrDefault(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia));
        AttributeListSyntax list = SyntaxFactory.ParseMemberDeclaration($"[{attribute}] int field;")!.AttributeLists[0]
            .WithLeadingTrivia(leading)
            .WithTrailingTrivia(lineEnd.IsKind(SyntaxKind.EndOfLineTrivia) ? lineEnd : SyntaxFactory.LineFeed);
        MemberDeclarationSyntax indented = member.WithLeadingTrivia(indentation);
        return indented.WithAttributeLists(indented.AttributeLists.Insert(0, list));
    }
}
