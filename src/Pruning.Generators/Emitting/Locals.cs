using Pruning.Generators.Networks;

namespace Pruning.Generators.Emitting;

/// <summary>
/// The local variables of a method: which hold which value, and which may be assigned anew because nobody reads their value any more.
/// </summary>
internal sealed class Locals(ValueUses uses)
{
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _holders = new(StringComparer.Ordinal);
    private readonly Stack<HashSet<string>> _blocks = new([[]]);

    /// <summary>Reserves a name for the whole method.</summary>
    public string Reserve(string name) => Names.Unique(name, _taken);

    /// <summary>A variable that the method is given, with its value.</summary>
    public void AddParameter(string name, int? value)
    {
        _taken.Add(name);
        if (value is { } known)
        {
            _holders[name] = known;
            _blocks.Peek().Add(name);
        }
    }

    /// <summary>A variable of this name that is free to be assigned, or null.</summary>
    /// <param name="name">The name.</param>
    /// <param name="isAwaited">Whether an expression that is not written down yet reads a value.</param>
    public string? Reusable(string name, Func<int, bool> isAwaited) =>
        _holders.TryGetValue(name, out int value) && uses.Left(value) == 0 && !isAwaited(value) && _blocks.Peek().Contains(name) ? name : null;

    /// <summary>Whether this is the name of a variable that holds a value.</summary>
    public bool IsVariable(string name) => _holders.ContainsKey(name);

    /// <summary>Declares a new variable; an already used name gets a number.</summary>
    public string Declare(string name, int value)
    {
        string unique = Reserve(name);
        _blocks.Peek().Add(unique);
        _holders[unique] = value;
        return unique;
    }

    /// <summary>A variable holds another value from now on.</summary>
    public void Assign(string name, int value) => _holders[name] = value;

    /// <summary>A variable must not be assigned again.</summary>
    public void Freeze(string name) => _holders.Remove(name);

    /// <summary>Enters a block: variables from outside are not assigned anew in it.</summary>
    public void Enter() => _blocks.Push(new HashSet<string>(StringComparer.Ordinal));

    /// <summary>Leaves the block.</summary>
    public void Leave() => _blocks.Pop();
}
