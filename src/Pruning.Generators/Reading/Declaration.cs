using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Reading;

/// <summary>What one <c>[Prunable]</c> says, with the project's defaults where it says nothing, and where the source says it.</summary>
internal sealed class Declaration(AttributeData attribute, ModelDefaults defaults, CancellationToken cancellation)
{
    private readonly AttributeSyntax? _syntax = attribute.ApplicationSyntaxReference?.GetSyntax(cancellation) as AttributeSyntax;

    /// <summary>The attribute.</summary>
    public AttributeData Attribute => attribute;

    /// <summary>The shapes of the inputs as texts.</summary>
    public IReadOnlyList<string?> Inputs { get; } =
        attribute.ConstructorArguments is [{ Kind: TypedConstantKind.Array, IsNull: false, Values: { Length: > 0 } texts }]
            ? [.. texts.Select(text => text.Value as string)]
            : defaults.Inputs;

    /// <summary>The arguments of the constructor or of the factory method.</summary>
    public ImmutableArray<TypedConstant> Args { get; } =
        Find(attribute, nameof(Args)) is { Kind: TypedConstantKind.Array, IsNull: false, Values: var values } ? values : [];

    /// <summary>The method that makes the network; null where the constructor does.</summary>
    public string? Factory => Find(attribute, nameof(Factory))?.Value as string;

    /// <summary>The method that computes the output.</summary>
    public string Entry => Find(attribute, nameof(Entry))?.Value as string ?? defaults.Entry;

    /// <summary>The name of the variant; null where the class has but one.</summary>
    public string? Variant => Find(attribute, "Name")?.Value as string;

    /// <summary>What can be removed of grouped convolutions: a place in <see cref="ModelDefaults.GroupedChoices"/>.</summary>
    public int Grouped => Find(attribute, nameof(Grouped))?.Value as int? ?? defaults.Grouped;

    /// <summary>Whether the attribute itself says so.</summary>
    public bool SaysGrouped => Find(attribute, nameof(Grouped)) is not null;

    /// <summary>The limits of all groups; not checked.</summary>
    public WidthLimits Limits => WidthLimits.None with
    {
        Minimum = Find(attribute, nameof(ModelDefaults.MinimumWidth))?.Value as int? ?? defaults.MinimumWidth,
        RoundTo = Find(attribute, nameof(ModelDefaults.RoundTo))?.Value as int? ?? defaults.RoundTo,
    };

    /// <summary>An argument by its name, or the attribute itself.</summary>
    public Location At(string? argument = null)
    {
        AttributeArgumentSyntax? found = argument is null
            ? null
            : _syntax?.ArgumentList?.Arguments.FirstOrDefault(given => given.NameEquals?.Name.Identifier.Text == argument);
        return found?.Expression.GetLocation() ?? _syntax?.GetLocation() ?? Location.None;
    }

    /// <summary>An input's shape, or the attribute itself.</summary>
    public Location AtInput(int index)
    {
        var inputs = _syntax?.ArgumentList?.Arguments.Where(given => given.NameEquals is null).ToList();
        return inputs is not null && index < inputs.Count ? inputs[index].Expression.GetLocation() : At();
    }

    private static TypedConstant? Find(AttributeData attribute, string name)
    {
        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
        {
            if (argument.Key == name)
            {
                return argument.Value;
            }
        }

        return null;
    }
}
