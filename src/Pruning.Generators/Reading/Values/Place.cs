using Pruning.Generators.Diagnostics;

namespace Pruning.Generators.Reading.Values;

/// <summary>Something that the program can write to: a variable, a field, the content of a list.</summary>
internal interface IPlace
{
    object? Content { get; set; }

    /// <summary>How many sides of branches had begun when it was made.</summary>
    int Made { get; }

    /// <summary>Sets the content without a note.</summary>
    void Restore(object? content);
}

/// <summary>What stands in a place whose content is not known any more; it does no harm until somebody reads it.</summary>
internal sealed record LostContent(Problem Cause);

/// <summary>A place for contents of one type, whose writes the journal notes.</summary>
internal sealed class Place<T>(Journal journal, T content) : IPlace
{
    private T _content = content;
    private LostContent? _lost;

    public int Made { get; } = journal.Begun;

    /// <exception cref="ReadingStopped">It is read, and not known any more.</exception>
    public T Content
    {
        get => _lost is null ? _content : throw new ReadingStopped(_lost.Cause);
        set
        {
            journal.Note(this);
            (_content, _lost) = (value, null);
        }
    }

    object? IPlace.Content
    {
        get => _lost is null ? _content : _lost;
        set
        {
            journal.Note(this);
            Restore(value);
        }
    }

    void IPlace.Restore(object? content) => Restore(content);

    private void Restore(object? content)
    {
        _lost = content as LostContent;
        _content = _lost is null ? (T)content! : _content;
    }
}

/// <summary>
/// Remembers what is written while one side of a branch is read, so that the other side starts from the same state and both can be
/// joined.
/// </summary>
internal sealed class Journal
{
    private readonly Stack<Side> _open = new();

    /// <summary>How many sides are open.</summary>
    public int Depth => _open.Count;

    /// <summary>How many sides have begun so far.</summary>
    public int Begun { get; private set; }

    /// <summary>Starts a side of a branch.</summary>
    public void Begin()
    {
        Begun++;
        _open.Push(new Side(Begun));
    }

    /// <summary>Ends the side that was begun last: undoes its writes, and says what they were.</summary>
    public Changes End()
    {
        Side side = _open.Pop();
        var after = side.Places.Select(place => (place, place.Content)).ToList();
        foreach (IPlace place in side.Places)
        {
            place.Restore(side.Before[place]);
        }

        return new Changes(after);
    }

    /// <summary>
    /// Notes the content of a place before it is written. What a side itself makes, such as a list, the other side never sees.
    /// </summary>
    public void Note(IPlace place)
    {
        if (_open.Count > 0 && place.Made < _open.Peek().Number && !_open.Peek().Before.ContainsKey(place))
        {
            _open.Peek().Before.Add(place, place.Content);
            _open.Peek().Places.Add(place);
        }
    }

    private sealed class Side(int number)
    {
        public int Number { get; } = number;

        public Dictionary<IPlace, object?> Before { get; } = [];

        public List<IPlace> Places { get; } = [];
    }
}

/// <summary>The places that a side of a branch wrote, in order, with what it left in them.</summary>
internal sealed class Changes(IReadOnlyList<(IPlace Place, object? Content)> written)
{
    public IReadOnlyList<(IPlace Place, object? Content)> Written { get; } = written;

    /// <summary>Writes everything again.</summary>
    public void Redo()
    {
        foreach ((IPlace place, object? content) in Written)
        {
            place.Content = content;
        }
    }

    /// <summary>What the side left in a place, or what the place holds if the side did not write it.</summary>
    public object? ContentOf(IPlace place)
    {
        foreach ((IPlace written, object? content) in Written)
        {
            if (ReferenceEquals(written, place))
            {
                return content;
            }
        }

        return place.Content;
    }
}
