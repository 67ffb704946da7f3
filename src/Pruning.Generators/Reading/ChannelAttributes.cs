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
    private const string KeepAttribute = "KeepAttribute";

    private readonly List<(AttributeData Attribute, INamedTypeSymbol Owner, string Member, IReadOnlyList<int> Modules)> _uses = [];

    public ChannelAttributes(ModuleTree tree)
    {
        foreach (ModuleValue owner in tree.Modules)
        {
            foreach (INamedTypeSymbol type in Sources.ClassesOf(owner.Type))
            {
                Add(owner, type.OriginalDefinition, tree);
            }
        }
    }

    /// <summary>What the attributes ask for.</summary>
    public EquatableArray<ChannelRequest> Requests => _uses
        .SelectMany(use => use.Modules.Select(module => RequestOf(use.Attribute, use.Member, module)))
        .ToEquatableArray();

    /// <summary>What each attribute does: some ask for nothing, or for more channels than there are.</summary>
    public IEnumerable<AttributeUse> Uses(NetworkModel network, INamedTypeSymbol model, IEnumerable<Problem> found)
    {
        if (_uses.Count == 0)
        {
            yield break;
        }

        PruningModel unrestricted = CouplingSolver.Solve(network with
        {
            Requests = network.Requests.Where(request => request is CoupleRequest or GroupingRequest).ToEquatableArray(),
        });
        HashSet<int> lost = [.. found.Where(problem => problem.Rule == Rules.Uncoupled).SelectMany(problem => problem.Modules)];
        foreach (var uses in _uses.GroupBy(use => use.Attribute))
        {
            // [Keep] also says that channels which cannot be followed may stay.
            bool accepts = IsKeep(uses.Key) && uses.SelectMany(use => use.Modules).SelectMany(network.ModulesIn).Any(lost.Contains);
            int widest = uses.SelectMany(use => use.Modules).Select(module => WidestIn(module, unrestricted)).DefaultIfEmpty(0).Max();
            Problem? problem = accepts ? null : ProblemOf(uses.Key, uses.First().Member, widest, network.Name.Display);
            bool isShared = !SymbolEqualityComparer.Default.Equals(uses.First().Owner, model.OriginalDefinition);
            yield return new AttributeUse(PruningAttributes.LocationOf(uses.Key), isShared, problem);
        }
    }

    /// <summary>
    /// The problems without those that are accepted: channels that cannot be followed are no news where <c>[Keep]</c> says that they stay.
    /// What remains of them carries the members to write it on.
    /// </summary>
    public IEnumerable<Problem> NotAccepted(IEnumerable<Problem> problems, ModuleTree tree)
    {
        HashSet<int> kept = [.. _uses.Where(use => IsKeep(use.Attribute)).SelectMany(use => use.Modules).SelectMany(tree.ModulesIn)];
        foreach (Problem problem in problems)
        {
            if (problem.Rule != Rules.Uncoupled || problem.Modules.Length == 0)
            {
                yield return problem;
            }
            else if (problem.Modules.Any(module => !kept.Contains(module)))
            {
                IEnumerable<string?> members = problem.Modules.Where(module => !kept.Contains(module))
                    .Select(module => tree.HolderOf(module)?.GetDocumentationCommentId()).Distinct();
                yield return members.Contains(null)
                    ? problem
                    : problem with { Properties = problem.Properties.Add(FixData.Keep, string.Join("|", members)) };
            }
        }
    }

    private static Problem? ProblemOf(AttributeData attribute, string member, int widest, string model) =>
        widest == 0
            ? At(attribute, Rules.NoEffect, Text(attribute, member), model, "no layer in it produces channels that could be pruned")
        : IsKeep(attribute) ? null
        : Fault(LimitsOf(attribute), widest) is { } fault ? At(attribute, Rules.ImpossibleWidth, "[Width]", member, fault)
        : LimitsOf(attribute).Of(widest).Equals(WidthLimits.None.Of(widest))
            ? At(attribute, Rules.NoEffect, Text(attribute, member), model, "any number of channels fits these limits")
        : null;

    private void Add(ModuleValue owner, INamedTypeSymbol type, ModuleTree tree)
    {
        foreach (ISymbol member in type.GetMembers().Where(member => !member.IsStatic && member is IFieldSymbol or IPropertySymbol))
        {
            foreach (AttributeData attribute in PruningAttributes.On(member, KeepAttribute, "WidthAttribute"))
            {
                IFieldSymbol? field = member as IFieldSymbol ?? type.GetMembers().OfType<IFieldSymbol>()
                    .FirstOrDefault(backing => SymbolEqualityComparer.Default.Equals(backing.AssociatedSymbol, member));
                IEnumerable<ModuleValue> modules = field is null ? [] : ModuleValue.AllIn(owner.Field(field).Content);
                string name = (member as IFieldSymbol)?.AssociatedSymbol?.Name ?? member.Name;
                _uses.Add((attribute, type, $"{type.Name}.{name}", [.. modules.Select(tree.NumberOf).OfType<int>()]));
            }
        }
    }

    private static ChannelRequest RequestOf(AttributeData attribute, string member, int module) => IsKeep(attribute)
        ? new KeepRequest(module, Text(attribute, member))
        : new WidthRequest(module, Text(attribute, member), LimitsOf(attribute));

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

    private static bool IsKeep(AttributeData attribute) => attribute.AttributeClass!.Name == KeepAttribute;

    private static WidthLimits LimitsOf(AttributeData attribute) => new(
        Named(attribute, "Minimum", WidthLimits.None.Minimum),
        Named(attribute, "Maximum", WidthLimits.None.Maximum),
        Math.Max(1, Named(attribute, "RoundTo", WidthLimits.None.RoundTo)));

    private static int Named(AttributeData attribute, string name, int otherwise) =>
        attribute.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value.Value as int? ?? otherwise;

    /// <summary>What is wrong with limits where the widest layer produces so many channels; null where they can be met.</summary>
    private static string? Fault(WidthLimits limits, int widest) =>
        limits.Minimum < 1 || limits.Minimum > widest ? FormattableString.Invariant($"Minimum must be a number from 1 to {widest}, the channels that it produces")
        : limits.Maximum < limits.Minimum ? FormattableString.Invariant($"Maximum must be at least {limits.Minimum}, the minimum")
        : limits.RoundTo > widest ? FormattableString.Invariant($"RoundTo must be a number from 1 to {widest}, the channels that it produces")
        : !limits.CanBeMet(widest) ? FormattableString.Invariant($"no multiple of {limits.RoundTo} lies between {limits.Minimum} and {limits.Maximum}")
        : null;

    private static string Text(AttributeData attribute, string member) => $"[{(IsKeep(attribute) ? "Keep" : "Width")}] on {member}";

    private static Problem At(AttributeData attribute, DiagnosticDescriptor rule, params string[] arguments) =>
        new(rule, PruningAttributes.LocationOf(attribute), [.. arguments]);
}
