using System.Collections.Immutable;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Reading.Values;

/// <summary>The number of a value of the network.</summary>
internal readonly record struct TensorId(int Number);

/// <summary>A tensor that <c>forward</c> computes. An operation in place gives it another number, wherever it is held.</summary>
internal sealed class TensorHandle(int id, Journal journal) : Value
{
    private readonly Place<TensorId> _id = new(journal, new TensorId(id));

    public int Id
    {
        get => _id.Content.Number;
        set => _id.Content = new TensorId(value);
    }
}

/// <summary>
/// A tensor that construction makes: a parameter, a buffer, or something on the way to one. Its content is not followed, only its
/// shape, and that as far as it is known.
/// </summary>
internal sealed class StateTensor(ImmutableArray<Size>? shape, bool isParameter) : Value
{
    /// <summary>The shape, as far as it is known; <c>set_</c> gives a tensor that of another one.</summary>
    public ImmutableArray<Size>? Shape { get; set; } = shape;

    public bool IsParameter { get; } = isParameter;

    /// <summary>The code of its element type; null for what TorchSharp takes where the source says nothing.</summary>
    public string? ElementType { get; init; }

    /// <summary>How it is made; null where that cannot be said again, for instance because it was changed in place.</summary>
    public Recipe? Recipe { get; set; }

    /// <summary>The tensor of which it is some entries, so that writing them changes that, too; null where it stands for itself.</summary>
    public StateTensor? Whole { get; init; }
}

/// <summary>The operator that makes a tensor of construction.</summary>
/// <param name="Member">The member of TorchSharp.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Ingredients">The tensors among them, by number.</param>
internal sealed record Recipe(string Member, EquatableArray<Argument> Arguments, IReadOnlyDictionary<int, StateTensor> Ingredients);

/// <summary>A parameter or buffer of a layer, for instance <c>conv.weight</c>.</summary>
internal sealed class LayerState(LayerValue layer, string name) : Value
{
    public LayerValue Layer { get; } = layer;

    public string Name { get; } = name;
}

/// <summary>What only the run knows of a tensor: its element type, its device, or the number in it.</summary>
/// <remarks>The name is what C# writes after the dot: <c>dtype</c>, <c>device.type</c>, <c>item&lt;float&gt;()</c>.</remarks>
internal sealed class RunProperty(Value tensor, string name) : Value
{
    public Value Tensor { get; } = tensor;

    public string Name { get; } = name;
}

/// <summary>One entry between the brackets of <c>x[…]</c>.</summary>
internal sealed class TensorIndexValue(IndexOperand index) : Value
{
    public IndexOperand Index { get; } = index;
}

/// <summary>A tensor as an entry between the brackets. One that the constructor makes becomes an operand only where it is used.</summary>
internal sealed class TensorAsIndex(Value tensor) : Value
{
    public Value Tensor { get; } = tensor;
}

/// <summary>What <c>torch.NewDisposeScope()</c>, <c>torch.no_grad()</c> and their kind give, with the code that opens it.</summary>
internal sealed class ScopeValue(string code) : Value
{
    public string Code { get; } = code;
}

/// <summary>
/// An object that a pruned model does without: a logger, a stopwatch, a generator of random numbers. Calls on it do nothing, and what
/// they give is unknown.
/// </summary>
internal sealed class IgnoredObject(Diagnostics.Problem cause) : Value
{
    public Diagnostics.Problem Cause { get; } = cause;
}
