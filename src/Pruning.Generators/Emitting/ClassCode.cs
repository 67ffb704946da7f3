using Pruning.Generators.Networks;

namespace Pruning.Generators.Emitting;

/// <summary>What printing a module class takes: its module, where its widths come from, and how to reach what it holds.</summary>
/// <param name="Tree">The network.</param>
/// <param name="Classes">The classes that the user's modules become.</param>
/// <param name="Module">The instance that the class is printed from.</param>
internal sealed record ClassCode(ModuleTree Tree, ModuleClasses Classes, int Module)
{
    /// <summary>Names that mean something else here, so that members of these names are reached through <c>this</c>.</summary>
    public IReadOnlyCollection<string> Hidden { get; init; } = [];

    /// <summary>The instance.</summary>
    public ClassNode Node => (ClassNode)Tree[Module];

    /// <summary>The class's base, for instance <c>nn.Module&lt;Tensor, Tensor&gt;</c>.</summary>
    public string BaseType => Abbreviations.Shorten(Node.BaseType);

    /// <summary>What <c>forward</c> takes: the arguments of the base type but the last.</summary>
    public IReadOnlyList<string> InputTypes => [.. ForwardTypes.Take(ForwardTypes.Count - 1)];

    /// <summary>What <c>forward</c> returns: the last argument of the base type.</summary>
    public string ResultType => ForwardTypes.LastOrDefault() ?? "Tensor";

    private List<string> ForwardTypes
    {
        get
        {
            var types = new List<string>();
            int start = BaseType.IndexOf('<') + 1, depth = 0;
            for (int place = start; start > 0 && place < BaseType.Length; place++)
            {
                if (depth == 0 && BaseType[place] is ',' or '>')
                {
                    types.Add(BaseType.Substring(start, place - start).Trim());
                    start = place + 1;
                }

                depth += BaseType[place] is '<' or '(' ? 1 : BaseType[place] is '>' or ')' ? -1 : 0;
            }

            return types;
        }
    }

    /// <summary>The type of a field that holds a module.</summary>
    public string TypeOf(int module) => Tree[module] switch
    {
        ClassNode => Classes[module].Name,
        ContainerNode container when IsList(container) => $"modules.ModuleList<{ElementType(container)}>",
        ModuleNode node => Abbreviations.Shorten(node.Type),
    };

    /// <summary>How the class reaches a module that it holds, itself or through containers.</summary>
    public string Access(int module) => Module == module ? "this"
        : Node.Children.Select(child => Access(child.Module, Own(child.Member), module)).FirstOrDefault(code => code is not null)
        ?? $"{Maker((LayerNode)Tree[module])}({OperandText.InConstructor(new LiteralWidths(default)).Arguments(((LayerNode)Tree[module]).Arguments)})";

    /// <summary>
    /// How the class reaches each layer below it. A layer of the dense model that several objects hold is listed for each of them, because
    /// each of them makes its own.
    /// </summary>
    public ILookup<int, string> LayerPlaces() => Below(Node.Children.Select(child => (child.Module, Own(child.Member))))
        .ToLookup(place => place.Module, place => place.Code);

    private IEnumerable<(int Module, string Code)> Below(IEnumerable<(int Module, string Code)> held) => held
        .SelectMany(member => InContainers(member.Module, member.Code))
        .GroupBy(member => member.Module)
        .Select(names => names.First())
        .SelectMany(member => Tree[member.Module] switch
        {
            ClassNode owner => Below(owner.Children.Select(child => (child.Module, $"{member.Code}.{Identifiers.OfMember(child.Member)}"))),
            LayerNode => [member],
            _ => [],
        });

    private IEnumerable<(int Module, string Code)> InContainers(int module, string code) => Tree[module] is ContainerNode container
        ? container.Children.SelectMany((child, place) => InContainers(child.Module, Element(container, code, place)))
        : [(module, code)];

    /// <summary>What makes a layer: a factory of TorchSharp, or the constructor of a class that is not read.</summary>
    public static string Maker(LayerNode layer) => layer.Declared is null ? "nn." + layer.Factory : "new " + Abbreviations.Shorten(layer.Type);

    /// <summary>A member of the class itself.</summary>
    public string Own(string member) => Identifiers.OfMember(member) is var name && Hidden.Contains(name) ? "this." + name : name;

    /// <summary>Whether a container is a list, whose modules the class calls one by one.</summary>
    public static bool IsList(ContainerNode container) => container.Type.Contains("ModuleList");

    private string? Access(int holder, string code, int module)
    {
        if (holder == module)
        {
            return code;
        }

        return Tree[holder] switch
        {
            ContainerNode container => container.Children
                .Select((child, place) => Access(child.Module, Element(container, code, place), module))
                .FirstOrDefault(found => found is not null),
            ClassNode owner => owner.Children
                .Select(child => Access(child.Module, $"{code}.{Identifiers.OfMember(child.Member)}", module))
                .FirstOrDefault(found => found is not null),
            _ => null,
        };
    }

    private string Element(ContainerNode container, string code, int place)
    {
        Child child = container.Children[place];
        if (container.Type.Contains("ModuleDict"))
        {
            return $"(({TypeOf(child.Module)}){code}[\"{child.Name}\"])";
        }

        string element = $"{code}[{WidthText.Number(place)}]";
        return IsList(container) && ElementType(container) == TypeOf(child.Module) ? element : $"(({TypeOf(child.Module)}){element})";
    }

    private string ElementType(ContainerNode container)
    {
        var types = container.Children.Select(child => TypeOf(child.Module)).Distinct().ToList();
        return types.Count == 1 ? types[0] : "nn.Module";
    }
}
