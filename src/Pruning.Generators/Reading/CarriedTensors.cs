using Microsoft.CodeAnalysis;
using Pruning.Generators.Diagnostics;
using Pruning.Generators.Networks;
using Pruning.Generators.Reading.Values;
using Problem = Pruning.Generators.Diagnostics.Problem;

namespace Pruning.Generators.Reading;

/// <summary>
/// Fields by which one call of the network hands a tensor to the next: they are read before they are written, and are left with what was
/// computed from the inputs. A table that is computed once, from sizes alone, hands on nothing that another call would compute otherwise.
/// </summary>
internal sealed class CarriedTensors
{
    private readonly HashSet<Place<Value>> _written = [];
    private readonly Dictionary<Place<Value>, (ISymbol Member, Value? Left)> _readFirst = [];

    /// <summary>A field that the running network reads or writes.</summary>
    public Target Watch(Place<Value> place, IFieldSymbol field) => new(
        () =>
        {
            if (!_written.Contains(place) && !_readFirst.ContainsKey(place))
            {
                _readFirst.Add(place, (field.AssociatedSymbol ?? field, null));
            }

            return place.Content;
        },
        value =>
        {
            place.Content = value;
            if (_readFirst.TryGetValue(place, out (ISymbol Member, Value? Left) read))
            {
                _readFirst[place] = read with { Left = value };
            }
            else
            {
                _written.Add(place);
            }
        },
        place);

    /// <summary>The fields that hand tensors on.</summary>
    /// <param name="forward">What ran.</param>
    /// <param name="inputs">How many tensors the network is given; they have the first numbers.</param>
    public IEnumerable<Problem> In(Body forward, int inputs)
    {
        HashSet<int> computed = [.. Enumerable.Range(0, inputs)];
        Collect(forward.Statements, computed);
        return
            from read in _readFirst.Values
            where read.Left is { } left && Interpreter.TensorsIn(left).Any(tensor => computed.Contains(tensor.Id))
            group read.Member by read.Member.Locations[0] into members
            select new Problem(Rules.CarriesTensors, members.Key, [members.First().Name]);
    }

    /// <summary>Adds what is computed from what is computed.</summary>
    private static void Collect(IEnumerable<Statement> statements, HashSet<int> computed)
    {
        foreach (Statement statement in statements.SelectMany(statement => statement.Flatten()))
        {
            if (statement is CallStatement { Body: { } body })
            {
                Collect(body.Statements, computed);
            }

            bool isComputed = statement is BranchStatement branch
                ? branch.Joins.SelectMany(join => join.Sources).Any(computed.Contains)
                : !ReadsOnlyShapes(statement) && statement.Operands.SelectMany(EntriesOf).Any(computed.Contains);
            if (isComputed)
            {
                computed.UnionWith(statement.Made.Select(made => made.Id));
            }
        }
    }

    private static bool ReadsOnlyShapes(Statement statement) => statement is OperationStatement { Member: var member }
        && (member.EndsWith("_like", StringComparison.Ordinal) || member.StartsWith("Tensor.new_", StringComparison.Ordinal));

    private static IEnumerable<int> EntriesOf(Operand operand) => operand switch
    {
        TensorOperand tensor => [tensor.Value],
        ListOperand list => list.Items.SelectMany(EntriesOf),
        _ => [],
    };
}
