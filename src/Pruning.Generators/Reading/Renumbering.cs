using Pruning.Generators.Networks;

namespace Pruning.Generators.Reading;

/// <summary>
/// Numbers the values of a network in the order in which its statements make them. Reading counts also what it reads and then drops, such
/// as the side of a branch that throws.
/// </summary>
internal sealed class Renumbering
{
    private readonly Dictionary<int, int> _numbers = [];

    private Renumbering(int inputs)
    {
        for (int input = 0; input < inputs; input++)
        {
            _numbers.Add(input, input);
        }
    }

    /// <summary>A network's body with new numbers.</summary>
    public static Body Of(Body forward, int inputs)
    {
        var numbering = new Renumbering(inputs);
        numbering.Number(forward.Statements);
        return numbering._numbers.All(number => number.Key == number.Value) ? forward : numbering.Of(forward);
    }

    private void Number(EquatableArray<Statement> statements)
    {
        foreach (Statement statement in statements)
        {
            switch (statement)
            {
                case OperationStatement operation:
                    Number(operation.Outputs);
                    break;
                case CallStatement { Body: { } body }:
                    Number(body.Statements);
                    break;
                case CallStatement call:
                    Number(call.Outputs);
                    break;
                case ScopeStatement scope:
                    Number(scope.Statements);
                    break;
                case BranchStatement branch:
                    Number(branch.Then);
                    Number(branch.Else);
                    Number(branch.Joins.Select(join => join.Output));
                    break;
            }
        }
    }

    private void Number(IEnumerable<TensorValue> outputs)
    {
        foreach (TensorValue output in outputs)
        {
            _numbers.Add(output.Id, _numbers.Count);
        }
    }

    private Body Of(Body body) => body with
    {
        Parameters = body.Parameters.Select(parameter => parameter with { Value = Of(parameter.Value) }).ToEquatableArray(),
        Statements = Of(body.Statements),
        Result = Of(body.Result),
    };

    private EquatableArray<Statement> Of(EquatableArray<Statement> statements) => statements.Select(Of).ToEquatableArray();

    private Statement Of(Statement statement) => statement switch
    {
        OperationStatement operation => operation with { Arguments = Of(operation.Arguments), Outputs = Of(operation.Outputs) },
        CallStatement call => call with
        {
            Arguments = Of(call.Arguments),
            Outputs = Of(call.Outputs),
            Body = call.Body is { } body ? Of(body) : null,
        },
        ScopeStatement scope => scope with { Statements = Of(scope.Statements) },
        BranchStatement branch => branch with
        {
            Reads = branch.Reads.Select(Of).ToEquatableArray(),
            Then = Of(branch.Then),
            Else = Of(branch.Else),
            Joins = branch.Joins.Select(join => new Join(Of(join.Output), Of(join.Then), Of(join.Else))).ToEquatableArray(),
        },
        ReturnStatement returned => new ReturnStatement(Of(returned.Result)),
        _ => statement,
    };

    private EquatableArray<Argument> Of(EquatableArray<Argument> arguments) =>
        arguments.Select(argument => argument with { Value = Of(argument.Value) }).ToEquatableArray();

    private EquatableArray<TensorValue> Of(EquatableArray<TensorValue> values) => values.Select(Of).ToEquatableArray();

    private int? Of(int? value) => value is { } known ? _numbers[known] : null;

    private TensorValue Of(TensorValue value) => value with { Id = _numbers[value.Id] };

    private Operand Of(Operand operand) => operand switch
    {
        TensorOperand tensor => new TensorOperand(_numbers[tensor.Value]),
        PropertyOperand property => property with { Tensor = Of(property.Tensor) },
        SizeOperand { Source: { } source } size => size with { Source = IsKnown(source) ? Of(source) : null },
        ListOperand list => list with { Items = list.Items.Select(Of).ToEquatableArray() },
        ObjectOperand made => made with { Arguments = Of(made.Arguments), Members = Of(made.Members) },
        PositionIndex index => new PositionIndex(Of(index.Position)),
        SliceIndex slice => new SliceIndex(OfBound(slice.Start), OfBound(slice.Stop), OfBound(slice.Step)),
        TensorIndexOperand index => new TensorIndexOperand(Of(index.Tensor)),
        _ => operand,
    };

    private Operand? OfBound(Operand? bound) => bound is null ? null : Of(bound);

    // A number can come from the size of a tensor that was dropped.
    private bool IsKnown(SizeSource source) => source.Dimensions.All(size => _numbers.ContainsKey(size.Value));

    private SizeSource Of(SizeSource source) => source switch
    {
        DimensionSource size => size with { Value = _numbers[size.Value] },
        IntSource integer => new IntSource(Of(integer.Number)),
        ArithmeticSource arithmetic => arithmetic with { Left = Of(arithmetic.Left), Right = Of(arithmetic.Right) },
        _ => source,
    };
}
