using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Pruning.Generators.Networks;
using Pruning.Generators.Reading.Values;

namespace Pruning.Generators.Reading;

/// <content>Making layers, containers, parameters and constants of TorchSharp.</content>
internal sealed partial class Interpreter
{
    private Value CreateTorch(IObjectCreationOperation creation, INamedTypeSymbol type)
    {
        List<Bound> arguments = Bind(creation.Arguments);
        if (ContainerKindOf(type) is { } kind)
        {
            return CreateContainer(type, kind, arguments, creation);
        }

        switch (PathOf(type))
        {
            case "Modules.Parameter":
                return ParameterOf(arguments);
            case "torch.Device":
                return DeviceOf(type, arguments, creation);
            default:
                return IsModule(type)
                    ? throw Stop(creation, "layers are made by the functions of torch.nn")
                    : new IgnoredObject(Unknown(creation, "objects of this type are not followed").Cause);
        }
    }

    private Value CreateModule(IMethodSymbol factory, IReadOnlyList<Bound> arguments, IOperation site)
    {
        var type = (INamedTypeSymbol)Resolve(factory.ReturnType)!;
        return ContainerKindOf(type) is { } kind
            ? CreateContainer(type, kind, arguments, site)
            : new LayerValue(type, factory.Name, ArgumentsOf(null, arguments, site), _journal, site);
    }

    private ContainerValue CreateContainer(INamedTypeSymbol type, ContainerKind kind, IReadOnlyList<Bound> arguments, IOperation site)
    {
        var container = new ContainerValue(type, kind, _journal, site);
        FillContainer(container, arguments, site);
        return container;
    }

    private void FillContainer(ContainerValue container, IEnumerable<Bound> arguments, IOperation site)
    {
        foreach (Bound argument in arguments.Where(argument => argument.Value is ISequence))
        {
            AddModules(container, Enumerate(argument.Value, site));
        }
    }

    private void AddModules(ContainerValue container, IEnumerable<Value> modules)
    {
        foreach (Value module in modules)
        {
            (string name, Value content) = module is TupleValue { Items: [Constant { Content: string given }, var named] }
                ? (given, named)
                : (container.Entries.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), module);
            container.Entries = container.Entries.Add((name, content));
        }
    }

    /// <summary>Some of a chain's modules under the names that they have there.</summary>
    private ContainerValue PartOf(ContainerValue chain, int start, int end, IOperation site) => new(chain.Type, chain.Kind, _journal, site)
    {
        Entries = chain.Entries.GetRange(start, end - start),
    };

    private static StateTensor ParameterOf(IReadOnlyList<Bound> arguments) =>
        new((arguments[0].Value as StateTensor)?.Shape, isParameter: true);

    private Value DeviceOf(INamedTypeSymbol type, IReadOnlyList<Bound> arguments, IOperation site)
    {
        IEnumerable<string> given = arguments.Where(argument => !argument.IsDefault).Select(argument => Literal(argument.Value, site));
        return new CodeConstant($"new {FullName(type)}({string.Join(", ", given)})", type);
    }

    /// <summary>
    /// Tensors that are made while the model is constructed: only their shapes are followed. A shape that is not known does no harm until
    /// the tensor turns out to be a parameter or buffer.
    /// </summary>
    private Value ConstructionTensors(string member, ITypeSymbol type, Value? receiver, IReadOnlyList<Bound> arguments, IOperation site)
    {
        IReadOnlyList<EquatableArray<Size>?> shapes;
        try
        {
            int problems = _construction.Problems.Count;
            IReadOnlyList<int> values = _construction.Apply(member, ArgumentsOf(receiver, arguments, site));
            shapes = _construction.Problems.Count > problems ? [] : [.. values.Select(_construction.ShapeOf)];
        }
        catch (ReadingStopped)
        {
            shapes = [];
        }

        return Resolve(type) switch
        {
            INamedTypeSymbol { IsTupleType: true } tuple => new TupleValue(
                [.. tuple.TupleElements.Select((_, i) => new StateTensor(i < shapes.Count ? shapes[i]?.Items : null, isParameter: false))]),
            IArrayTypeSymbol array when shapes.Count > 0 => new ArrayValue(
                array.ElementType, shapes.Select(shape => new StateTensor(shape?.Items, isParameter: false)), _journal),
            IArrayTypeSymbol => Unknown(site, "how many tensors it gives is not known here"),
            _ => new StateTensor(shapes.Count == 1 ? shapes[0]?.Items : null, isParameter: false),
        };
    }
}
