using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Pruning.Generators.Networks;
using Pruning.Generators.Reading.Values;

namespace Pruning.Generators.Reading;

/// <content>The members that every module has, and those of the containers.</content>
internal sealed partial class Interpreter
{
    private readonly List<(LayerState Tied, LayerState To)> _ties = [];

    private Value CallModule(ModuleValue module, IMethodSymbol method, IReadOnlyList<Bound> arguments, IOperation site)
    {
        switch (method.Name)
        {
            case "forward" when ReferenceEquals(module, _running) && module is ContainerValue { Kind: ContainerKind.Sequential } chain:
                return RunChain(chain, arguments[0].Value, site);
            case "forward" or "call":
                return IsRunning ? RunModule(module, method.Name, null, arguments, site) : Probe(module, arguments, site);
            case "forward_with_indices" when module is LayerValue pooling && IsRunning:
                return RunLayer(pooling, NumberOf(pooling, site), method.Name, ArgumentsOf(null, arguments, site), site);
            case "RegisterComponents":
                RegisterFromCode(module, site);
                return Constant.Null;
            case "register_module" or "add_module":
                string key = TextOf(arguments[0], site);
                RegisterModule(module, key, arguments[1].Value, MemberHolding(module, arguments[1].Value) ?? MemberNamed(module, key), site);
                return Constant.Null;
            case "register_parameter" or "register_buffer":
                RegisterState(module, TextOf(arguments[0], site), arguments[1].Value);
                if (arguments.Any(argument => argument is { Parameter.Name: "persistent", Value: Constant { Content: false } }))
                {
                    module.Transient.Add(TextOf(arguments[0], site));
                }

                return Constant.Null;
            case "get_buffer" or "get_parameter":
                string name = TextOf(arguments[0], site);
                return (Value?)module.FindState(name)
                    ?? StatesOf(module, method.Name == "get_parameter", isDeep: true)
                        .Where(state => state.Path == name).Select(state => state.State).FirstOrDefault()
                    ?? Unknown(site, "the module itself registers no such state");
            case "to" or "cuda" or "cpu" or "_to" or "apply" or "eval" or "train" or "load" or "half" or "Dispose" or "zero_grad":
                return module;
            case "children" or "modules" or "parameters" or "buffers":
                return new LazySequence(Traverse(module, "named_" + method.Name, arguments).Select(entry => entry.Value));
            case "named_children" or "named_modules" or "named_parameters" or "named_buffers":
                return new LazySequence(Traverse(module, method.Name, arguments)
                    .Select(entry => (Value)new TupleValue([Constant.Of(entry.Path), entry.Value])));
            case "GetName":
                return module.Name ?? Constant.Of(module.Type.Name);
        }

        return module is ContainerValue container
            ? CallContainer(container, method, arguments, site)
            : Unknown(site, "this method of a module is not supported");
    }

    private void RegisterFromCode(ModuleValue module, IOperation site)
    {
        if (site is IInvocationOperation { Instance: { } instance } && IsBaseAccess(instance))
        {
            RegisterFields(module, site);
        }
        else
        {
            RegisterComponents(module, site);
        }
    }

    private static void RegisterState(ModuleValue module, string name, Value tensor)
    {
        if (Needed(tensor) is StateTensor state)
        {
            module.AddState(name, state);
        }
    }

    private string TextOf(Bound argument, IOperation site) =>
        Needed(argument.Value) is Constant { Content: string text } ? text : throw Stop(argument.Source ?? site, "the name is not known");

    /// <summary>The member of a module's class that holds another module; null if none does.</summary>
    private static string? MemberHolding(ModuleValue module, Value held)
    {
        IFieldSymbol? field = Sources.FieldsOf(module.Type).FirstOrDefault(field => ReferenceEquals(module.Field(field).Content, held));
        return field?.AssociatedSymbol?.Name ?? field?.Name;
    }

    // A module that only a list or a dictionary holds gets a member of its own.
    private static string MemberNamed(ModuleValue module, string key)
    {
        string member = new([.. key.Select(character => char.IsLetterOrDigit(character) ? character : '_')]);
        member = member.Length > 0 && char.IsLetter(member[0]) ? member : "_" + member;
        while (module.Children.Any(child => child.Member == member) || module.Type.GetMembers(member).Length > 0)
        {
            member += "_";
        }

        return member;
    }

    private Value CallSubmodules(ModuleValue owner, IMethodSymbol method, IReadOnlyList<Bound> arguments, IOperation site)
    {
        switch (method.Name)
        {
            case "Remove":
                string removed = TextOf(arguments[0], site);
                bool isThere = owner.Children.Any(child => child.Name == removed);
                owner.Children = owner.Children.RemoveAll(child => child.Name == removed);
                return Constant.Of(isThere);
            case "ContainsKey":
                string name = TextOf(arguments[0], site);
                return Constant.Of(owner.Children.Any(child => child.Name == name));
            case "Clear":
                owner.Children = [];
                return Constant.Null;
            default:
                throw Stop(site, "this method of a module's dictionary is not supported");
        }
    }

    private Value CallContainer(ContainerValue container, IMethodSymbol method, IReadOnlyList<Bound> arguments, IOperation site)
    {
        switch (method.Name)
        {
            case "append" when container.Kind == ContainerKind.Sequential:
                bool isNamed = arguments.Count == 2;
                AddModules(container, [isNamed ? new TupleValue([arguments[0].Value, arguments[1].Value]) : arguments[0].Value]);
                return container;
            case "Add" when container.Kind == ContainerKind.Dictionary && arguments.Count == 2:
                AddModules(container, [new TupleValue([arguments[0].Value, arguments[1].Value])]);
                return Constant.Null;
            case "Add":
                AddModules(container, [arguments[0].Value]);
                return Constant.Null;
            case "append" or "extend":
                AddModules(container, Enumerate(arguments[0].Value, site));
                return Constant.Null;
            case "Insert" when Position(arguments[0]) is { } position:
                SetModules(container, ModulesOf(container).Insert(position, arguments[1].Value));
                return Constant.Null;
            case "RemoveAt" when Position(arguments[0]) is { } position:
                SetModules(container, ModulesOf(container).RemoveAt(position));
                return Constant.Null;
            case "Clear":
                container.Entries = [];
                return Constant.Null;
            case "Contains":
                return Constant.Of(container.Entries.Any(entry => ReferenceEquals(entry.Module, arguments[0].Value)));
            case "ContainsKey":
                return Constant.Of(container.Entries.Any(entry => Same(Constant.Of(entry.Name), arguments[0].Value) == true));
            case "keys":
                return new LazySequence(container.Entries.Select(entry => (Value)Constant.Of(entry.Name)));
            case "values":
                return new LazySequence(container.Entries.Select(entry => entry.Module));
            case "items":
                return container;
            default:
                return Unknown(site, "this method of a container is not supported");
        }
    }

    private static ImmutableList<Value> ModulesOf(ContainerValue list) => [.. list.Entries.Select(entry => entry.Module)];

    private static int? Position(Bound argument) => argument.Value is Constant { Content: int position } ? position : null;

    private static void SetModules(ContainerValue list, ImmutableList<Value> modules) => list.Entries =
        modules.Select((module, i) => (i.ToString(System.Globalization.CultureInfo.InvariantCulture), module)).ToImmutableList();

    private Target ModulePropertyTarget(IPropertyReferenceOperation reference, ModuleValue module)
    {
        IPropertySymbol property = reference.Property;
        if (property.IsIndexer && module is ContainerValue container)
        {
            Value index = Evaluate(reference.Arguments[0].Value);
            return index is Constant { Content: string name } ? EntryTarget(container, name, reference)
                : index is TupleValue { Items: [var start, var end] }
                    ? Indexed(module, new RangeValue(AsIndex(start), AsIndex(end)), reference)
                : Indexed(module, index, reference);
        }

        switch (property.Name)
        {
            case "Count" when module is ContainerValue counted:
                return Unwritable(Constant.Of(counted.Entries.Count), reference);
            case "training":
                return Unwritable(TrainingOf(module, reference), reference);
            case "Keys" when module is ContainerValue dictionary:
                return Unwritable(new LazySequence(dictionary.Entries.Select(entry => (Value)Constant.Of(entry.Name))), reference);
            case "Values" when module is ContainerValue dictionary:
                return Unwritable(new LazySequence(dictionary.Entries.Select(entry => entry.Module)), reference);
        }

        if (module is LayerValue layer)
        {
            Value value = LayerProperty(layer, property, reference);
            return new Target(() => value, given => ReplaceState(layer, property, given, reference));
        }

        return Unwritable(Unknown(reference, "this property of a module is not supported"), reference);
    }

    private static IndexValue? AsIndex(Value bound) => bound is Constant { Content: null } ? null : new IndexValue(bound, fromEnd: false);

    private Target EntryTarget(ContainerValue container, string name, IOperation site)
    {
        int position = container.Entries.FindIndex(entry => entry.Name == name);
        return position < 0
            ? new Target(
                () => throw Throws("System.Collections.Generic.KeyNotFoundException", $"there is no '{name}'", site.Syntax),
                value => container.Entries = container.Entries.Add((name, value)))
            : new Target(
                () => container.Entries[position].Module,
                value => container.Entries = container.Entries.SetItem(position, (name, value)));
    }

    private Value TrainingOf(ModuleValue module, IOperation site) => !IsRunning ? Constant.True
        : _mode is { } mode ? Constant.Of(mode)
        : ReferenceEquals(module, _running) ? new RuntimeCondition(Training)
        : Unknown(site, "whether another module is in training is not followed");

    /// <summary>A layer is given another parameter: initialisation, or another layer's to share, as long as the shape stays.</summary>
    private void ReplaceState(LayerValue layer, IPropertySymbol property, Value given, IOperation site)
    {
        if (!IsTensor(property.Type) || given is not (StateTensor or LayerState) || SizesOf(given) is not { } shape)
        {
            throw Stop(site, "this cannot be assigned to");
        }

        if (IsRunning)
        {
            throw Stop(site, "a parameter is replaced while the network runs");
        }

        var own = new LayerState(layer, property.Name);
        if (SizesOf(own) is { } known && !known.SequenceEqual(shape))
        {
            throw Stop(site, "the parameter that is given has another shape than the layer's own");
        }

        if (given is LayerState other)
        {
            _ties.Add((own, other));
        }
    }

    /// <summary>The parameters that layers of the network share.</summary>
    public IEnumerable<Tie> Ties(ModuleTree tree) => _ties
        .Select(tie => (tie.Tied, tie.To, TiedIn: tree.NumberOf(tie.Tied.Layer), ToIn: tree.NumberOf(tie.To.Layer)))
        .Where(tie => tie.TiedIn is not null && tie.ToIn is not null)
        .Select(tie => new Tie(new StateOperand(tie.TiedIn!.Value, tie.Tied.Name), new StateOperand(tie.ToIn!.Value, tie.To.Name)));

    /// <summary>A layer's own property: a parameter, or one of the numbers that it was made with.</summary>
    private Value LayerProperty(LayerValue layer, IPropertySymbol property, IOperation site)
    {
        if (IsTensor(property.Type))
        {
            return property.Name == "bias" && layer.Arguments.Any(argument =>
                argument.Name is "bias" or "hasBias" && argument.Value is LiteralOperand { Code: "false" })
                ? Constant.Null
                : new LayerState(layer, property.Name);
        }

        Operand? given = layer.Arguments.FirstOrDefault(argument => argument.Name == property.Name)?.Value;
        return given is SizeOperand { Value: var size } && Numbers.IsNumeric(property.Type.SpecialType)
            ? SymbolicNumber.Of(size, property.Type.SpecialType)
            : WindowOf(layer, property, given) ?? Unknown(site, "this property of a layer is not followed");
    }

    /// <summary>What a convolution has of its window for each dimension, be it given as one number or as several; null for anything else.</summary>
    private Value? WindowOf(LayerValue layer, IPropertySymbol property, Operand? given)
    {
        int dimensions = layer.Factory is "Conv1d" or "Conv2d" or "Conv3d" or "ConvTranspose1d" or "ConvTranspose2d" or "ConvTranspose3d"
            ? layer.Factory[layer.Factory.Length - 2] - '0'
            : 0;
        Size? usual = property.Name switch
        {
            "stride" or "dilation" => Size.Of(1),
            "padding" or "output_padding" => Size.Of(0),
            _ => null,
        };
        Size[]? sizes = given switch
        {
            SizeOperand { Value: var one } => [.. Enumerable.Repeat(one, dimensions)],
            ListOperand list when list.Items.All(item => item is SizeOperand) =>
                [.. list.Items.Select(item => ((SizeOperand)item).Value)],
            null when usual is not null => [.. Enumerable.Repeat(usual, dimensions)],
            _ => null,
        };
        return sizes is { Length: > 0 } && property.Type is IArrayTypeSymbol { ElementType: { SpecialType: SpecialType.System_Int64 } number }
            ? new ArrayValue(number, sizes.Select(size => SymbolicNumber.Of(size, SpecialType.System_Int64)), _journal)
            : null;
    }
}
