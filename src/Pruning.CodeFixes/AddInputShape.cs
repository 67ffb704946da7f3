using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Pruning.Generators.Diagnostics;

namespace Pruning.CodeFixes;

/// <summary>For PRUNE0004: gives inputs that lack a shape one that fits the first layer; what it leaves to guess is for the user to mend.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class AddInputShape : CodeFixProvider
{
    private const string Title = "Add input shapes";

    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["PRUNE0004"];

    /// <inheritdoc />
    public override FixAllProvider GetFixAllProvider() => FixAllProvider.Create(static async (context, document, diagnostics) =>
        await Fix(document, diagnostics, context.CancellationToken).ConfigureAwait(false));

    /// <inheritdoc />
    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        ImmutableArray<Diagnostic> fixable = context.Diagnostics.RemoveAll(diagnostic => !diagnostic.Properties.ContainsKey(FixData.Inputs));
        if (!fixable.IsEmpty)
        {
            string title = $"Add \"{fixable[0].Properties[FixData.Inputs]!.Replace("|", "\", \"")}\"";
            context.RegisterCodeFix(CodeAction.Create(title, cancellation => Fix(context.Document, fixable, cancellation), Title), fixable);
        }

        return Task.CompletedTask;
    }

    private static async Task<Document> Fix(Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellation)
    {
        SyntaxNode? root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        if (root is null)
        {
            return document;
        }

        var shapes = new Dictionary<AttributeSyntax, string[]>();
        foreach (Diagnostic diagnostic in diagnostics)
        {
            if (diagnostic.Properties.TryGetValue(FixData.Inputs, out string? inputs)
                && root.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<AttributeSyntax>() is { } attribute)
            {
                shapes[attribute] = inputs!.Split('|');
            }
        }

        return document.WithSyntaxRoot(root.ReplaceNodes(shapes.Keys, (attribute, _) => With(attribute, shapes[attribute])));
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
