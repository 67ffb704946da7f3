using System.Text;
using Pruning.Generators.Coupling;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Emitting;

/// <summary>
/// Describes the structure of a module instance as text: two instances with equal texts can share one class, because they differ in nothing
/// but the widths that their constructors are given.
/// </summary>
internal sealed class StructureKey
{
    private readonly ModuleTree _tree;
    private readonly StringBuilder _text = new();
    private readonly Dictionary<WidthExpression, int> _widths = [];
    private readonly Dictionary<int, int> _values = [];
    private readonly Dictionary<int, int> _modules = [];

    private StructureKey(ModuleTree tree) => _tree = tree;

    /// <summary>The structure of a module.</summary>
    public static string Of(ModuleTree tree, int module)
    {
        var key = new StructureKey(tree);
        key.Add(module);
        return key._text.ToString();
    }

    /// <summary>What a body does; equal for two calls of one module that do the same to other tensors.</summary>
    public static string Of(ModuleTree tree, Body body)
    {
        var key = new StructureKey(tree);
        key.Add(body);
        foreach (WidthExpression width in key._widths.OrderBy(width => width.Value).Select(width => width.Key))
        {
            key.Write(string.Join("+", width.Terms.Select(term => $"{term.Coefficient}*{string.Join("*", term.Groups)}*{string.Join("*", term.Atoms)}")));
        }

        foreach (int module in key._modules.OrderBy(module => module.Value).Select(module => module.Key))
        {
            key.Write(module);
        }

        return key._text.ToString();
    }

    private void Add(int module)
    {
        ModuleNode node = _tree[module];
        Write(node.GetType().Name);
        Write(Place(_modules, module));
        Write(node.Type);
        switch (node)
        {
            case LayerNode layer:
                Write(layer.Factory);
                Add(layer.Arguments);
                break;
            case ClassNode owner:
                foreach (StateNode state in owner.States)
                {
                    Write(state.Name);
                    Write(state.IsParameter);
                    Write(state.ElementType ?? "");
                    Write(state.IsPersistent);
                    foreach (Operand size in StateShape.Of(_tree, owner, state))
                    {
                        Add(size);
                    }
                }

                break;
        }

        foreach (Child child in _tree.ChildrenOf(module))
        {
            Write(child.Name);
            Write(child.Member);
            Add(child.Module);
        }

        foreach (Body body in node is ClassNode ? _tree.BodiesOf(module) : [])
        {
            Add(body);
        }
    }

    private void Add(Body body)
    {
        foreach (BodyParameter parameter in body.Parameters)
        {
            Write(parameter.Name);
            Write(parameter.Type);
            Add(parameter.Value);
        }

        Add(body.Statements);
        Add(body.Result);
    }

    private void Add(EquatableArray<Statement> statements)
    {
        Write("{");
        foreach (Statement statement in statements)
        {
            Add(statement);
        }

        Write("}");
    }

    private void Add(Statement statement)
    {
        Write(statement.GetType().Name);
        switch (statement)
        {
            case OperationStatement operation:
                Write(operation.Member);
                Add(operation.Arguments);
                Add(operation.Outputs);
                break;
            case CallStatement call:
                Write(call.Method);
                Write(Place(_modules, call.Module));
                Write(_tree.VariantOf(call));
                Add(call.Arguments);
                Add(call.Outputs);
                break;
            case ScopeStatement scope:
                Write(scope.Resource);
                Add(scope.Statements);
                break;
            case ReturnStatement returned:
                Add(returned.Result);
                break;
            case BranchStatement branch:
                Write(branch.Condition);
                foreach (Operand read in branch.Reads)
                {
                    Add(read);
                }

                Add(branch.Then);
                Add(branch.Else);
                foreach (Join join in branch.Joins)
                {
                    Write(join.Then is { } then ? Place(_values, then) : -1);
                    Write(join.Else is { } otherwise ? Place(_values, otherwise) : -1);
                    Add(EquatableArray.Of(join.Output));
                }

                break;
        }
    }

    private void Add(EquatableArray<Argument> arguments)
    {
        foreach (Argument argument in arguments)
        {
            Write(argument.Name);
            Add(argument.Value);
        }
    }

    private void Add(EquatableArray<TensorValue> values)
    {
        foreach (TensorValue value in values)
        {
            Write(Place(_values, value.Id));
            Write(value.Name ?? "");
            Write(value.IsDisposedHere);
        }
    }

    private void Add(Operand operand)
    {
        foreach (Operand part in operand.Flatten())
        {
            Write(part.GetType().Name);
            switch (part)
            {
                case TensorOperand tensor:
                    Write(Place(_values, tensor.Value));
                    break;
                case SizeOperand { Source: { } source } size:
                    Write(size.Value);
                    Add(source);
                    break;
                case SizeOperand size:
                    Write(size.Value);
                    break;
                case LiteralOperand literal:
                    Write(literal.Code);
                    break;
                case StateOperand state:
                    Write(Place(_modules, state.Module));
                    Write(state.Name);
                    break;
                case WidthOperand width:
                    foreach (var (expression, atoms) in WidthText.Parts(width.Width))
                    {
                        Write(Place(_widths, expression));
                        Write(atoms);
                    }

                    break;
                case ListOperand list:
                    Write(list.Kind);
                    Write(list.Items.Count);
                    break;
                case RescaledOperand rescaled:
                    Write(rescaled.Dense);
                    break;
                case PropertyOperand property:
                    Write(property.Property);
                    break;
                case ObjectOperand made:
                    Write(made.Type);
                    Write(made.Arguments.Count);
                    Write(string.Join(",", made.Content.Select(member => member.Name)));
                    break;
                case SliceIndex slice:
                    Write(slice.Start is null);
                    Write(slice.Stop is null);
                    Write(slice.Step is null);
                    break;
                default:
                    Write(part);
                    break;
            }
        }
    }

    private void Add(SizeSource source)
    {
        switch (source)
        {
            case DimensionSource dimension:
                Write(Place(_values, dimension.Value));
                Write(dimension.Dimension);
                break;
            case ArithmeticSource arithmetic:
                Write(arithmetic.Sign.ToString());
                Add(arithmetic.Left);
                Add(arithmetic.Right);
                break;
            case IntSource integer:
                Write("int");
                Add(integer.Number);
                break;
            case NumberSource number:
                Write(number.Number);
                break;
        }
    }

    private void Write(object part) => Write(part.ToString());

    private void Write(bool part) => Write(part ? "true" : "false");

    private void Write(long part) => Write(WidthText.Number(part));

    private void Write(string part) => _text.Append(part).Append('|');

    private static int Place<T>(Dictionary<T, int> places, T item)
        where T : notnull
    {
        if (!places.TryGetValue(item, out int place))
        {
            place = places.Count;
            places.Add(item, place);
        }

        return place;
    }
}
