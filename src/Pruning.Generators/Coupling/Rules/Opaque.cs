using System.Collections.Immutable;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Coupling.Rules;

/// <summary>Code that is not read: what its signature says of the sizes that flow in and out.</summary>
internal static class Opaque
{
    /// <summary>The shape that flows out. Channels that the signature does not couple are kept.</summary>
    public static ImmutableArray<Dim> Apply(Operation op, Signature signature)
    {
        IReadOnlyList<ImmutableArray<Dim>> given = op.AllShapes();
        var sizes = new Dictionary<string, Dim>(StringComparer.Ordinal);
        if (signature.Inputs.Count > 0)
        {
            Bind(op, signature, given, sizes);
        }

        string reason = $"they flow into '{op.Name}', which is not read";
        foreach (Dim dim in given.SelectMany(shape => shape).Except(signature.Coupled.Where(sizes.ContainsKey).Select(name => sizes[name])))
        {
            if (!IsCoupled(dim))
            {
                dim.Keep(reason);
            }
        }

        return [.. signature.Output.Sizes.Select(size =>
            size.IsName && signature.Coupled.Contains(size.Name!) && sizes.TryGetValue(size.Name!, out Dim coupled)
                ? coupled
                : Dim.Constant(LengthOf(size, sizes)))];

        bool IsCoupled(Dim dim) => signature.Coupled.Any(name =>
            sizes.TryGetValue(name, out Dim coupled) && dim.Leaves().Any() && dim.Leaves().All(leaf => coupled.Leaves().Contains(leaf)));
    }

    private static void Bind(
        Operation op, Signature signature, IReadOnlyList<ImmutableArray<Dim>> given, Dictionary<string, Dim> sizes)
    {
        if (given.Count != signature.Inputs.Count)
        {
            throw op.Clash($"{given.Count} tensors where [Opaque] declares {signature.Inputs.Count}");
        }

        for (int input = 0; input < given.Count; input++)
        {
            EquatableArray<DeclaredSize> declared = signature.Inputs[input].Sizes;
            if (declared.Count != given[input].Length)
            {
                throw op.Clash($"{Operation.Text(given[input])} where [Opaque] declares {declared.Count} dimensions");
            }

            for (int i = 0; i < declared.Count; i++)
            {
                Dim dim = given[input][i];
                if (declared[i].IsName && !sizes.ContainsKey(declared[i].Name!))
                {
                    sizes.Add(declared[i].Name!, dim);
                }
                else if (!LengthOf(declared[i], sizes).Equals(dim.Length))
                {
                    throw op.Clash($"{dim} where [Opaque] declares {LengthOf(declared[i], sizes)}");
                }
                else if (declared[i].IsName && signature.Coupled.Contains(declared[i].Name!))
                {
                    op.Unify(sizes[declared[i].Name!], dim, $"the sizes '{declared[i].Name}'");
                }
            }
        }
    }

    // A name that no input binds is one of the network's own, such as the batch size.
    private static Size LengthOf(DeclaredSize size, Dictionary<string, Dim> sizes) =>
        size.Name is null ? size.Times
        : (sizes.TryGetValue(size.Name, out Dim bound) ? bound.Length : Size.Symbol(size.Name)) * size.Times / size.Per;
}
