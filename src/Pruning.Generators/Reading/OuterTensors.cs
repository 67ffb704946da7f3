using Pruning.Generators.Networks;

namespace Pruning.Generators.Reading;

/// <summary>Tensors that a module reads without being given them: another module's code has left them in a field.</summary>
internal static class OuterTensors
{
    /// <summary>Those of a body, in the order in which they were made.</summary>
    public static IReadOnlyList<int> Of(Body body)
    {
        var read = new SortedSet<int>(LiveValues.Tensors(body.Result));
        var known = new HashSet<int>(body.Parameters.SelectMany(parameter => LiveValues.Tensors(parameter.Value)));
        foreach (Statement statement in body.Statements.SelectMany(statement => statement.Flatten()))
        {
            read.UnionWith(statement.Operands.SelectMany(LiveValues.Tensors));
            known.UnionWith(statement.Made.Select(made => made.Id));
            if (statement is BranchStatement branch)
            {
                read.UnionWith(branch.Joins.SelectMany(join => join.Sources));
            }
        }

        read.ExceptWith(known);
        return [.. read];
    }
}
