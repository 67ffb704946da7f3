using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Pruning.Generators.Diagnostics;

namespace Pruning.CodeFixes;

/// <summary>For PRUNE0004: gives inputs that lack a shape one that fits the first layer; what it leaves to guess is for the user to mend.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class AddInputShape() : DocumentFix("Add input shapes", "PRUNE0004")
{
    /// <inheritdoc />
    protected override bool CanFix(Diagnostic diagnostic) => diagnostic.Properties.ContainsKey(FixData.Inputs);

    /// <inheritdoc />
    protected override string TitleFor(Diagnostic diagnostic) =>
        $"Add \"{diagnostic.Properties[FixData.Inputs]!.Replace("|", "\", \"")}\"";

    /// <inheritdoc />
    protected override SyntaxNode Fix(SyntaxNode root, ImmutableArray<Diagnostic> diagnostics)
    {
        var shapes = new Dictionary<AttributeSyntax, string[]>();
        foreach (Diagnostic diagnostic in diagnostics)
        {
            if (root.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<AttributeSyntax>() is { } attribute)
            {
                shapes[attribute] = diagnostic.Properties[FixData.Inputs]!.Split('|');
            }
        }

        return root.ReplaceNodes(shapes.Keys, (attribute, _) => With(attribute, shapes[attribute]));
    }

    /// <summary>The attribute with more texts behind those that it has, before the named arguments.</summary>
    private static AttributeSyntax With(AttributeSyntax attribute, IEnumerable<string> shapes)
    {
        AttributeArgumentListSyntax list = attribute.ArgumentList ?? SyntaxFactory.AttributeArgumentList();
        var given = list.Arguments.Where(argument => argument.NameEquals is null);
        var added = shapes.Select(shape => SyntaxFactory.AttributeArgument(
            SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(shape))));
        AttributeArgumentSyntax[] all = [.. given, .. added, .. list.Arguments.Where(argument => argument.NameEquals is not null)];
        IEnumerable<SyntaxToken> commas = Enumerable.Repeat(
            SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space), all.Length - 1);
        return attribute.WithArgumentList(list.WithArguments(SyntaxFactory.SeparatedList(all, commas)));
    }
}
