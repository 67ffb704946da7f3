using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Pruning.CodeFixes;

/// <summary>For PRUNE1005: removes an attribute that has no effect. Of one that does more, an argument is reported and stays.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class RemoveAttribute() : DocumentFix("Remove the attribute", "PRUNE1005")
{
    /// <inheritdoc />
    protected override SyntaxNode Fix(SyntaxNode root, ImmutableArray<Diagnostic> diagnostics)
    {
        var superfluous = new HashSet<AttributeSyntax>(Superfluous(root, diagnostics));
        IEnumerable<MemberDeclarationSyntax> members = superfluous
            .Select(attribute => attribute.FirstAncestorOrSelf<MemberDeclarationSyntax>()!)
            .Distinct();
        return root.ReplaceNodes(members, (member, _) => Without(member, superfluous));
    }

    private static IEnumerable<AttributeSyntax> Superfluous(SyntaxNode root, ImmutableArray<Diagnostic> diagnostics) => diagnostics
        .SelectMany(diagnostic => root.FindNode(diagnostic.Location.SourceSpan).AncestorsAndSelf().OfType<AttributeSyntax>().Take(1)
            .Where(attribute => attribute.Span == diagnostic.Location.SourceSpan));

    /// <summary>The member without attributes; lists that become empty go, too, and what preceded the first of them stays.</summary>
    private static MemberDeclarationSyntax Without(MemberDeclarationSyntax member, HashSet<AttributeSyntax> superfluous)
    {
        IEnumerable<SyntaxNode> removed = member.AttributeLists.SelectMany(list =>
            list.Attributes.All(superfluous.Contains) ? [list] : list.Attributes.Where(superfluous.Contains).AsEnumerable<SyntaxNode>());
        return member.RemoveNodes(removed, SyntaxRemoveOptions.KeepNoTrivia)!.WithLeadingTrivia(member.GetLeadingTrivia());
    }
}
