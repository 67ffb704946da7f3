using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Pruning.Generators.Reading.Memory;

/// <summary>
/// The names that a source file gives to others and those that it takes from them, found without binding. One file can mean something to
/// another only through a name that it declares and the other one mentions.
/// </summary>
internal sealed class SourceNames
{
    /// <summary>Names that code uses without writing them down: what <c>foreach</c>, initialisers, <c>await</c> and queries call.</summary>
    private static readonly string[] Unwritten =
    [
        "Add", "GetEnumerator", "GetAsyncEnumerator", "Deconstruct", "GetAwaiter", "Select", "SelectMany", "Where", "OrderBy",
        "OrderByDescending", "ThenBy", "ThenByDescending", "GroupBy", "Join", "GroupJoin", "Cast", "Index", "Range", Operator,
    ];

    private const string Operator = "operator";

    private static long _files;

    private SourceNames(SyntaxNode root)
    {
        var visitor = new DeclarationWalker(this);
        visitor.Visit(root);
        Mentioned = [.. Mentions(root)];
        Assigned = [.. root.DescendantNodes().OfType<IdentifierNameSyntax>().Where(Sources.IsAssigned).Select(name => name.Identifier.ValueText)];
    }

    /// <summary>A number that no other file has, not even another version of this one.</summary>
    public long Number { get; } = Interlocked.Increment(ref _files);

    /// <summary>The types and the extensions that the file declares; what is inside of a type can only be found through it.</summary>
    public HashSet<string> Declared { get; } = [];

    /// <summary>The namespaces that the file declares something in.</summary>
    public HashSet<string> Namespaces { get; } = [];

    /// <summary>Whether the file has global usings or attributes of the assembly, which mean something to each other file.</summary>
    public bool IsGlobal { get; private set; }

    /// <summary>Every identifier of the file, and the names that it uses without writing them.</summary>
    public IReadOnlyList<string> Mentioned { get; }

    /// <summary>Static fields and properties that other code can assign.</summary>
    public HashSet<string> Assignable { get; } = [];

    /// <summary>The names of what the file assigns.</summary>
    public HashSet<string> Assigned { get; }

    /// <summary>Reads a file.</summary>
    public static SourceNames Of(SyntaxTree tree, CancellationToken cancellation) => new(tree.GetRoot(cancellation));

    private static HashSet<string> Mentions(SyntaxNode root)
    {
        var names = new HashSet<string>(Unwritten);
        foreach (SyntaxToken token in root.DescendantTokens())
        {
            if (token.IsKind(SyntaxKind.IdentifierToken) && names.Add(token.ValueText) && token.Parent?.Parent is AttributeSyntax)
            {
                names.Add(token.ValueText + "Attribute");
            }
        }

        return names;
    }

    /// <summary>Looks at declarations and not into bodies.</summary>
    private sealed class DeclarationWalker(SourceNames names) : CSharpSyntaxWalker
    {
        public override void VisitCompilationUnit(CompilationUnitSyntax node)
        {
            names.IsGlobal = node.AttributeLists.Count > 0 || node.Externs.Count > 0
                || node.Usings.Any(directive => directive.GlobalKeyword.IsKind(SyntaxKind.GlobalKeyword));
            foreach (MemberDeclarationSyntax member in node.Members)
            {
                Visit(member);
            }
        }

        public override void VisitNamespaceDeclaration(NamespaceDeclarationSyntax node) => VisitNamespace(node);

        public override void VisitFileScopedNamespaceDeclaration(FileScopedNamespaceDeclarationSyntax node) => VisitNamespace(node);

        public override void VisitEnumDeclaration(EnumDeclarationSyntax node) => names.Declared.Add(node.Identifier.ValueText);

        public override void VisitDelegateDeclaration(DelegateDeclarationSyntax node) => names.Declared.Add(node.Identifier.ValueText);

        public override void DefaultVisit(SyntaxNode node)
        {
            if (node is TypeDeclarationSyntax type)
            {
                VisitType(type);
            }
        }

        public override void VisitClassDeclaration(ClassDeclarationSyntax node) => VisitType(node);

        public override void VisitStructDeclaration(StructDeclarationSyntax node) => VisitType(node);

        public override void VisitRecordDeclaration(RecordDeclarationSyntax node) => VisitType(node);

        public override void VisitInterfaceDeclaration(InterfaceDeclarationSyntax node) => VisitType(node);

        private void VisitNamespace(BaseNamespaceDeclarationSyntax node)
        {
            names.Namespaces.Add(node.Name.ToString());
            foreach (MemberDeclarationSyntax member in node.Members)
            {
                Visit(member);
            }
        }

        private void VisitType(TypeDeclarationSyntax type)
        {
            // An extension block is a type without a name, whose members are found as if they were the receiver's.
            bool isExtension = string.IsNullOrEmpty(type.Identifier.ValueText);
            if (!isExtension)
            {
                names.Declared.Add(type.Identifier.ValueText);
            }

            foreach (MemberDeclarationSyntax member in type.Members)
            {
                if (member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax)
                {
                    Visit(member);
                }
                else if (member.Modifiers.Any(SyntaxKind.StaticKeyword) && !member.Modifiers.Any(SyntaxKind.ReadOnlyKeyword))
                {
                    names.Assignable.UnionWith(NamesOf(member));
                }

                if (member is MethodDeclarationSyntax method && (isExtension || IsExtension(method)))
                {
                    names.Declared.Add(method.Identifier.ValueText);
                }
                else if (isExtension && member is not (BaseTypeDeclarationSyntax or DelegateDeclarationSyntax))
                {
                    names.Declared.Add(member is PropertyDeclarationSyntax property ? property.Identifier.ValueText : Operator);
                }
            }
        }

        private static IEnumerable<string> NamesOf(MemberDeclarationSyntax member) => member switch
        {
            FieldDeclarationSyntax field => field.Declaration.Variables.Select(variable => variable.Identifier.ValueText),
            PropertyDeclarationSyntax property => [property.Identifier.ValueText],
            _ => [],
        };

        private static bool IsExtension(MethodDeclarationSyntax method) =>
            method.ParameterList.Parameters.Count > 0 && method.ParameterList.Parameters[0].Modifiers.Any(SyntaxKind.ThisKeyword);
    }
}
