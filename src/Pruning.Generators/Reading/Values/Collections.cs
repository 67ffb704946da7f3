using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Pruning.Generators.Reading.Values;

/// <summary>A value that can be enumerated.</summary>
internal interface ISequence
{
    IEnumerable<Value> Items { get; }
}

/// <summary>An array or a span over one. An array of several dimensions has its elements row by row.</summary>
internal sealed class ArrayValue : Value, ISequence
{
    private readonly List<Place<Value>> _places;

    public ArrayValue(ITypeSymbol elementType, IEnumerable<Value> items, Journal journal)
        : this(elementType, [.. items.Select(item => new Place<Value>(journal, item))])
    {
    }

    private ArrayValue(ITypeSymbol elementType, List<Place<Value>> places) =>
        (ElementType, _places, Lengths) = (elementType, places, [places.Count]);

    public ITypeSymbol ElementType { get; }

    /// <summary>The length of each dimension.</summary>
    public ImmutableArray<int> Lengths { get; init; }

    /// <summary>A new array of this type and these lengths with other elements.</summary>
    public ArrayValue With(IEnumerable<Value> items, Journal journal) => new(ElementType, items.ToList(), journal) { Lengths = Lengths };

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
    private ImmutableList<(Value Key, Value Value)>? _indexed;
    private Dictionary<string, int>? _index;

    public INamedTypeSymbol Type { get; } = type;

    public ImmutableList<(Value Key, Value Value)> Content
    {
        get => _content.Content;
        set => _content.Content = value;
    }

    public IEnumerable<Value> Items => Content.Select(entry => new TupleValue([entry.Key, entry.Value]));

    /// <summary>Where an entry is, -1 if nowhere; null where some key is no constant and no tuple of constants.</summary>
    public int? Find(Value key)
    {
        if (TextOf(key) is not { } text)
        {
            return null;
        }

        if (!ReferenceEquals(_indexed, Content))
        {
            (_indexed, _index) = (Content, IndexOf(Content));
        }

        return _index is null ? null : _index.TryGetValue(text, out int place) ? place : -1;
    }

    private static Dictionary<string, int>? IndexOf(ImmutableList<(Value Key, Value Value)> content)
    {
        var index = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach ((Value key, _) in content)
        {
            if (TextOf(key) is not { } text)
            {
                return null;
            }

            index[text] = index.Count;
        }

        return index;
    }

    // Strings bear their length, so that no two keys are written alike.
    private static string? TextOf(Value key) => key switch
    {
        Constant { Content: string text } => FormattableString.Invariant($"{text.Length}\"{text}"),
        Constant { Content: IFormattable number } => FormattableString.Invariant($"{number.GetType().Name} {number}"),
        EnumConstant { Number: IFormattable number } => FormattableString.Invariant($"{number}"),
        TupleValue tuple when tuple.Items.Select(TextOf).ToList() is var parts && !parts.Contains(null) => $"({string.Join(",", parts)})",
        _ => null,
    };
}

/// <summary>A tuple, or a key with its value.</summary>
internal sealed class TupleValue(ImmutableArray<Value> items) : Value
{
    public ImmutableArray<Value> Items { get; } = items;
}
