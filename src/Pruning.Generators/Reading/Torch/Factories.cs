using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Pruning.Generators.Coupling;
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
            : CompositeOf(type, factory.Name, arguments, site)
                ?? (ModuleValue)new LayerValue(type, factory.Name, ArgumentsOf(null, arguments, site), _journal, site);
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
        arguments[0].Value is StateTensor given
            ? new StateTensor(given.Shape, isParameter: true) { ElementType = given.ElementType }
            : new StateTensor(null, isParameter: true);

    private CodeConstant DeviceOf(INamedTypeSymbol type, IReadOnlyList<Bound> arguments, IOperation site) =>
        new($"new {FullName(type)}({Given(arguments, site)})", type);

    /// <summary>
    /// Tensors that are made while the model is constructed: only their shapes are followed. A shape that is not known does no harm until
    /// the tensor turns out to be a parameter or buffer.
    /// </summary>
    private Value ConstructionTensors(string member, ITypeSymbol type, Value? receiver, IReadOnlyList<Bound> arguments, IOperation site)
    {
        Recipe? recipe = null;
        IReadOnlyList<Bound> shaping = [.. arguments.Where(argument => !IsDeviceOrTypeOfTheRun(argument))];
        IReadOnlyList<EquatableArray<Size>?> shapes = ShapesOf(() =>
        {
            EquatableArray<Argument> operands = ArgumentsOf(receiver, shaping, site);
            recipe = shaping.Count == arguments.Count ? RecipeOf(member, operands) : null;
            return Construction.Apply(member, operands);
        });
        return Made(shapes, type, ElementTypes.Of(member, arguments, receiver), recipe, site);
    }

    /// <summary>Whether an argument is a device or an element type, on which no shape depends, and only the run knows it.</summary>
    private static bool IsDeviceOrTypeOfTheRun(Bound argument) => argument.Value is UnknownValue or IgnoredObject or RunProperty
        && (NullableUnderlying(argument.Parameter.Type) ?? argument.Parameter.Type).Name is "Device" or "ScalarType";

    /// <summary>The shapes that a step of construction gives; none where they cannot be followed.</summary>
    private IReadOnlyList<EquatableArray<Size>?> ShapesOf(Func<IReadOnlyList<int>> step)
    {
        try
        {
            int problems = Construction.Problems.Count;
            IReadOnlyList<int> values = step();
            return Construction.Problems.Count > problems ? [] : [.. values.Select(Construction.ShapeOf)];
        }
        catch (ReadingStopped)
        {
            return [];
        }
    }

    private Value Made(
        IReadOnlyList<EquatableArray<Size>?> shapes, ITypeSymbol type, string? elements, Recipe? recipe, IOperation site)
    {
        StateTensor At(int place) => new(place < shapes.Count ? shapes[place]?.Items : null, isParameter: false)
        {
            ElementType = elements,
        };
        return Resolve(type) switch
        {
            INamedTypeSymbol { IsTupleType: true } tuple => new TupleValue([.. tuple.TupleElements.Select((_, i) => At(i))]),
            { } list when ElementOfList(list) is { } element => shapes.Count > 0
                ? new ArrayValue(element, shapes.Select((_, i) => At(i)), _journal)
                : Unknown(site, "how many tensors it gives is not known here"),
            _ => new StateTensor(shapes.Count == 1 ? shapes[0]?.Items : null, isParameter: false)
            {
                ElementType = elements,
                Recipe = recipe,
            },
        };
    }

    /// <summary>How to make a tensor again; null for one that chance makes, which would be another one.</summary>
    private Recipe? RecipeOf(string member, EquatableArray<Argument> operands)
    {
        string name = member.Substring(member.LastIndexOf('.') + 1);
        if (name.StartsWith("rand", StringComparison.Ordinal) || name is "normal" or "bernoulli" or "multinomial" or "dropout" or "empty")
        {
            return null;
        }

        IEnumerable<int> ingredients = operands.SelectMany(argument => ArgumentList.Items(argument.Value))
            .OfType<TensorOperand>().Select(tensor => tensor.Value).Distinct();
        return new Recipe(member, operands, ingredients.ToDictionary(number => number, number => _ingredients[number]));
    }

    /// <summary>Makes a tensor of construction once more, where the network runs and needs its content.</summary>
    private TensorHandle? Remake(StateTensor tensor, IOperation site)
    {
        if (tensor.Recipe is not { } recipe)
        {
            return null;
        }

        var remade = new Dictionary<int, int>();
        foreach (KeyValuePair<int, StateTensor> ingredient in recipe.Ingredients)
        {
            if (StateOperandOf(ingredient.Value, site) is not TensorOperand operand)
            {
                return null;
            }

            remade.Add(ingredient.Key, operand.Value);
        }

        EquatableArray<Argument> operands = recipe.Arguments
            .Select(argument => argument with { Value = Renumbered(argument.Value, remade) })
            .ToEquatableArray();
        return Operate(recipe.Member, operands, compilation.GetSpecialType(SpecialType.System_Object), site) as TensorHandle;
    }

    private static Operand Renumbered(Operand operand, IReadOnlyDictionary<int, int> numbers) => operand switch
    {
        TensorOperand tensor => new TensorOperand(numbers[tensor.Value]),
        ListOperand list => list with { Items = list.Items.Select(item => Renumbered(item, numbers)).ToEquatableArray() },
        _ => operand,
    };

    /// <summary>The tensors of construction by the numbers that its operators know them by.</summary>
    private readonly Dictionary<int, StateTensor> _ingredients = [];
}
