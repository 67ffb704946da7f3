using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Reading.Memory;

/// <summary>
/// Remembers what reading a class gave, for as long as nothing changes that the class can depend on: the compiler asks for every class
/// again after each edit anywhere. Nothing of a compilation is held: readings are forgotten with the file that declares the class.
/// </summary>
internal sealed class ReadingMemory
{
    private readonly ConditionalWeakTable<Compilation, SourceMap> _maps = new();
    private readonly ConditionalWeakTable<SyntaxTree, Dictionary<string, Reading>> _readings = new();

    /// <summary>The network of a class (or of a variant) as <see cref="ModelReader"/> reads it, or null if it cannot be read.</summary>
    public NetworkModel? Read(
        INamedTypeSymbol type, AttributeData attribute, Compilation compilation, ModelDefaults defaults, CancellationToken cancellation)
    {
        SyntaxReference place = attribute.ApplicationSyntaxReference!;
        SyntaxTree tree = place.SyntaxTree;
        Dependencies dependencies = _maps.GetValue(compilation, missing => new SourceMap(missing, cancellation)).Of(tree, cancellation);
        Dictionary<string, Reading> readings = _readings.GetValue(tree, _ => []);
        string name = FormattableString.Invariant($"{type.ToDisplayString()} {place.Span.Start}");
        lock (readings)
        {
            if (readings.TryGetValue(name, out Reading? known) && known.Dependencies == dependencies && known.Defaults == defaults)
            {
                return known.Network;
            }
        }

        NetworkModel? network = ModelReader.Read(type, attribute, compilation, defaults, cancellation).Model;
        lock (readings)
        {
            readings[name] = new Reading(dependencies, defaults, network);
        }

        return network;
    }

    private sealed record Reading(Dependencies Dependencies, ModelDefaults Defaults, NetworkModel? Network);
}
