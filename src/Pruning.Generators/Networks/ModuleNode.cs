namespace Pruning.Generators.Networks;

/// <summary>A module instance of the network; its number is its place in <see cref="NetworkModel.Modules"/>.</summary>
public abstract record ModuleNode
{
    /// <summary>Path in the state dict, for instance <c>layer1.0.conv1</c>; empty for the root.</summary>
    public required string Path { get; init; }

    /// <summary>The fully qualified C# type, with <c>global::</c>.</summary>
    public required string Type { get; init; }
}

/// <summary>A layer of TorchSharp, or a module whose class is not read.</summary>
public sealed record LayerNode : ModuleNode
{
    /// <summary>The name of the factory in <c>torch.nn</c>, for instance <c>Conv2d</c>.</summary>
    public required string Factory { get; init; }

    /// <summary>The arguments that the source gives, in the order of the factory's parameters.</summary>
    public required EquatableArray<Argument> Arguments { get; init; }

    /// <summary>What the source declares of a module class of its own that is not read; null for layers of TorchSharp.</summary>
    public Signature? Declared { get; init; }
}

/// <summary>A <c>Sequential</c>, <c>ModuleList</c> or <c>ModuleDict</c>.</summary>
public sealed record ContainerNode : ModuleNode
{
    /// <summary>The modules in it, in order, under their registered names.</summary>
    public required EquatableArray<Child> Children { get; init; }
}

/// <summary>An instance of a module class that the user wrote.</summary>
public sealed record ClassNode : ModuleNode
{
    /// <summary>The class's own name, without namespace.</summary>
    public required string ClassName { get; init; }

    /// <summary>The generic module type that says what <c>forward</c> takes and gives, with <c>global::</c>.</summary>
    public required string BaseType { get; init; }

    /// <summary>The registered modules, in the order of registration.</summary>
    public required EquatableArray<Child> Children { get; init; }

    /// <summary>The parameters and buffers that the class itself registers.</summary>
    public required EquatableArray<StateNode> States { get; init; }
}

/// <summary>A module under the name that its parent registers it by, and the member of the parent's class that holds it.</summary>
public sealed record Child(string Name, int Module, string Member);

/// <summary>A parameter (or, if not <see cref="IsParameter"/>, a buffer) that a class registers by itself.</summary>
public sealed record StateNode(string Name, bool IsParameter, EquatableArray<Size> Shape)
{
    /// <summary>The code of its element type; null for 32-bit floats.</summary>
    public string? ElementType { get; init; }

    /// <summary>Whether the state dict has it.</summary>
    public bool IsPersistent { get; init; } = true;
}
