using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Pruning.Generators.Coupling;
using Pruning.Generators.Diagnostics;
using Pruning.Generators.Networks;
using Pruning.Generators.Reading.Values;
using Problem = Pruning.Generators.Diagnostics.Problem;

namespace Pruning.Generators.Reading;

/// <summary>The <c>[Coupled]</c> on members that hold layers.</summary>
internal sealed class CoupledAttributes
{
    private readonly Interpreter _interpreter;
    private readonly ModuleTree _tree;
    private readonly List<Use> _uses = [];
    private readonly List<Problem> _problems = [];

    public CoupledAttributes(Interpreter interpreter, ModuleTree tree)
    {
        _interpreter = interpreter;
        _tree = tree;
        foreach (ModuleValue owner in tree.Modules.Where(module => module is not LayerValue).ToList())
        {
            foreach (ISymbol member in Sources.ClassesOf(owner.Type).SelectMany(type => type.OriginalDefinition.GetMembers())
                .Where(member => !member.IsStatic && member is IFieldSymbol or IPropertySymbol))
            {
                foreach (AttributeData attribute in PruningAttributes.On(member, "CoupledAttribute"))
                {
                    Add(owner, member, attribute);
                }
            }
        }
    }

    /// <summary>What the attributes ask for.</summary>
    public IEnumerable<ChannelRequest> Requests => _uses.Select(use => use.Request);

    /// <summary>Names that mean no layer, and couplings that cannot hold.</summary>
    public IReadOnlyList<Problem> Problems => _problems;

    /// <summary>Holds the couplings against the network, one after the other.</summary>
    public IEnumerable<AttributeUse> Check(NetworkModel network, INamedTypeSymbol model)
    {
        if (_uses.Count == 0)
        {
            return [];
        }

        var uses = new List<AttributeUse>();
        Propagation propagation = new Replay(network).Propagation;
        foreach (Use use in _uses)
        {
            CouplingOutcome outcome = DeclaredCouplings.Couple(network, propagation, use.Request);
            string left = _tree.Nodes[use.Request.Module].Path, right = _tree.Nodes[use.Request.With].Path;
            string? fault = outcome switch
            {
                CouplingOutcome.NoChannels => $"'{left}' and '{right}' must both be layers that produce channels",
                CouplingOutcome.DifferentWidths =>
                    $"'{left}' produces {WidthOf(use.Request.Module, propagation)} channels and '{right}' {WidthOf(use.Request.With, propagation)}",
                CouplingOutcome.Contradiction => $"the code divides the channels of '{left}' in another way than those of '{right}'",
                _ => null,
            };
            if (fault is not null)
            {
                _problems.Add(new Problem(Rules.BadCoupling, use.At, [use.Member, fault]));
            }

            Problem? redundant = outcome == CouplingOutcome.AlreadyCoupled
                ? new Problem(Rules.NoEffect, use.At, [$"[Coupled] on {use.Member}", network.Name.Display, $"the code couples '{left}' with '{right}' by itself"])
                : null;
            uses.Add(new AttributeUse(use.At, !SymbolEqualityComparer.Default.Equals(use.Owner, model.OriginalDefinition), redundant));
        }

        return uses;
    }

    private static Size WidthOf(int module, Propagation propagation) => propagation.FindLayer(module)!.Output.Length;

    private void Add(ModuleValue owner, ISymbol member, AttributeData attribute)
    {
        string name = $"{member.ContainingType.Name}.{member.Name}";
        var syntax = attribute.ApplicationSyntaxReference?.GetSyntax() as AttributeSyntax;
        Location whole = PruningAttributes.LocationOf(attribute);
        if (LayerIn(owner, member.Name) is not { } left)
        {
            _problems.Add(new Problem(Rules.BadCoupling, whole, [name, "it must stand on a member that holds one layer"]));
            return;
        }

        IReadOnlyList<string> names = PruningAttributes.Texts(attribute);
        if (names.Count == 0)
        {
            _problems.Add(new Problem(Rules.BadCoupling, whole, [name, "it must name the layers that it couples with"]));
        }

        for (int i = 0; i < names.Count; i++)
        {
            string path = names[i];
            Location at = syntax?.ArgumentList?.Arguments.ElementAtOrDefault(i)?.Expression.GetLocation() ?? whole;
            if (LayerIn(owner, path) is { } right)
            {
                _uses.Add(new Use(new CoupleRequest(left, $"[Coupled] on {name}", right), member.ContainingType, name, at));
                continue;
            }

            string? nearest = NearestName.Of(path, PathsIn(owner));
            _problems.Add(new Problem(
                Rules.BadCoupling, at, [name, $"'{owner.Type.Name}' has no layer '{path}'{NearestName.Question(nearest)}"])
            {
                Properties = nearest is null
                    ? ImmutableDictionary<string, string?>.Empty
                    : ImmutableDictionary<string, string?>.Empty.Add(FixData.Replacement, nearest),
            });
        }
    }

    /// <summary>The number of the layer that a member or a path leads to; null where there is no registered layer.</summary>
    private int? LayerIn(ModuleValue owner, string path)
    {
        ModuleValue? module = owner;
        foreach (string step in path.Split('.'))
        {
            module = module is null ? null : _interpreter.ChildrenOf(module)
                .Where(child => child.Name == step || child.Member == step).Select(child => child.Module).FirstOrDefault();
        }

        return module is LayerValue && _tree.NumberOf(module) is { } number ? number : null;
    }

    private IEnumerable<string> PathsIn(ModuleValue owner, string prefix = "") => _interpreter.ChildrenOf(owner).SelectMany(child =>
        child.Module is LayerValue
            ? [prefix + (prefix.Length == 0 ? child.Member : child.Name)]
            : PathsIn(child.Module, $"{prefix}{child.Name}."));

    /// <summary>One coupling of two layers.</summary>
    private sealed record Use(CoupleRequest Request, INamedTypeSymbol Owner, string Member, Location At);
}
