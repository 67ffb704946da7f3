using Pruning.Generators.Networks;

namespace Pruning.Generators.Coupling;

/// <summary>Replaces the sizes of a network that depend on groups by the groups' widths.</summary>
internal sealed class Rewriting(Replay replay, Groups groups)
{
    /// <summary>The network with widths.</summary>
    public NetworkModel Of(NetworkModel network) => network with
    {
        Modules = network.Modules.Select((module, number) => Of(module, number)).ToEquatableArray(),
        Forward = Of(network.Forward),
    };

    private ModuleNode Of(ModuleNode module, int number) => module switch
    {
        LayerNode layer when replay.Layers.Contains(number) && replay.Propagation.FindLayer(number) is { } found =>
            layer with { Arguments = Rewritten(layer.Arguments, found.Rewrites) },
        _ => module,
    };

    private Body Of(Body body) => body with
    {
        Parameters = body.Parameters.Select(parameter => parameter with { Value = Traced(parameter.Value) }).ToEquatableArray(),
        Statements = body.Statements.Select(Of).ToEquatableArray(),
        Result = Traced(body.Result),
    };

    private Statement Of(Statement statement) => statement switch
    {
        OperationStatement operation when replay.OperationOf(operation.Outputs) is { } found => Of(operation, found),
        OperationStatement operation => operation with { Arguments = Traced(operation.Arguments) },
        CallStatement { Body: { } body } call => call with { Arguments = Traced(call.Arguments), Body = Of(body) },
        ScopeStatement scope => scope with { Statements = scope.Statements.Select(Of).ToEquatableArray() },
        BranchStatement branch => branch with
        {
            Then = branch.Then.Select(Of).ToEquatableArray(),
            Else = branch.Else.Select(Of).ToEquatableArray(),
        },
        ReturnStatement returned => new ReturnStatement(Traced(returned.Result)),
        _ => statement,
    };

    private OperationStatement Of(OperationStatement operation, Operation found)
    {
        WidthExpression[] pieces = [.. found.Pieces.Select(piece => groups.WidthOf(piece))];
        return pieces.Any(Groups.IsPrunable)
            ? IntoPieces(operation with { Arguments = Traced(operation.Arguments) }, pieces, found.PiecesAlong)
            : operation with { Arguments = Rescaled(Traced(Rewritten(operation.Arguments, found.Rewrites)), found.Rescales) };
    }

    private EquatableArray<Argument> Traced(EquatableArray<Argument> arguments) =>
        arguments.Select(argument => argument with { Value = Traced(argument.Value) }).ToEquatableArray();

    private Operand Traced(Operand operand) => operand switch
    {
        SizeOperand { Source: { } source } size => IsOpen(source) ? size : new SizeOperand(size.Value),
        ListOperand list => list with { Items = list.Items.Select(Traced).ToEquatableArray() },
        ObjectOperand made => made with { Arguments = Traced(made.Arguments), Members = Traced(made.Members) },
        PositionIndex index => new PositionIndex(Traced(index.Position)),
        SliceIndex slice => new SliceIndex(TracedBound(slice.Start), TracedBound(slice.Stop), TracedBound(slice.Step)),
        _ => operand,
    };

    private Operand? TracedBound(Operand? bound) => bound is null ? null : Traced(bound);

    /// <summary>
    /// Whether a number follows from sizes that are the same in the pruned network. One that follows from a width and is no size itself is
    /// a scalar, and keeps the dense model's value. What follows from symbols alone is a formula of them anyway.
    /// </summary>
    private bool IsOpen(SizeSource source)
    {
        Dim?[] dims = [.. source.Dimensions.Select(dimension => replay.Propagation.DimensionOf(dimension.Value, dimension.Dimension))];
        return dims.All(dim => dim is not null && !Groups.IsPrunable(groups.WidthOf(dim)))
            && dims.Any(dim => dim!.Length.IsConstant);
    }

    /// <summary>Pieces of different widths need a list of sizes; pieces that stay alike remain what the source has.</summary>
    private static OperationStatement IntoPieces(OperationStatement operation, WidthExpression[] pieces, int along)
    {
        bool areAlike = pieces.All(piece => piece.Equals(pieces[0]));
        bool hasSize = IsSplit(operation) && operation.Arguments.Any(argument => argument.Name == "size");
        if (areAlike && !operation.Arguments.Any(argument => argument.Value is ListOperand))
        {
            return hasSize ? operation with { Arguments = Replaced(operation.Arguments, "size", new WidthOperand(pieces[0])) } : operation;
        }

        Argument receiver = operation.Arguments[0] with { Name = "this" };
        var sizes = new Argument("sizes", new ListOperand(
            ListKind.Collection, pieces.Select(piece => (Operand)new WidthOperand(piece)).ToEquatableArray()));
        Argument dim = operation.Arguments.FirstOrDefault(argument => argument.Name == "dim") ?? new Argument("dim", new SizeOperand(along));
        return operation with { Member = "Tensor.split", Arguments = EquatableArray.Of(receiver, sizes, dim) };
    }

    private static bool IsSplit(OperationStatement operation) => operation.Member is "Tensor.split" or "torch.split";

    private static EquatableArray<Argument> Replaced(EquatableArray<Argument> arguments, string name, Operand value) =>
        arguments.Select(argument => argument.Name == name ? argument with { Value = value } : argument).ToEquatableArray();

    private EquatableArray<Argument> Rewritten(EquatableArray<Argument> arguments, IEnumerable<Rewrite> rewrites)
    {
        foreach (Rewrite rewrite in rewrites)
        {
            WidthExpression width = groups.WidthOf(rewrite.Dim, rewrite.IsNegated ? -1 : 1);
            if (Groups.IsPrunable(width))
            {
                arguments = arguments
                    .Select(argument => argument.Name == rewrite.Argument
                        ? argument with { Value = Replaced(argument.Value, [.. rewrite.Path], new WidthOperand(width)) }
                        : argument)
                    .ToEquatableArray();
            }
        }

        return arguments;
    }

    /// <summary>What an operator divides by the root of its width is multiplied by what the pruned root lacks.</summary>
    private EquatableArray<Argument> Rescaled(EquatableArray<Argument> arguments, IEnumerable<(string Argument, Dim Dim)> rescales)
    {
        foreach ((string name, Dim dim) in rescales)
        {
            WidthExpression width = groups.WidthOf(dim);
            if (Groups.IsPrunable(width))
            {
                Operand tensor = arguments.First(argument => argument.Name == name).Value;
                arguments = Replaced(arguments, name, new RescaledOperand(tensor, new WidthOperand(width), dim.Length.Constant!.Value));
            }
        }

        return arguments;
    }

    private static Operand Replaced(Operand operand, IReadOnlyList<int> path, Operand value)
    {
        if (path.Count == 0)
        {
            return value;
        }

        int[] rest = [.. path.Skip(1)];
        return operand switch
        {
            ListOperand list => list with
            {
                Items = list.Items.Select((item, i) => i == path[0] ? Replaced(item, rest, value) : item).ToEquatableArray(),
            },
            SliceIndex slice => path[0] == 0 ? slice with { Start = value } : slice with { Stop = value },
            _ => value,
        };
    }
}
