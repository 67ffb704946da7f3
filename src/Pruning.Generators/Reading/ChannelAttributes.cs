using Microsoft.CodeAnalysis;
using Pruning.Generators.Coupling;
using Pruning.Generators.Diagnostics;
using Pruning.Generators.Networks;
using Pruning.Generators.Reading.Values;
using Problem = Pruning.Generators.Diagnostics.Problem;

namespace Pruning.Generators.Reading;

/// <summary>The <c>[Keep]</c> and <c>[Width]</c> on members of the classes that a model consists of.</summary>
internal sealed class ChannelAttributes
{
    private readonly List<(AttributeData Attribute, string Member, IReadOnlyList<int> Modules)> _uses = [];

    public ChannelAttributes(ModuleTree tree)
    {
        foreach (ModuleValue owner in tree.Modules)
        {
            for (INamedTypeSymbol? type = owner.Type; type is not null && Sources.Has(type); type = type.BaseType)
            {
                Add(owner, type.OriginalDefinition, tree);
            }
        }
    }

    /// <summary>What the attributes ask for.</summary>
    public EquatableArray<ChannelRequest> Requests => _uses
        .SelectMany(use => use.Modules.Select(module => RequestOf(use.Attribute, use.Member, module)))
        .ToEquatableArray();

    /// <summary>Attributes that ask for nothing, or for more channels than there are.</summary>
    public IEnumerable<Problem> Problems(NetworkModel network)
    {
        if (_uses.Count == 0)
        {
            yield break;
        }

        PruningModel unrestricted = CouplingSolver.Solve(network with { Requests = EquatableArray<ChannelRequest>.Empty });
        foreach (var uses in _uses.GroupBy(use => use.Attribute))
        {
            AttributeData attribute = uses.Key;
            string member = uses.First().Member;
            string source = Text(attribute, member);
            int widest = uses.SelectMany(use => use.Modules).Select(module => WidestIn(module, unrestricted)).DefaultIfEmpty(0).Max();
            int? minimum = IsKeep(attribute) ? null : MinimumOf(attribute);
            if (widest == 0)
            {
                yield return At(
                    attribute, Rules.NoEffect, source, network.Name.Identifier, "no layer in it produces channels that could be pruned");
            }
            else if (minimum < 1 || minimum > widest)
            {
                yield return At(attribute, Rules.ImpossibleWidth, WidthText(minimum.Value), member, WidthText(widest));
            }
            else if (minimum == 1)
            {
                yield return At(attribute, Rules.NoEffect, source, network.Name.Identifier, "one channel of each group stays anyway");
            }
        }
    }

    private void Add(ModuleValue owner, INamedTypeSymbol type, ModuleTree tree)
    {
        foreach (ISymbol member in type.GetMembers().Where(member => !member.IsStatic && member is IFieldSymbol or IPropertySymbol))
        {
            foreach (AttributeData attribute in member.GetAttributes().Where(attribute => IsKeep(attribute) || IsWidth(attribute)))
            {
                IFieldSymbol? field = member as IFieldSymbol ?? type.GetMembers().OfType<IFieldSymbol>()
                    .FirstOrDefault(backing => SymbolEqualityComparer.Default.Equals(backing.AssociatedSymbol, member));
                IEnumerable<ModuleValue> modules = field is null ? [] : ModulesIn(owner.Field(field).Content);
                string name = (member as IFieldSymbol)?.AssociatedSymbol?.Name ?? member.Name;
                _uses.Add((attribute, $"{type.Name}.{name}", [.. modules.Select(tree.NumberOf).OfType<int>()]));
            }
        }
    }

    private static IEnumerable<ModuleValue> ModulesIn(Value value) => value switch
    {
        ModuleValue module => [module],
        ArrayValue or ListValue or DictionaryValue => ((ISequence)value).Items.SelectMany(ModulesIn),
        TupleValue tuple => tuple.Items.SelectMany(ModulesIn),
        _ => [],
    };

    private static ChannelRequest RequestOf(AttributeData attribute, string member, int module) => IsKeep(attribute)
        ? new KeepRequest(module, Text(attribute, member))
        : new WidthRequest(module, Text(attribute, member), MinimumOf(attribute));

    /// <summary>The most channels that a layer in a module produces, if some of them can be pruned; otherwise 0.</summary>
    private static int WidestIn(int module, PruningModel model)
    {
        string[] prefixes = [.. model.Network.ModulesIn(module).Select(number => model.Network.Modules[number].Path + ".")];
        return model.Parameters
            .Where(parameter => prefixes.Any(prefix => parameter.Name.StartsWith(prefix, StringComparison.Ordinal)))
            .SelectMany(parameter => parameter.Dimensions)
            .Where(dimension => dimension.Role == DimensionRole.Output)
            .Select(dimension => dimension.Segments.Sum(LengthOf))
            .DefaultIfEmpty(0)
            .Max();
    }

    private static int LengthOf(SegmentModel segment) => segment.Factors.Aggregate(1, (length, factor) => length * factor.Length);

    private static bool IsKeep(AttributeData attribute) => IsNamed(attribute, "KeepAttribute");

    private static bool IsWidth(AttributeData attribute) => IsNamed(attribute, "WidthAttribute");

    private static bool IsNamed(AttributeData attribute, string name) =>
        attribute.AttributeClass is { } type && type.Name == name && type.ContainingNamespace.ToDisplayString() == "Pruning";

    private static int MinimumOf(AttributeData attribute) =>
        attribute.NamedArguments.FirstOrDefault(argument => argument.Key == "Minimum").Value.Value as int? ?? 1;

    private static string Text(AttributeData attribute, string member) => $"[{(IsKeep(attribute) ? "Keep" : "Width")}] on {member}";

    private static string WidthText(int width) => width.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static Problem At(AttributeData attribute, DiagnosticDescriptor rule, params string[] arguments) =>
        new(rule, attribute.ApplicationSyntaxReference?.GetSyntax().GetLocation() ?? Location.None, [.. arguments]);
}
