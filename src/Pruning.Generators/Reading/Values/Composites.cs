using Microsoft.CodeAnalysis;

namespace Pruning.Generators.Reading.Values;

/// <summary>What a layer that is made of others was made with.</summary>
internal abstract record CompositeLayer;

/// <summary>Attention in several heads.</summary>
internal sealed record AttentionLayer(long Width, long Heads, long KeyWidth, long ValueWidth, bool HasBias, string Dropout) : CompositeLayer
{
    /// <summary>Whether a position of learnt keys and values stands behind those that are given.</summary>
    public bool HasOwnPosition { get; init; }

    /// <summary>Whether a position of zeros stands behind all others.</summary>
    public bool HasZeroPosition { get; init; }
}

/// <summary>A layer of an encoder or a decoder, or what is made of such layers.</summary>
internal sealed record TransformerLayer(long Width, long Heads, long Hidden, string Dropout, string Activation) : CompositeLayer;

/// <summary>A layer of TorchSharp that is made of others, and is read as what it computes.</summary>
internal sealed class CompositeValue : ModuleValue
{
    private readonly Place<string?> _signature;

    public CompositeValue(INamedTypeSymbol type, CompositeLayer layer, Journal journal, IOperation site)
        : base(type, journal, site)
    {
        Layer = layer;
        _signature = new Place<string?>(journal, null);
        IsRegistered = true;
    }

    public CompositeLayer Layer { get; }

    /// <summary>The places of arguments that the run decides to be tensors or null.</summary>
    public HashSet<int> MayBeNull { get; } = [];

    /// <summary>What it is given and gives, once it has run.</summary>
    public string? Signature
    {
        get => _signature.Content;
        set => _signature.Content = value;
    }
}
