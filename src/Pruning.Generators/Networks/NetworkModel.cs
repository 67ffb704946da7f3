namespace Pruning.Generators.Networks;

/// <summary>
/// A network as Reading understood it. The incremental pipeline keeps it, so it must be immutable and equal by value, and hold nothing of
/// Roslyn: no symbol, syntax, location or compilation. Keep that so when you add a member.
/// </summary>
public sealed record NetworkModel
{
    /// <summary>The class that bears the attribute.</summary>
    public required TypeName Name { get; init; }

    /// <summary>All module instances; the root is number 0.</summary>
    public required EquatableArray<ModuleNode> Modules { get; init; }

    /// <summary>The inputs of <c>forward</c>, values 0, 1, ….</summary>
    public required EquatableArray<NetworkInput> Inputs { get; init; }

    /// <summary>The root's <c>forward</c>.</summary>
    public required Body Forward { get; init; }

    /// <summary>Whether the class itself registers nothing, so that pruning has to.</summary>
    public bool IsRegisteredLate { get; init; }

    /// <summary>Parameters that two layers share.</summary>
    public EquatableArray<Tie> Ties { get; init; } = EquatableArray<Tie>.Empty;

    /// <summary>The parameters of layers that stand in several places of the network.</summary>
    public EquatableArray<StateOperand> SharedStates { get; init; } = EquatableArray<StateOperand>.Empty;

    /// <summary>What attributes ask for the channels that layers produce.</summary>
    public EquatableArray<ChannelRequest> Requests { get; init; } = EquatableArray<ChannelRequest>.Empty;

    /// <summary>The numbers of a module and of all modules in it.</summary>
    public IEnumerable<int> ModulesIn(int module) => (Modules[module] switch
    {
        ClassNode node => node.Children,
        ContainerNode node => node.Children,
        _ => EquatableArray<Child>.Empty,
    }).SelectMany(child => ModulesIn(child.Module)).Prepend(module);
}

/// <summary>A layer's parameter that is another layer's.</summary>
/// <param name="Tied">The parameter that is given away.</param>
/// <param name="To">The one that takes its place.</param>
public sealed record Tie(StateOperand Tied, StateOperand To);

/// <summary>An input tensor and its declared shape.</summary>
public sealed record NetworkInput(int Value, string Name, EquatableArray<Size> Shape);

/// <summary>How to declare another part of a partial class.</summary>
/// <param name="Namespace">Its namespace, empty for the global one.</param>
/// <param name="Containers">Declarations of the types around it, outermost first, for instance <c>partial class Models</c>.</param>
/// <param name="Declaration">Its own declaration, for instance <c>partial class ResNet20</c>.</param>
/// <param name="Identifier">Its own name.</param>
/// <param name="Accessibility"><c>public</c> or <c>internal</c>.</param>
public sealed record TypeName(
    string Namespace, EquatableArray<string> Containers, string Declaration, string Identifier, string Accessibility)
{
    /// <summary>
    /// The full name as metadata has it, for instance <c>Models.Vision+ResNet20</c>; of a variant, that of the class that is generated for it.
    /// </summary>
    public required string MetadataName { get; init; }

    /// <summary>The name of the variant, and of the nested class that is generated for it; null where the class has but one.</summary>
    public string? Variant { get; init; }

    /// <summary>The name for messages: <c>ResNet20</c>, or <c>ResNet20.Small</c> for a variant.</summary>
    public string Display => Variant is null ? Identifier : $"{Identifier}.{Variant}";
}
