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
        Collect(body.Statements, read, known);
        read.ExceptWith(known);
        return [.. read];
    }

    private static void Collect(IEnumerable<Statement> statements, SortedSet<int> read, HashSet<int> made)
    {
        foreach (Statement statement in statements)
        {
            switch (statement)
            {
                case OperationStatement operation:
                    read.UnionWith(operation.Arguments.SelectMany(argument => LiveValues.Tensors(argument.Value)));
                    made.UnionWith(operation.Outputs.Select(output => output.Id));
                    break;
                case CallStatement call:
                    read.UnionWith(call.Arguments.SelectMany(argument => LiveValues.Tensors(argument.Value)));
                    made.UnionWith(call.Outputs.Select(output => output.Id));
                    break;
                case ScopeStatement scope:
                    Collect(scope.Statements, read, made);
                    break;
                case ReturnStatement returned:
                    read.UnionWith(LiveValues.Tensors(returned.Result));
                    break;
                case BranchStatement branch:
                    read.UnionWith(branch.Reads.SelectMany(LiveValues.Tensors));
                    Collect(branch.Then, read, made);
                    Collect(branch.Else, read, made);
                    read.UnionWith(branch.Joins.SelectMany(join => join.Sources));
                    made.UnionWith(branch.Joins.Select(join => join.Output.Id));
                    break;
            }
        }
    }
}
