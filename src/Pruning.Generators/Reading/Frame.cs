using Microsoft.CodeAnalysis;
using Pruning.Generators.Reading.Values;

namespace Pruning.Generators.Reading;

/// <summary>The local variables of a block, inside those of the blocks around it.</summary>
internal sealed class Scope(Scope? outer)
{
    private readonly Dictionary<ISymbol, Place<Value>> _variables = new(SymbolEqualityComparer.Default);

    public void Declare(ISymbol variable, Place<Value> place) => _variables[variable] = place;

    public Place<Value>? Find(ISymbol variable)
    {
        for (Scope? scope = this; scope is not null; scope = scope.Outer)
        {
            if (scope._variables.TryGetValue(variable, out Place<Value>? place))
            {
                return place;
            }
        }

        return null;
    }

    private Scope? Outer { get; } = outer;
}

/// <summary>A method that is being run.</summary>
internal sealed class Frame(Value? receiver, IReadOnlyDictionary<ITypeParameterSymbol, ITypeSymbol> typeArguments)
{
    /// <summary>What <c>this</c> is.</summary>
    public Value? Receiver { get; } = receiver;

    /// <summary>What the type parameters in force stand for.</summary>
    public IReadOnlyDictionary<ITypeParameterSymbol, ITypeSymbol> TypeArguments { get; } = typeArguments;

    /// <summary>Branches of which one side has returned already.</summary>
    public Stack<OpenBranch> OpenBranches { get; } = new();

    /// <summary>What <c>yield return</c> gave so far.</summary>
    public List<Value> Yielded { get; } = [];
}
