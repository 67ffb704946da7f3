using System.Collections.Immutable;
using System.Globalization;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Emitting;

/// <summary>Prints the <c>forward</c> of a module class from what ran in it.</summary>
internal sealed class ForwardEmitter
{
    private readonly SourceWriter _writer;
    private readonly ClassCode _code;
    private readonly Body _body;
    private readonly ValueUses _uses;
    private readonly Locals _locals;
    private readonly OperandText _text;
    private readonly Dictionary<int, Expression> _expressions = [];
    private readonly Dictionary<Operand, string> _given = [];
    private readonly Dictionary<string, string> _symbols = new(StringComparer.Ordinal);
    private readonly Dictionary<SizeSource, string> _sizes = [];
    private readonly HashSet<int> _inputs;

    /// <summary>Values whose expressions are not written down yet, in the order in which they are made, and what those read.</summary>
    private readonly List<(int Value, HashSet<int> Reads)> _pending = [];

    /// <summary>What the statement that is being printed has read so far.</summary>
    private readonly HashSet<int> _read = [];

    /// <summary>Values that are made inside a scope that is being printed and read behind it.</summary>
    private readonly HashSet<int> _outlasting = [];
    private int _scopes;

    private ForwardEmitter(SourceWriter writer, ClassCode code, IWidthSource widths, Body body)
    {
        _writer = writer;
        _code = code with { Hidden = [.. body.Parameters.Select(parameter => Identifiers.Escape(parameter.Name))] };
        _body = body;
        _uses = new ValueUses(body, code.Tree);
        _locals = new Locals(_uses);
        foreach (string member in code.Node.Children.Select(child => child.Member).Concat(code.Node.States.Select(state => state.Name)))
        {
            _locals.Reserve(Identifiers.OfMember(member));
        }

        _text = new OperandText(widths, Read, State, Symbol, SizeCode, operand => _given.TryGetValue(operand, out string? known) ? known : null);
        _inputs = [.. body.Parameters.SelectMany(parameter => parameter.Value.Flatten()).OfType<TensorOperand>().Select(input => input.Value)];
    }

    /// <summary>Prints the method; nothing for a class that only holds parameters, which has no method of that name.</summary>
    public static void Emit(SourceWriter writer, ClassCode code, IWidthSource widths)
    {
        IReadOnlyList<Body> bodies = code.Tree.BodiesOf(code.Module);
        for (int variant = 0; variant < bodies.Count; variant++)
        {
            if (variant == 0)
            {
                writer.Line("/// <inheritdoc />");
            }
            else
            {
                writer.Line();
                writer.Line("/// <summary>What <c>forward</c> does to inputs of other sizes.</summary>");
            }

            string header = variant == 0 ? $"public override {code.ResultType} forward" : $"internal {code.ResultType} {VariantName(variant)}";
            new ForwardEmitter(writer, code, widths, bodies[variant]).Emit(header);
        }

        if (bodies.Count == 0 && code.BaseType.Contains('<'))
        {
            writer.Line("/// <inheritdoc />");
            IEnumerable<string> parameters = code.InputTypes.Select((type, i) => $"{type} input{(i == 0 ? "" : WidthText.Number(i + 1))}");
            writer.Line($"public override {code.ResultType} forward({string.Join(", ", parameters)}) =>");
            writer.Indented(["throw new global::System.InvalidOperationException(\"The dense model never runs this module.\");"]);
        }
    }

    private static string VariantName(int variant) => "forward" + WidthText.Number(variant + 1);

    private void Emit(string header)
    {
        int required = _body.Parameters.ToList().FindLastIndex(parameter => parameter is not { IsOptional: true, Value: LiteralOperand });
        string parameters = string.Join(", ", _body.Parameters.Select((parameter, place) =>
            $"{Abbreviations.Shorten(parameter.Type)} {Identifiers.Escape(parameter.Name)}"
            + (place > required ? $" = {Passed(parameter.Value)}" : "")));
        _writer.Open($"{header}({parameters})");
        foreach (BodyParameter parameter in _body.Parameters)
        {
            Bind(Identifiers.Escape(parameter.Name), parameter.Value, isVariable: true, parameter.Type);
        }

        DeclareSymbols();
        Emit(_body.Statements, isLast: true);
        _writer.Close();
    }

    private void Bind(string code, Operand value, bool isVariable, string type)
    {
        if (isVariable)
        {
            _locals.AddParameter(code, (value as TensorOperand)?.Value);
        }

        BindParts(code, value, type, isKnown: false);
    }

    /// <summary>What a call gives in an object or in several layers: its parts are reached through a variable.</summary>
    private void BindParts(string callee, Operand result, string type)
    {
        bool isRead = result.Flatten().OfType<TensorOperand>()
            .Any(part => _uses.Left(part.Value) > 0 && !_expressions.ContainsKey(part.Value));
        if (!isRead)
        {
            _writer.Line($"_ = {callee};");
            return;
        }

        string variable = _locals.Reserve("parts");
        _writer.Line($"var {variable} = {callee};");
        BindParts(variable, result, type, isKnown: true);
    }

    private void BindParts(string code, Operand value, string type, bool isKnown)
    {
        switch (value)
        {
            case TensorOperand tensor when !isKnown || !_expressions.ContainsKey(tensor.Value):
                _expressions[tensor.Value] = new Expression(code, NeedsParentheses: false);
                break;
            case PropertyOperand property:
                _given[property] = code;
                break;
            case ListOperand { Kind: ListKind.Tuple } tuple:
                string whole = type.EndsWith(")?", StringComparison.Ordinal) ? code + "!.Value" : code;
                for (int place = 0; place < tuple.Items.Count; place++)
                {
                    BindParts($"{whole}.Item{place + 1}", tuple.Items[place], "", isKnown);
                }

                break;
            case SizeOperand { Source: { } source }:
                _sizes[source] = code;
                _sizes[source is IntSource integer ? integer.Number : source] = code;
                break;
            case ListOperand list:
                for (int place = 0; place < list.Items.Count; place++)
                {
                    BindParts($"{code}[{place}]", list.Items[place], "", isKnown);
                }

                break;
            case ObjectOperand made:
                foreach (Argument member in made.Content)
                {
                    string reached = member.Name.StartsWith("[", StringComparison.Ordinal) ? code + member.Name : $"{code}.{member.Name}!";
                    BindParts(OperandText.IsOfObjects(made) ? Cast(reached, member.Value) : reached, member.Value, "", isKnown);
                }

                break;
        }
    }

    private static string Cast(string code, Operand value) => value switch
    {
        ObjectOperand made => $"(({Abbreviations.Shorten(made.Type)}){code})",
        ListOperand => $"((global::System.Collections.Generic.IReadOnlyList<Tensor>){code})",
        _ => $"((Tensor){code})",
    };

    private static bool IsFlat(Operand result) =>
        result is TensorOperand || (result is ListOperand list && list.Items.All(item => item is TensorOperand));

    // Sizes that only the run knows are read off the inputs before anything else, under names of their own.
    private void DeclareSymbols()
    {
        var symbols = ModuleTree.Flatten(_body.Statements).SelectMany(statement => statement.Operands).Append(_body.Result)
            .SelectMany(operand => operand.Flatten()).SelectMany(operand => SizeSymbols.Of(operand)).Distinct().OrderBy(name => name, StringComparer.Ordinal);
        foreach (string symbol in symbols)
        {
            TryDeclare(symbol, []);
        }
    }

    // The size of an input gives a symbol if it is that, or if it is linear in it and what else it depends on is known.
    private bool TryDeclare(string symbol, ImmutableHashSet<string> asked)
    {
        if (_symbols.ContainsKey(symbol))
        {
            return true;
        }

        var asking = asked.Add(symbol);
        foreach (var (size, code) in SizesOfInputs().OrderBy(input => input.Size.Equals(Size.Symbol(symbol)) ? 0 : 1))
        {
            if (size.LinearIn(symbol) is var (factor, rest)
                && factor.Symbols.Concat(rest.Symbols).All(other => !asking.Contains(other) && TryDeclare(other, asking)))
            {
                string product = rest.Constant == 0 ? code : $"({code} - {WidthText.Factor(_text.Text(new SizeOperand(rest)))})";
                string value = factor.Constant == 1 ? product : $"{product} / {WidthText.Factor(_text.Text(new SizeOperand(factor)))}";
                string name = _locals.Reserve(Identifiers.Camel(symbol));
                _writer.Line($"long {name} = {value};");
                _symbols.Add(symbol, name);
                return true;
            }
        }

        return false;
    }

    private IEnumerable<(Size Size, string Code)> SizesOfInputs() =>
        from input in _body.Parameters.SelectMany(parameter => parameter.Value.Flatten()).OfType<TensorOperand>()
        from dimension in _code.Tree.Model.Shapes[input.Value].Items.Select((size, place) => (size, place))
        select (dimension.size, $"{_expressions[input.Value].Code}.shape[{WidthText.Number(dimension.place)}]");

    private void Emit(EquatableArray<Statement> statements, bool isLast)
    {
        for (int place = 0; place < statements.Count; place++)
        {
            Emit(statements[place], isLast && place == statements.Count - 1);
        }

        // A scope that comes last lasts to the method's end, and returns by itself.
        if (isLast && (statements.Count == 0 || statements[statements.Count - 1] is not ScopeStatement))
        {
            _writer.Line($"return {Result(_body.Result)};");
        }
    }

    private void Emit(Statement statement, bool isLast)
    {
        _read.Clear();
        switch (statement)
        {
            case OperationStatement operation when OperationText.IsAssignment(operation):
                EmitAssignment(operation);
                break;
            case OperationStatement operation:
                string expression = OperationText.Of(operation, _text);
                Bind(operation.Outputs, new Expression(expression, OperationText.NeedsParentheses(operation)), OperationText.GivesArray(operation));
                break;
            case CallStatement call when _code.Tree.RunsVariants(call):
                Emit(call.Body!.Statements, isLast: false);
                break;
            case CallStatement call:
                string arguments = string.Join(", ", call.Arguments.Select(argument => Passed(argument.Value)));
                int variant = _code.Tree.VariantOf(call);
                string method = variant > 0 && _code.Tree[call.Module] is ClassNode ? VariantName(variant) : call.Method;
                string callee = $"{_code.Access(call.Module)}.{method}({arguments})";
                if (call.Body is { } inside && !IsFlat(inside.Result))
                {
                    BindParts(callee, inside.Result, new ClassCode(_code.Tree, _code.Classes, call.Module).ResultType);
                    break;
                }

                bool givesArray = call.Body?.Result is ListOperand { Kind: not ListKind.Tuple };
                Bind(call.Outputs, new Expression(callee, NeedsParentheses: false), givesArray);
                break;
            case ScopeStatement scope when isLast:
                _writer.Line($"using var {_locals.Reserve("scope")} = {scope.Resource};");
                _scopes += scope.OwnsTensors ? 1 : 0;
                Emit(scope.Statements, isLast: true);
                break;
            case ScopeStatement scope:
                EmitScope(scope);
                break;
            case BranchStatement branch:
                EmitBranch(branch);
                break;
            case ReturnStatement returned:
                _writer.Line($"return {Result(returned.Result)};");
                break;
        }
    }

    private void Bind(EquatableArray<TensorValue> outputs, Expression expression, bool givesArray)
    {
        if (outputs.Count == 0)
        {
            _writer.Line(expression.Code + ";");
        }
        else if (givesArray)
        {
            string array = _locals.Reserve("parts");
            _writer.Line($"var {array} = {expression.Code};");
            for (int place = 0; place < outputs.Count; place++)
            {
                _expressions[outputs[place].Id] = new Expression($"{array}[{WidthText.Number(place)}]", NeedsParentheses: false);
            }
        }
        else if (outputs.Count > 1)
        {
            var names = outputs.Select(output => Declare(output)).ToList();
            _writer.Line($"var ({string.Join(", ", names)}) = {expression.Code};");
        }
        else
        {
            Bind(outputs[0], expression);
        }
    }

    private void Bind(TensorValue output, Expression expression)
    {
        if (_uses.Left(output.Id) == 0)
        {
            _writer.Line($"_ = {expression.Code};");
        }
        else if (output is { Name: null, IsDisposedHere: false } && _uses.Left(output.Id) == 1 && !_uses.IsMadeAtOnce(output.Id))
        {
            _expressions[output.Id] = expression;
            _pending.Add((output.Id, [.. _read]));
        }
        else if (output.IsDisposedHere && !_outlasting.Contains(output.Id))
        {
            EmitDisposed(output, expression.Code);
        }
        else if (_locals.Reusable(Name(output), IsAwaited) is { } variable)
        {
            _locals.Assign(variable, output.Id);
            _expressions[output.Id] = new Expression(variable, NeedsParentheses: false);
            _writer.Line($"{variable} = {expression.Code};");
        }
        else
        {
            _writer.Line($"Tensor {Declare(output)} = {expression.Code};");
        }
    }

    private void EmitDisposed(TensorValue output, string code)
    {
        string name = Declare(output);
        _locals.Freeze(name);
        _writer.Line($"using var {name} = {code};");
    }

    private void EmitAssignment(OperationStatement assignment)
    {
        string indices = string.Join(", ", assignment.Arguments.Where(argument => argument.Name == "indices")
            .Select(argument => _text.Indices(argument.Value)));
        string value = _text.Text(assignment.Arguments[assignment.Arguments.Count - 1].Value);
        string receiver = _text.Text(assignment.Arguments[0].Value);
        if (assignment.Arguments[0].Value is TensorOperand)
        {
            TensorValue output = assignment.Outputs[0];
            string variable = _locals.IsVariable(receiver) ? receiver : _locals.Declare(Name(output), output.Id);
            if (variable != receiver)
            {
                _writer.Line($"Tensor {variable} = {receiver};");
            }

            receiver = variable;
            _locals.Assign(variable, output.Id);
            _expressions[output.Id] = new Expression(variable, NeedsParentheses: false);
        }

        _writer.Line($"{receiver}[{indices}] = {value};");
    }

    // Whether an expression that is written down later reads a value.
    private bool IsAwaited(int value) => _pending.Any(pending => _uses.Left(pending.Value) > 0 && pending.Reads.Contains(value));

    private string Declare(TensorValue output)
    {
        string name = _locals.Declare(Name(output), output.Id);
        _expressions[output.Id] = new Expression(name, NeedsParentheses: false);
        return name;
    }

    private void EmitScope(ScopeStatement scope)
    {
        // What the scope makes and others read lives in variables from outside it.
        var made = ModuleTree.Flatten(scope.Statements).SelectMany(statement => statement.Made).ToList();
        var inside = ModuleTree.ReadIn(scope.Statements).ToLookup(value => value);
        var outlasting = made.Where(value => _uses.Left(value.Id) > inside[value.Id].Count()).ToList();
        var variables = outlasting.ToDictionary(value => value.Id, value => _locals.Reserve(Name(value)));
        foreach (TensorValue value in outlasting)
        {
            _writer.Line($"Tensor {variables[value.Id]};");
        }

        var first = outlasting.Where(value => _outlasting.Add(value.Id)).ToList();
        _writer.Open($"using ({scope.Resource})");
        _locals.Enter();
        Emit(scope.Statements, isLast: false);
        foreach (TensorValue value in outlasting)
        {
            string moved = scope.OwnsTensors ? $"{Atom(_expressions[value.Id])}.MoveToOuterDisposeScope()" : _expressions[value.Id].Code;
            _writer.Line($"{variables[value.Id]} = {moved};");
            _expressions[value.Id] = new Expression(variables[value.Id], NeedsParentheses: false);
        }

        _locals.Leave();
        _writer.Close();
        _outlasting.ExceptWith(first.Select(value => value.Id));
        foreach (TensorValue value in first.Where(value => value.IsDisposedHere))
        {
            EmitDisposed(value, variables[value.Id]);
        }
    }

    private void EmitBranch(BranchStatement branch)
    {
        object[] reads = [.. branch.Reads.Select(_text.Text)];
        string condition = reads.Length == 0 ? branch.Condition : string.Format(CultureInfo.InvariantCulture, branch.Condition, reads);
        var variables = branch.Joins.Select(join => _locals.Reserve(Name(join.Output))).ToList();
        foreach (string variable in variables)
        {
            _writer.Line($"Tensor {variable};");
        }

        EmitSide($"if ({condition})", branch.Then, branch.Joins.Select(join => join.Then), variables);
        if (branch.Else.Count > 0 || branch.Joins.Count > 0)
        {
            EmitSide("else", branch.Else, branch.Joins.Select(join => join.Else), variables);
        }

        for (int place = 0; place < variables.Count; place++)
        {
            _expressions[branch.Joins[place].Output.Id] = new Expression(variables[place], NeedsParentheses: false);
        }
    }

    private void EmitSide(string heading, EquatableArray<Statement> statements, IEnumerable<int?> values, IReadOnlyList<string> variables)
    {
        _writer.Open(heading);
        _locals.Enter();
        Emit(statements, isLast: false);
        foreach (var (value, variable) in values.Zip(variables, (value, variable) => (value, variable)))
        {
            _writer.Line($"{variable} = {(value is { } made ? Unwrapped(made) : "null!")};");
        }

        _locals.Leave();
        _writer.Close();
    }

    private static string Name(TensorValue value) => Identifiers.Escape(value.Name ?? "features");

    // What a method returns from inside its scopes has to leave them; what came in from outside is not theirs.
    private string Result(Operand result) => result switch
    {
        TensorOperand tensor when _scopes == 0 || _inputs.Contains(tensor.Value) => Unwrapped(tensor.Value),
        TensorOperand tensor => Read(tensor.Value) + string.Concat(Enumerable.Repeat(".MoveToOuterDisposeScope()", _scopes)),
        ListOperand { Kind: ListKind.Tuple } list => "(" + string.Join(", ", list.Items.Select(Result)) + ")",
        ListOperand list => "[" + string.Join(", ", list.Items.Select(Result)) + "]",
        ObjectOperand made => OperandText.Object(made, Result),
        LiteralOperand { Code: "null" } => "null!",
        _ => _text.Text(result),
    };

    // The parameter's type says whether it is an array or a list.
    private string Passed(Operand argument) => argument switch
    {
        ListOperand { Kind: not ListKind.Tuple } list => "[" + string.Join(", ", list.Items.Select(Passed)) + "]",
        ObjectOperand made => OperandText.Object(made, Passed),
        LiteralOperand { Code: "null" } => "null!",
        _ => _text.Text(argument),
    };

    private string Read(int value) => Atom(ExpressionOf(value));

    private static string Atom(Expression expression) => expression.NeedsParentheses ? "(" + expression.Code + ")" : expression.Code;

    private string Unwrapped(int value) => ExpressionOf(value).Code;

    private Expression ExpressionOf(int value)
    {
        _uses.Read(value);
        _read.UnionWith(_pending.Where(pending => pending.Value == value).SelectMany(pending => pending.Reads).Append(value));
        return _expressions[value];
    }

    private string State(StateOperand state) =>
        state.Module == _code.Module ? _code.Own(state.Name) : $"{_code.Access(state.Module)}.{Identifiers.OfMember(state.Name)}!";

    private string Symbol(string name) => _symbols.TryGetValue(name, out string? local)
        ? local
        : throw new InvalidOperationException($"No input of '{_code.Node.Path}' gives the size {name} that its forward depends on.");

    // A size that a module is given as a number, or that comes from a tensor that is not at hand, has no code here.
    private string? SizeCode(SizeSource source)
    {
        if (_sizes.TryGetValue(source, out string? parameter))
        {
            return parameter;
        }

        switch (source)
        {
            case IntSource integer when SizeCode(integer.Number) is { } code:
                return $"(int){InParentheses(integer.Number, code)}";
            case NumberSource number:
                return WidthText.Number(number.Number);
            case DimensionSource size when _expressions.ContainsKey(size.Value):
                return $"{Read(size.Value)}.shape[{WidthText.Number(size.Dimension)}]";
            case ArithmeticSource arithmetic when SizeCode(arithmetic.Left) is { } left && SizeCode(arithmetic.Right) is { } right:
                return $"{InParentheses(arithmetic.Left, left)} {arithmetic.Sign} {InParentheses(arithmetic.Right, right)}";
            default:
                return null;
        }

        static string InParentheses(SizeSource part, string code) => part is ArithmeticSource ? $"({code})" : code;
    }

    private sealed record Expression(string Code, bool NeedsParentheses);
}
