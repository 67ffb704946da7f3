using System.Collections.Immutable;
using Pruning.Generators.Coupling.Rules;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Coupling;

/// <summary>
/// Follows channels through a network, operator by operator: the shape oracle of Reading, and what Coupling replays. Values are numbered
/// in the order in which they are made, so equal steps give equal numbers.
/// </summary>
/// <param name="modules">The module of a number.</param>
internal sealed class Propagation(Func<int, ModuleNode> modules)
{
    private const string DifferentSizes = "they have other sizes after the other side of a branch";

    private readonly List<Value> _values = [];
    private readonly Dictionary<int, Layer> _layers = [];
    private readonly Dictionary<(int Module, string Name), ImmutableArray<Dim>> _states = [];
    private readonly Dictionary<(int Module, string Name, int Dimension), StateRole> _roles = [];
    private readonly Dictionary<int, ImmutableArray<ImmutableArray<(StateOperand State, int Dimension)>>> _origins = [];
    private readonly List<Problem> _problems = [];
    private readonly List<Grouping> _groupings = [];

    /// <summary>What was found wrong so far, in order.</summary>
    public IReadOnlyList<Problem> Problems => _problems;

    /// <summary>The grouped convolutions that ran.</summary>
    public IReadOnlyList<Grouping> Groupings => _groupings;

    /// <summary>The latest <see cref="Apply"/> or <see cref="Call"/>: its sizes and costs.</summary>
    public Operation? Latest { get; private set; }

    /// <summary>Adds an input; its sizes are never pruned.</summary>
    public int AddInput(EquatableArray<Size> shape) => Add([.. shape.Select(Dim.Constant)], null);

    /// <summary>Runs a tensor operator and gives the numbers of the tensors that it makes.</summary>
    /// <param name="member">The member as in <see cref="OperationStatement.Member"/>.</param>
    /// <param name="arguments">The arguments as in <see cref="OperationStatement.Arguments"/>.</param>
    /// <param name="outputs">How many tensors it makes by its signature, for where no rule can say so; 0 for a list of them.</param>
    public IReadOnlyList<int> Apply(string member, EquatableArray<Argument> arguments, int outputs = 1)
    {
        OperatorRule? rule = OperatorTable.Find(member);
        var operation = new Operation(member, arguments, ShapeOfOperand, IsTruth);
        if (rule is null)
        {
            return Barrier(operation, new RuleException(ProblemKind.UnknownOperator, $"'{member}' is not known"), null, outputs);
        }

        return Run(operation, rule, null, outputs);
    }

    /// <summary>Runs code that is not read, and gives the number of the tensor that its signature says it makes.</summary>
    public IReadOnlyList<int> Declared(string name, Signature signature, EquatableArray<Argument> arguments) =>
        Run(new Operation(name.Substring(name.LastIndexOf('.') + 1), arguments, ShapeOfOperand, IsTruth), op => [Opaque.Apply(op, signature)], null, 1);

    /// <summary>Whether channels along a dimension of a tensor could be removed, by what is known now.</summary>
    public bool CanBePruned(Operand tensor, int dimension)
    {
        ImmutableArray<Dim> shape = ShapeOfOperand(tensor);
        return !shape.IsDefault && dimension < shape.Length && shape[dimension].Leaves().Any(leaf => leaf.KeptBecause is null);
    }

    /// <summary>Runs a layer and gives the numbers of the tensors that it makes.</summary>
    /// <param name="module">The layer's number.</param>
    /// <param name="arguments">The arguments as in <see cref="CallStatement.Arguments"/>.</param>
    /// <param name="outputs">How many tensors it makes by its signature, for where no rule can say so.</param>
    public IReadOnlyList<int> Call(int module, EquatableArray<Argument> arguments, int outputs = 1)
    {
        var node = (LayerNode)modules(module);
        if (node.Declared is { } signature)
        {
            return Declared(node.Type, signature, arguments);
        }

        var operation = new Operation(node.Factory, arguments, ShapeOfOperand, IsTruth) { Outputs = outputs };
        if (!LayerTable.Rows.TryGetValue(node.Factory, out LayerRule? rule))
        {
            return Barrier(operation, new RuleException(ProblemKind.UnknownLayer, $"the layer '{node.Factory}' is not known"), null, outputs);
        }

        try
        {
            Layer layer = LayerOf(module);
            return Run(operation, op => rule.Forward(layer, op), layer, outputs);
        }
        catch (RuleException unreadable)
        {
            return Barrier(operation, unreadable, null, outputs);
        }
    }

    /// <summary>The value after a branch: what it is after either side, coupled; what only one side has is that.</summary>
    public int Join(int? then, int? otherwise) =>
        then is { } left && otherwise is { } right ? Join(left, right) : Alias((then ?? otherwise)!.Value);

    private int Alias(int value) => Add(_values[value].Shape, _values[value].Producer);

    private int Join(int then, int otherwise)
    {
        var operation = new Operation("branch", EquatableArray<Argument>.Empty, ShapeOfOperand, IsTruth);
        Value a = _values[then];
        Value b = _values[otherwise];
        if (a.Shape.IsDefault || b.Shape.IsDefault)
        {
            Keep(then, "they meet a tensor of unknown shape");
            Keep(otherwise, "they meet a tensor of unknown shape");
            return Add(default, a.Producer);
        }

        if (a.Shape.Length != b.Shape.Length || a.Shape.Zip(b.Shape, (x, y) => x.Length.Equals(y.Length)).Contains(false))
        {
            // Only the run knows which sizes there are from here on, as with a pooling that differs in training.
            Keep(then, DifferentSizes);
            Keep(otherwise, DifferentSizes);
            return Add(default, a.Producer);
        }

        return Add([.. a.Shape.Zip(b.Shape, (x, y) => operation.Unify(x, y, "sizes"))], a.Producer);
    }

    /// <summary>Two layers share a parameter, so that it keeps the same entries in both.</summary>
    public void Share(StateOperand one, StateOperand other)
    {
        if (DimsOf(one) is { } left && DimsOf(other) is { } right)
        {
            foreach ((StateDim x, StateDim y) in left.Zip(right, (x, y) => (x, y)))
            {
                Unification.Unify(x.Dim, y.Dim);
            }
        }
    }

    private ImmutableArray<StateDim>? DimsOf(StateOperand state) =>
        FindLayer(state.Module)?.States.FirstOrDefault(own => own.Name == state.Name)?.Dims;

    /// <summary>Forbids removing channels of a value.</summary>
    public void Keep(int value, string reason) => Keep(_values[value].Shape, reason);

    /// <summary>A dimension of a value; null where its shape is not known.</summary>
    public Dim? DimensionOf(int value, int dimension) => _values[value].Shape is { IsDefault: false } shape ? shape[dimension] : null;

    /// <summary>The shape of a value; null where it is not known.</summary>
    public EquatableArray<Size>? ShapeOf(int value) => Sizes(_values[value].Shape);

    /// <summary>The shape of a value, parameter or buffer; null where it is not known.</summary>
    public EquatableArray<Size>? ShapeOf(Operand operand) => Sizes(ShapeOfOperand(operand));

    /// <summary>A layer's own dimensions.</summary>
    /// <exception cref="RuleException">Its arguments cannot be read, or it has no row in the table.</exception>
    public Layer LayerOf(int module)
    {
        if (!_layers.TryGetValue(module, out Layer? layer))
        {
            layer = new Layer(module, (LayerNode)modules(module));
            if (!LayerTable.Rows.TryGetValue(layer.Node.Factory, out LayerRule? rule))
            {
                throw new RuleException(ProblemKind.UnknownLayer, $"the layer '{layer.Node.Factory}' is not known");
            }

            rule.Build(layer);
            foreach (Axis axis in layer.Output.Segments.SelectMany(segment => segment.Factors).Select(factor => factor.Axis).OfType<Axis>())
            {
                axis.Produce();
            }

            _layers.Add(module, layer);
        }

        return layer;
    }

    /// <summary>The shape of a parameter of a layer that is not part of the network yet; null where it is not known.</summary>
    public static EquatableArray<Size>? ShapeOfState(LayerNode node, string name)
    {
        if (!LayerTable.Rows.TryGetValue(node.Factory, out LayerRule? rule))
        {
            return null;
        }

        try
        {
            var layer = new Layer(-1, node);
            rule.Build(layer);
            return layer.States.FirstOrDefault(state => state.Name == name)?.Dims.Select(dim => dim.Dim.Length).ToEquatableArray();
        }
        catch (RuleException)
        {
            return null;
        }
    }

    /// <summary>A layer's own dimensions; null for a layer that cannot be followed, which is reported where it is run.</summary>
    public Layer? FindLayer(int module)
    {
        try
        {
            return LayerOf(module);
        }
        catch (RuleException)
        {
            return null;
        }
    }

    /// <summary>The dimensions of a parameter or buffer that a user's class registers.</summary>
    public ImmutableArray<Dim> StateOf(int module, StateNode state)
    {
        if (!_states.TryGetValue((module, state.Name), out ImmutableArray<Dim> dims))
        {
            dims = [.. state.Shape.Select(Dim.Table)];
            _states.Add((module, state.Name), dims);
        }

        return dims;
    }

    /// <summary>What operators do with a dimension of a parameter; by itself it has the role that its owner gives it.</summary>
    public StateRole RoleOf(int module, string name, int dimension, StateRole own) =>
        own != StateRole.Input && _roles.TryGetValue((module, name, dimension), out StateRole role) ? role : own;

    private static void Keep(ImmutableArray<Dim> shape, string reason)
    {
        foreach (Dim dim in shape.IsDefault ? [] : shape)
        {
            dim.Keep(reason);
        }
    }

    private static EquatableArray<Size>? Sizes(ImmutableArray<Dim> shape) =>
        shape.IsDefault ? null : shape.Select(dim => dim.Length).ToEquatableArray();

    private IReadOnlyList<int> Run(Operation operation, OperatorRule rule, Layer? layer, int outputs)
    {
        Latest = operation;
        if (operation.AllShapes().Any(shape => shape.IsDefault))
        {
            KeepAll(operation, layer, "they meet a tensor of unknown shape");
            return Unknown(operation, layer, outputs);
        }

        try
        {
            int? producer = layer is { States.Count: > 0 } ? layer.Number : Producers(operation).Cast<int?>().FirstOrDefault();
            bool isTruth = Elementwise.GivesTruth(operation)
                || (OperatorTable.IsView(operation.Name) && IsTruth(operation.Arguments.All[0].Value));
            IReadOnlyList<int> made = [.. rule(operation).Select(shape => Add(shape, producer, isTruth))];
            _groupings.AddRange(operation.Groupings);
            foreach ((Operand tensor, int dimension, StateRole role) in operation.Uses)
            {
                foreach ((StateOperand state, int place) in OriginsOf(tensor, dimension))
                {
                    NoteRole(state, place, role);
                }
            }

            if (layer is null)
            {
                NoteOrigins(operation, made);
            }

            foreach (string loss in operation.Losses)
            {
                Report(
                    new RuleException(ProblemKind.Uncoupled, $"channels that '{operation.Name}' is given cannot be pruned: {loss}"),
                    [.. Producers(operation).Cast<int?>(), layer?.Number]);
            }

            return made;
        }
        catch (RuleException problem)
        {
            return Barrier(operation, problem, layer, outputs);
        }
    }

    /// <summary>An operator that cannot be followed: all that it touches is kept, and nothing is known about what it gives.</summary>
    private IReadOnlyList<int> Barrier(Operation operation, RuleException problem, Layer? layer, int outputs)
    {
        Latest = operation;
        operation.Rewrites.Clear();
        operation.Rescales.Clear();
        operation.Pieces = [];
        IReadOnlyList<ImmutableArray<Dim>> shapes = operation.AllShapes();
        if (shapes.Count == 0 || shapes.Any(shape => !shape.IsDefault))
        {
            // What became of tensors of unknown shape was reported where their shapes were lost.
            Report(problem, [.. Producers(operation).Cast<int?>(), layer?.Number]);
        }

        KeepAll(operation, layer, problem.Message);
        return Unknown(operation, layer, outputs);
    }

    private IReadOnlyList<int> Unknown(Operation operation, Layer? layer, int outputs) =>
        [.. Enumerable.Range(0, Slices.PiecesOf(operation) ?? outputs).Select(_ => Add(default, layer?.Number))];

    private void KeepAll(Operation operation, Layer? layer, string reason)
    {
        foreach (ImmutableArray<Dim> shape in operation.AllShapes())
        {
            Keep(shape, reason);
        }

        layer?.Input.Keep(reason);
        layer?.Output.Keep(reason);
        foreach (StateDim dim in layer?.States.SelectMany(state => state.Dims) ?? [])
        {
            dim.Dim.Keep(reason);
        }
    }

    /// <summary>What an operator makes of parameters alone is still a weight: <c>weight.t()</c>, <c>weight * mask</c>.</summary>
    private void NoteOrigins(Operation operation, IReadOnlyList<int> made)
    {
        Operand[] tensors = [.. operation.Arguments.All.SelectMany(argument => ArgumentList.Items(argument.Value)).Where(Operation.IsTensor)];
        bool areWeights = tensors.All(tensor => tensor is not TensorOperand { Value: var value } || _origins.ContainsKey(value));
        if (tensors.Length == 0 || !areWeights)
        {
            return;
        }

        foreach (int value in made)
        {
            _origins[value] = _values[value].Shape.IsDefault ? [] : [.. _values[value].Shape.Select(dim => tensors
                .SelectMany(tensor => ShapeOfOperand(tensor).Select((own, place) => (Tensor: tensor, Dim: own, Place: place)))
                .Where(candidate => dim.IsPartOf(candidate.Dim))
                .SelectMany(candidate => OriginsOf(candidate.Tensor, candidate.Place))
                .ToImmutableArray())];
        }
    }

    /// <summary>The dimensions of parameters that a dimension of a tensor is; none for activations.</summary>
    private IEnumerable<(StateOperand State, int Dimension)> OriginsOf(Operand tensor, int dimension) => tensor switch
    {
        StateOperand state => [(state, dimension)],
        TensorOperand { Value: var value } when _origins.TryGetValue(value, out ImmutableArray<ImmutableArray<(StateOperand, int)>> origins)
            && dimension >= 0 && dimension < origins.Length => origins[dimension],
        _ => [],
    };

    /// <summary>A weight that is read anywhere counts as reading, so that masking what reads a channel masks it.</summary>
    private void NoteRole(StateOperand state, int dimension, StateRole role)
    {
        var key = (state.Module, state.Name, dimension);
        if (role == StateRole.Input || !_roles.ContainsKey(key))
        {
            _roles[key] = role;
        }
    }

    private ImmutableArray<Dim> ShapeOfOperand(Operand operand) => operand switch
    {
        TensorOperand tensor => _values[tensor.Value].Shape,
        StateOperand state => ShapeOfState(state),
        _ => throw new ArgumentException($"{operand} is not a tensor."),
    };

    private ImmutableArray<Dim> ShapeOfState(StateOperand operand)
    {
        if (modules(operand.Module) is ClassNode owner)
        {
            return owner.States.FirstOrDefault(state => state.Name == operand.Name) is { } state ? StateOf(operand.Module, state) : default;
        }

        State? found = FindLayer(operand.Module)?.States.FirstOrDefault(state => state.Name == operand.Name);
        return found is null ? default : [.. found.Dims.Select(dim => dim.Dim)];
    }

    private IEnumerable<int> Producers(Operation operation) => operation.Arguments.All
        .SelectMany(argument => ArgumentList.Items(argument.Value))
        .Select(operand => operand switch
        {
            TensorOperand tensor => _values[tensor.Value].Producer,
            StateOperand state => state.Module,
            _ => null,
        })
        .OfType<int>()
        .Distinct();

    private void Report(RuleException problem, IEnumerable<int?> involved) =>
        _problems.Add(new Problem(problem.Kind, problem.Message, involved.OfType<int>().Distinct().ToEquatableArray()));

    /// <summary>Whether a tensor is known to hold truth values.</summary>
    public bool IsTruth(Operand operand) => operand switch
    {
        TensorOperand tensor => _values[tensor.Value].IsTruth,
        StateOperand state when modules(state.Module) is ClassNode owner => owner.States
            .FirstOrDefault(own => own.Name == state.Name)?.ElementType?.EndsWith(".Bool", StringComparison.Ordinal) == true,
        _ => false,
    };

    private int Add(ImmutableArray<Dim> shape, int? producer, bool isTruth = false)
    {
        _values.Add(new Value(shape, producer, isTruth));
        return _values.Count - 1;
    }

    private readonly record struct Value(ImmutableArray<Dim> Shape, int? Producer, bool IsTruth);
}
