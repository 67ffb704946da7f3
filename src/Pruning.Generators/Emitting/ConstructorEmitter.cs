using Pruning.Generators.Networks;

namespace Pruning.Generators.Emitting;

/// <summary>Prints the fields of a module class and the body of its constructor.</summary>
internal static class ConstructorEmitter
{
    private const int LongestArguments = 90;

    /// <summary>One field for each module, parameter and buffer that the class itself holds.</summary>
    public static void Fields(SourceWriter writer, ClassCode code)
    {
        foreach (Child child in Held(code))
        {
            writer.Line($"internal readonly {code.TypeOf(child.Module)} {Identifiers.OfMember(child.Member)};");
        }

        foreach (StateNode state in code.Node.States)
        {
            writer.Line($"internal {(state.IsParameter ? "modules.Parameter" : "Tensor")} {Identifiers.OfMember(state.Name)};");
        }
    }

    /// <summary>Builds everything, then registers it by name, in the order of the dense model.</summary>
    public static void Body(SourceWriter writer, ClassCode code, IWidthSource widths)
    {
        foreach (StateNode state in code.Node.States)
        {
            string shape = string.Join(", ", StateShape.Of(code.Tree, code.Node, state).Select(OperandText.InConstructor(widths).Text));
            string type = state.ElementType is { } elements ? ", dtype: " + Abbreviations.Shorten(elements) : "";
            string zeros = $"torch.zeros(new long[] {{ {shape} }}{type})";
            writer.Line($"{Identifiers.OfMember(state.Name)} = {(state.IsParameter ? $"new modules.Parameter({zeros})" : zeros)};");
        }

        // A module that stands in several places is one module, so its parameters stay tied.
        var shared = new Dictionary<int, string>();
        foreach (Child child in Held(code))
        {
            foreach (int module in Repeated(code, child.Module).Where(module => !shared.ContainsKey(module)))
            {
                string name = FormattableString.Invariant($"shared{shared.Count + 1}");
                writer.Line($"var {name} = {New(code, widths, module, shared)};");
                shared.Add(module, name);
            }

            writer.Line($"{Identifiers.OfMember(child.Member)} = {New(code, widths, child.Module, shared)};");
            shared[child.Module] = Identifiers.OfMember(child.Member);
        }

        writer.Line();
        foreach (StateNode state in code.Node.States)
        {
            string method = state.IsParameter ? "register_parameter" : "register_buffer";
            string persistence = state.IsPersistent ? "" : ", persistent: false";
            writer.Line($"{method}(\"{state.Name}\", {Identifiers.OfMember(state.Name)}{persistence});");
        }

        foreach (Child child in code.Node.Children)
        {
            writer.Line($"register_module(\"{child.Name}\", {Identifiers.OfMember(child.Member)});");
        }
    }

    /// <summary>Shares the parameters that layers of the dense model share, and those of a layer that several classes hold.</summary>
    public static void Ties(SourceWriter writer, ClassCode code)
    {
        foreach (Tie tie in code.Tree.Model.Network.Ties)
        {
            writer.Line($"{code.Access(tie.Tied.Module)}.{tie.Tied.Name} = {code.Access(tie.To.Module)}.{tie.To.Name}!;");
        }

        ILookup<int, string> places = code.LayerPlaces();
        foreach (StateOperand state in code.Tree.Model.Network.SharedStates)
        {
            string first = places[state.Module].First();
            foreach (string place in places[state.Module].Skip(1))
            {
                writer.Line($"{place}.{state.Name} = {first}.{state.Name}!;");
            }
        }
    }

    /// <summary>The modules that stand more than once in a container, those in it first.</summary>
    private static IEnumerable<int> Repeated(ClassCode code, int module)
    {
        int[] inside = [.. Inside(code, module)];
        return inside.Where(inner => inside.Count(other => other == inner) > 1).Distinct().Reverse();
    }

    private static IEnumerable<int> Inside(ClassCode code, int module) => code.Tree[module] is ContainerNode container
        ? container.Children.SelectMany(child => Inside(code, child.Module).Prepend(child.Module))
        : [];

    // A member can be registered under several names.
    private static IEnumerable<Child> Held(ClassCode code) =>
        code.Node.Children.GroupBy(child => child.Member).Select(same => same.First());

    private static string New(ClassCode code, IWidthSource widths, int module, Dictionary<int, string> shared) => code.Tree[module] switch
    {
        _ when shared.TryGetValue(module, out string? known) => known,
        LayerNode layer => $"{ClassCode.Maker(layer)}({OperandText.InConstructor(widths).Arguments(layer.Arguments)})",
        ContainerNode container => NewContainer(code, widths, container, module, shared),
        ClassNode => $"new {code.Classes[module].Name}({Lines(ClassArguments(code, widths, module))})",
        ModuleNode node => throw new InvalidOperationException($"There is no C# for the module {node}."),
    };

    private static IEnumerable<string> ClassArguments(ClassCode code, IWidthSource widths, int module)
    {
        // Instances of one structure need their widths in one order; the names are those of the first instance.
        var parameters = code.Classes[module].Parameters;
        var own = WidthCollector.Of(code.Tree, module);
        return parameters.Zip(own, (parameter, width) => $"{parameter.Name}: {widths.Width(width.Width)}");
    }

    // Arguments on one line where they fit, else one a line.
    private static string Lines(IEnumerable<string> arguments)
    {
        string line = string.Join(", ", arguments);
        return line.Length <= LongestArguments ? line : "\n    " + string.Join(",\n    ", arguments);
    }

    private static string NewContainer(
        ClassCode code, IWidthSource widths, ContainerNode container, int module, Dictionary<int, string> shared)
    {
        bool isNumbered = container.Children.Select((child, place) => child.Name == WidthText.Number(place)).All(same => same);
        var items = container.Children.Select(child => isNumbered
            ? New(code, widths, child.Module, shared)
            : $"(\"{child.Name}\", {New(code, widths, child.Module, shared)})");
        string constructor = ClassCode.IsList(container) ? "new " + code.TypeOf(module)
            : container.Type.Contains("ModuleDict") ? Abbreviations.Shorten(container.Type).Replace("modules.ModuleDict", "nn.ModuleDict")
            : "nn.Sequential";
        return container.Children.Count == 0 ? constructor + "()"
            : constructor + "(\n    " + string.Join(",\n", items).Replace("\n", "\n    ") + ")";
    }
}
