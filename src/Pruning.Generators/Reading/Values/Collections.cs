using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Pruning.Generators.Reading.Values;

/// <summary>A value that can be enumerated.</summary>
internal interface ISequence
{
    IEnumerable<Value> Items { get; }
}

/// <summary>An array or a span over one.</summary>
internal sealed class ArrayValue : Value, ISequence
{
    private readonly List<Place<Value>> _places;

    public ArrayValue(ITypeSymbol elementType, IEnumerable<Value> items, Journal journal)
        : this(elementType, [.. items.Select(item => new Place<Value>(journal, item))])
    {
    }

    private ArrayValue(ITypeSymbol elementType, List<Place<Value>> places) => (ElementType, _places) = (elementType, places);

    public ITypeSymbol ElementType { get; }

    /// <summary>A span over some of the elements.</summary>
    public ArrayValue Part(int start, int length) => new(ElementType, _places.GetRange(start, length));

    public int Count => _places.Count;

    public IEnumerable<Value> Items => _places.Select(place => place.Content);

    public Place<Value> this[int index] => _places[index];
}

/// <summary>A <c>List&lt;T&gt;</c>, stack, queue or set: what can grow.</summary>
internal sealed class ListValue(INamedTypeSymbol type, IEnumerable<Value> items, Journal journal) : Value, ISequence
{
    private readonly Place<ImmutableList<Value>> _content = new(journal, items.ToImmutableList());

    public INamedTypeSymbol Type { get; } = type;

    public ImmutableList<Value> Content
    {
        get => _content.Content;
        set => _content.Content = value;
    }

    public IEnumerable<Value> Items => Content;
}

/// <summary>A lazy sequence, which is computed anew each time that it is enumerated, as LINQ's are.</summary>
internal sealed class LazySequence(IEnumerable<Value> items) : Value, ISequence
{
    public IEnumerable<Value> Items { get; } = items;
}

/// <summary>A dictionary; it enumerates in the order of insertion.</summary>
internal sealed class DictionaryValue(INamedTypeSymbol type, Journal journal) : Value, ISequence
{
    private readonly Place<ImmutableList<(Value Key, Value Value)>> _content = new(journal, []);

    public INamedTypeSymbol Type { get; } = type;

    public ImmutableList<(Value Key, Value Value)> Content
    {
        get => _content.Content;
        set => _content.Content = value;
    }

    public IEnumerable<Value> Items => Content.Select(entry => new TupleValue([entry.Key, entry.Value]));
}

/// <summary>A tuple, or a key with its value.</summary>
internal sealed class TupleValue(ImmutableArray<Value> items) : Value
{
    public ImmutableArray<Value> Items { get; } = items;
}
