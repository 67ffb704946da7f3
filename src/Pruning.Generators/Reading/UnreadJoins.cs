using Pruning.Generators.Networks;

namespace Pruning.Generators.Reading;

/// <summary>
/// Leaves out what branches join and nothing reads any more: a variable that each side assigned and that ends with the method. Its layers
/// have nothing to do with one another, so that joining them would couple their channels for nothing.
/// </summary>
internal sealed class UnreadJoins
{
    private readonly HashSet<int> _read = [];

    private UnreadJoins()
    {
    }

    /// <summary>A network's body without them.</summary>
    public static Body RemovedFrom(Body forward) => new UnreadJoins().Of(forward);

    private Body Of(Body body)
    {
        _read.UnionWith(body.Result.Tensors());
        return body with { Statements = Of(body.Statements) };
    }

    // Backwards, because what comes later decides what is read.
    private EquatableArray<Statement> Of(EquatableArray<Statement> statements) =>
        statements.Reverse().Select(Of).OfType<Statement>().Reverse().ToEquatableArray();

    private Statement? Of(Statement statement)
    {
        _read.UnionWith(statement.Tensors());
        return statement switch
        {
            CallStatement { Body: { } body } call => call with { Body = Of(body) },
            ScopeStatement scope => scope with { Statements = Of(scope.Statements) },
            BranchStatement branch => Of(branch),
            _ => statement,
        };
    }

    private BranchStatement? Of(BranchStatement branch)
    {
        EquatableArray<Join> joins = branch.Joins.Where(join => _read.Contains(join.Output.Id)).ToEquatableArray();
        _read.UnionWith(joins.SelectMany(join => join.Sources));
        EquatableArray<Statement> then = Of(branch.Then);
        EquatableArray<Statement> otherwise = Of(branch.Else);
        return then.Count + otherwise.Count + joins.Count == 0 ? null : branch with { Then = then, Else = otherwise, Joins = joins };
    }
}
