using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Pruning.Generators.Networks;
using Pruning.Generators.Reading.Values;

namespace Pruning.Generators.Reading;

/// <content>
/// Training and evaluation. Branches on <c>training</c> are read like any other; where their sides leave what cannot be joined, such as
/// results of different kinds, the whole network is read twice, once for each mode.
/// </content>
internal sealed partial class Interpreter
{
    private const string Training = "training";

    /// <summary>Whether the network is in training, while it is read for one mode; null while it is read for both.</summary>
    private bool? _mode;

    /// <summary>Whether something could not be joined because it depends on the mode.</summary>
    private bool _dependsOnMode;

    /// <summary>Runs the network, and describes what ran.</summary>
    private Body InBothModes(ModuleValue root, IOperation site, Func<Value> run, Func<Value, Body> describe)
    {
        (int Problems, int Depth) before = (Problems.Count, _journal.Depth);
        _journal.Begin();
        try
        {
            Body body = describe(run());
            _journal.End().Redo();
            return body;
        }
        catch (ReadingStopped) when (_dependsOnMode)
        {
            while (_journal.Depth > before.Depth)
            {
                _journal.End();
            }

            Problems.RemoveRange(before.Problems, Problems.Count - before.Problems);
            (_statements, _names, _running, _path) = ([], [], root, ImmutableStack<(RuntimeCondition, bool)>.Empty);
            return describe(InEachMode(site, run));
        }
    }

    /// <summary>In training the network returns what it returns then; the rest is evaluation.</summary>
    private Value InEachMode(IOperation site, Func<Value> run)
    {
        Operand result = new LiteralOperand("null");
        BranchSide training = InMode(true, value => result = OperandOf(value, site));
        BranchSide evaluation = InMode(false, _ => { });
        if (evaluation.Thrown is not null)
        {
            throw evaluation.Thrown;
        }

        if (training.Thrown is null)
        {
            _statements!.Add(new BranchStatement
            {
                Condition = Training,
                Then = training.Statements.Append(new ReturnStatement(result)).ToEquatableArray(),
                Else = EquatableArray<Statement>.Empty,
                Joins = EquatableArray<Join>.Empty,
            });
        }

        Resume(evaluation);
        return evaluation.Completion.Result!;

        BranchSide InMode(bool mode, Action<Value> note)
        {
            _mode = mode;
            try
            {
                return RunSide(() =>
                {
                    Value value = run();
                    note(value);
                    return Completion.Return(value);
                });
            }
            finally
            {
                _mode = null;
            }
        }
    }

    private void NoteMode(Value condition) =>
        _dependsOnMode |= condition is RuntimeCondition { Code: var code } && code.Contains(Training);
}
