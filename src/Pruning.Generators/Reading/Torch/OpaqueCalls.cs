using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Pruning.Generators.Diagnostics;
using Pruning.Generators.Networks;
using Pruning.Generators.Reading.Values;
using Problem = Pruning.Generators.Diagnostics.Problem;

namespace Pruning.Generators.Reading;

/// <content>Methods and modules that bear <c>[Opaque]</c>: their code is not read.</content>
internal sealed partial class Interpreter
{
    private readonly Dictionary<ISymbol, Signature?> _signatures = new(SymbolEqualityComparer.Default);

    private Signature? SignatureOf(ISymbol symbol)
    {
        if (!_signatures.TryGetValue(symbol.OriginalDefinition, out Signature? signature))
        {
            signature = OpaqueSignature.Of(symbol);
            _signatures.Add(symbol.OriginalDefinition, signature);
        }

        return signature;
    }

    /// <summary>A call of an opaque method becomes one operator of the network.</summary>
    private Value CallOpaque(IMethodSymbol method, Signature signature, IReadOnlyList<Bound> arguments, IOperation site)
    {
        if (!IsRunning)
        {
            return Unknown(site, "the method is opaque, so what it gives is not known");
        }

        EquatableArray<Argument> operands = ArgumentsOf(null, arguments, site);
        SuggestCoupling(method, signature, operands);
        string member = $"{FullName(method.ContainingType)}.{method.Name}";
        IReadOnlyList<int> values = Shaped(() => _shapes!.Declared(member, signature, operands), site);
        Record(values, outputs => new OperationStatement { Member = member, Arguments = operands, Outputs = outputs, Declared = signature });
        return ValueOf(values, method.ReturnType, site);
    }

    /// <summary>An object of an opaque class is like a layer whose signature is known.</summary>
    private LayerValue CreateOpaque(INamedTypeSymbol type, Signature signature, IReadOnlyList<Bound> arguments, IOperation site) =>
        new(type, "new", ArgumentsOf(null, arguments, site), _journal, site) { Declared = signature };

    /// <summary>Channels could pass through a method one by one, if only the source said so.</summary>
    private void SuggestCoupling(IMethodSymbol method, Signature signature, EquatableArray<Argument> operands)
    {
        if (signature.Coupled.Count > 0 || signature.Inputs.Count == 0)
        {
            return;
        }

        Operand[] tensors = [.. operands.Select(operand => operand.Value).Where(Coupling.Operation.IsTensor)];
        string[] names = [.. OpaqueSignature.PassingThrough(signature).Where(name => signature.Inputs
            .Zip(tensors, (shape, tensor) => IsPrunable(shape, tensor, name)).Contains(true))];
        ISymbol declared = method.OriginalDefinition;
        if (names.Length > 0 && !Problems.Any(known => known.Rule == Rules.OpaqueKeeps && known.Location == declared.Locations[0]))
        {
            Problems.Add(new Problem(Rules.OpaqueKeeps, declared.Locations[0], [method.Name, string.Join("\", \"", names)])
            {
                Properties = ImmutableDictionary<string, string?>.Empty
                    .Add(FixData.Coupled, string.Join("|", names.Prepend(declared.GetDocumentationCommentId()))),
            });
        }

        bool IsPrunable(DeclaredShape shape, Operand tensor, string name) => shape.Sizes
            .Select((size, dimension) => size.IsName && size.Name == name && _shapes!.CanBePruned(tensor, dimension))
            .Contains(true);
    }
}
