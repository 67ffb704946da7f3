using Microsoft.CodeAnalysis;
using Pruning.Generators.Coupling;
using Pruning.Generators.Diagnostics;
using Pruning.Generators.Networks;
using Pruning.Generators.Reading.Values;
using Problem = Pruning.Generators.Diagnostics.Problem;

namespace Pruning.Generators.Reading;

/// <content>Running <c>forward</c>: each operator and each module call becomes a statement of the network.</content>
internal sealed partial class Interpreter
{
    private readonly Dictionary<StateTensor, (int Module, string Name)> _states = [];
    /// <summary>Modules that nothing registers, once that is reported.</summary>
    private readonly HashSet<ModuleValue> _lost = [];

    /// <summary>TorchSharp's modules take no more.</summary>
    private const int MostInputs = 6;

    /// <summary>What the network keeps in fields while it runs.</summary>
    public CarriedTensors Carried { get; } = new();

    private Propagation? _shapes;
    private ModuleTree? _tree;

    /// <summary>What ran so far in the body at hand; null while the model is constructed.</summary>
    private List<Statement>? _statements;

    /// <summary>The names that the body at hand keeps its values under.</summary>
    private Dictionary<int, (string Name, bool IsDisposed)> _names = [];

    /// <summary>The module whose body is at hand.</summary>
    private ModuleValue? _running;

    private bool IsRunning => _statements is not null;

    /// <summary>Runs the root's entry method on the network's inputs.</summary>
    public Body Run(ModuleTree tree, IMethodSymbol entry, IReadOnlyList<Value> inputs, Propagation shapes)
    {
        _shapes = shapes;
        _tree = tree;
        ModuleValue root = tree.Modules[0];
        for (int i = 0; i < tree.Modules.Count; i++)
        {
            foreach ((string name, StateTensor tensor) in tree.Modules[i].States)
            {
                _states[tensor] = (i, name);
            }
        }

        _statements = [];
        _running = root;
        List<Bound> arguments =
            [.. Defaulted(entry).Select((argument, i) => i < inputs.Count ? argument with { Value = inputs[i] } : argument)];
        SyntaxNode at = entry.DeclaringSyntaxReferences[0].GetSyntax();
        IOperation site = Sources.Body(entry) ?? throw Stop(at, "it has no body");
        // What the declared inputs do not reach is null for good.
        IEnumerable<Bound> given = Sources.OverridesLibrary(entry)
            ? arguments
            : TensorsFor(entry, arguments).Where(argument => argument.Value is not Constant { Content: null });
        return InBothModes(root, site, () => Call(entry, root, arguments, site), value => BodyOf(given, value, site));
    }

    /// <summary>
    /// A method that overrides none of TorchSharp's may take anything; what is no tensor is known when it is read, and so is not passed any
    /// more.
    /// </summary>
    private static IReadOnlyList<Bound> TensorsFor(IMethodSymbol method, IReadOnlyList<Bound> arguments) => Sources.OverridesLibrary(method)
        ? arguments
        : [.. arguments.Where(argument => ModuleTree.IsPassed(argument.Parameter))];

    public TensorHandle NewTensor(int id) => new(id, _journal);

    /// <summary>An array or list of a type with the given items.</summary>
    public Value NewList(ITypeSymbol type, IEnumerable<Value> items) => type is INamedTypeSymbol { TypeKind: TypeKind.Class } list
        ? new ListValue(list, items, _journal)
        : new ArrayValue(ElementOf(type), items, _journal);

    /// <summary>
    /// A layer's number. One that nothing registers gets one as well; that is as it should be for a layer without parameters, such as an
    /// activation that <c>forward</c> makes where it needs it.
    /// </summary>
    private int NumberOf(ModuleValue module, IOperation site)
    {
        if (_tree?.NumberOf(module) is { } number)
        {
            return number;
        }

        if (_tree is null)
        {
            throw Stop(site, "what a layer holds is not followed while the network is constructed");
        }

        int added = _tree.AddUnregistered(module);
        if (!_tree.ModulesIn(added).All(HasNoState) && _lost.Add(module))
        {
            ReportUnregistered(site);
        }

        return added;
    }

    /// <summary>Reading goes on, so that what else there is to say is said as well.</summary>
    private void ReportUnregistered(IOperation site) => Report(Problem.At(site.Syntax, Rules.Unregistered, Excerpt(site.Syntax)));

    /// <summary>A place is reported once, however often it is read.</summary>
    private void Report(Problem problem)
    {
        if (!Problems.Any(known => known.Rule == problem.Rule && known.Location == problem.Location))
        {
            Problems.Add(problem);
        }
    }

    /// <summary>
    /// A module of the user's that nothing registers does what it does as part of the one that runs it, which is all there is to it as long as
    /// it has no parameters.
    /// </summary>
    private Value RunUnregistered(ModuleValue module, IMethodSymbol? target, IReadOnlyList<Bound> arguments, IOperation site)
    {
        Register(module);
        Value[] parameters = [.. StatesOf(module, areParameters: true, isDeep: true).Select(entry => entry.State)];
        if (parameters.Length > 0 && _lost.Add(module))
        {
            ReportUnregistered(site);
            _lost.UnionWith(parameters.OfType<LayerState>().Select(state => state.Layer));
        }

        return (target ?? ForwardOf(module, arguments.Count)) is { } forward
            ? Call(forward, module, ForParametersOf(forward, arguments), site)
            : RunChain(module as ContainerValue ?? throw Stop(site, $"'{module.Type.Name}' has no forward to run"), arguments[0].Value, site);
    }

    /// <summary>The shape that the first layer with parameters suggests for the input of a network.</summary>
    internal string LikelyInput(ModuleValue root)
    {
        foreach (LayerValue layer in StatesOf(root, areParameters: true, isDeep: true).Select(entry => entry.State).OfType<LayerState>().Select(state => state.Layer))
        {
            string channels = layer.Arguments.Count > 0 && layer.Arguments[0].Value is SizeOperand { Value.Constant: { } count }
                ? count.ToString(System.Globalization.CultureInfo.InvariantCulture)
                : "C";
            return layer.Factory switch
            {
                "Conv1d" or "ConvTranspose1d" => $"N,{channels},128",
                "Conv2d" or "ConvTranspose2d" => $"N,{channels},224,224",
                "Conv3d" or "ConvTranspose3d" => $"N,{channels},16,112,112",
                "Embedding" => "N,T:int64",
                "LSTM" or "GRU" or "RNN" => $"N,T,{channels}",
                _ => $"N,{channels}",
            };
        }

        return "N,1";
    }

    private bool HasNoState(int module)
    {
        if (_tree!.Modules[module] is not LayerValue)
        {
            return _tree.Modules[module].States.Count == 0;
        }

        try
        {
            return _shapes!.LayerOf(module).States.Count == 0;
        }
        catch (RuleException)
        {
            // Nothing is known about the layer, so it may well have parameters.
            return false;
        }
    }

    private Operand StateOperandOf(StateTensor tensor, IOperation site)
    {
        if (!IsRunning && tensor.Shape is { } shape)
        {
            int number = Construction.AddInput(shape.ToEquatableArray());
            _ingredients.Add(number, tensor);
            return new TensorOperand(number);
        }

        return _states.TryGetValue(tensor, out (int Module, string Name) state) ? new StateOperand(state.Module, state.Name)
            : IsRunning && Remake(tensor, site) is { } remade ? new TensorOperand(remade.Id)
            : throw Stop(site, "the tensor is neither an input nor a registered state, and cannot be made again");
    }

    private Value RunModule(ModuleValue module, string method, IMethodSymbol? target, IReadOnlyList<Bound> arguments, IOperation site)
    {
        if (ReferenceEquals(module, _running) && target is not null)
        {
            return Call(target, module, arguments, site);
        }

        if (ChoiceAmong(arguments) is { } choice)
        {
            return InBranches(choice, site.Syntax, side => RunModule(module, method, target, With(arguments, choice, side), site));
        }

        if (module is not LayerValue and not CompositeValue && _tree!.NumberOf(module) is null)
        {
            return RunUnregistered(module, target, arguments, site);
        }

        int number = NumberOf(module, site);
        if (module is LayerValue layer)
        {
            return RunLayer(layer, number, MethodToRun(layer, method, arguments), ArgumentsOf(null, arguments, site), site);
        }

        if (module is CompositeValue composite)
        {
            return RunComposite(composite, number, method, arguments, site);
        }

        target ??= ForwardOf(module, arguments.Count);
        IReadOnlyList<Bound> own = target is null ? arguments : ForParametersOf(target, arguments);

        IReadOnlyList<Bound> passed = target is null ? own : TensorsFor(target, own);
        if (target is not null && passed.Any(argument => !CanBePassed(argument.Value)))
        {
            // What it is given cannot be written down, so the module that runs it does what it does.
            return Call(target, module, own, site);
        }

        if (passed.Count > MostInputs || passed.Any(argument => argument.Parameter.RefKind == RefKind.Ref))
        {
            throw Stop(site, FormattableString.Invariant(
                $"a module of TorchSharp takes at most {MostInputs} inputs, and gives back what it makes by 'return'"));
        }

        EquatableArray<Argument> operands = ArgumentsOf(null, passed, site);
        (List<Statement>? outer, Dictionary<int, (string, bool)> names, ModuleValue? running) = (_statements, _names, _running);
        (_statements, _names, _running) = ([], [], module);
        Value result;
        Body body;
        if (target is null)
        {
            ContainerValue chain = module as ContainerValue ?? throw Stop(site, $"'{module.Type.Name}' has no forward to run");
            result = RunChain(chain, arguments[0].Value, site);
            body = new Body(
                EquatableArray.Of(new BodyParameter("input", FullName(arguments[0].Parameter.Type), OperandOf(arguments[0].Value, site))),
                Named(_statements),
                OperandOf(result, site));
            if (OuterTensors.Of(body).Count > 0)
            {
                throw Stop(site, "a module of the chain reads a tensor that another module left in a field; a chain passes one tensor only");
            }
        }
        else
        {
            result = Call(target, module, own, site);
            if (own.Any(argument => argument.Reference is { } place && TensorsIn(place.Content).Any()))
            {
                throw Stop(site, "a module hands a tensor out through a parameter here; it can return it in a tuple");
            }

            body = BodyOf(passed, result, site);
            (body, operands) = WithOuterTensors(number, body, operands, site);
        }

        (_statements, _names, _running) = (outer, names, running);
        _statements!.Add(new CallStatement
        {
            Module = number,
            Method = method,
            Arguments = operands,
            Outputs = TensorsIn(result).Select(tensor => new TensorValue(tensor.Id, null, false)).ToEquatableArray(),
            Body = body,
        });
        return result;
    }

    /// <summary>
    /// The arguments for all parameters of a <c>forward</c>: the interface's parameters stand for the class's own, and what the call leaves
    /// out has its default, which pruned code writes out.
    /// </summary>
    private List<Bound> ForParametersOf(IMethodSymbol forward, IReadOnlyList<Bound> arguments)
    {
        var given = arguments.ToDictionary(argument => argument.Parameter.Ordinal);
        return
        [
            .. Defaulted(forward).Select((parameter, i) => given.TryGetValue(i, out Bound? argument)
                ? parameter with
                {
                    Value = argument.Value,
                    Reference = argument.Reference,
                    Source = argument.IsDefault ? null : argument.Source,
                }
                : parameter),
        ];
    }

    /// <summary>
    /// Layers are run through <c>call</c> where it takes as much as <c>forward</c>, which the source may prefer: hooks hear of nothing else,
    /// and criteria look at activations through hooks.
    /// </summary>
    private static string MethodToRun(LayerValue layer, string method, IReadOnlyList<Bound> arguments)
    {
        bool Takes(IMethodSymbol call) => call.Parameters.Length == arguments.Count
            && call.Parameters.All(parameter => parameter.IsOptional || !arguments[parameter.Ordinal].IsDefault);
        for (INamedTypeSymbol? type = layer.Type; type is not null; type = type.BaseType)
        {
            if (type.GetMembers("call").OfType<IMethodSymbol>().Any(Takes))
            {
                return "call";
            }
        }

        return method;
    }

    /// <summary>What a module reads of tensors that others left in its fields becomes further inputs.</summary>
    private (Body Body, EquatableArray<Argument> Operands) WithOuterTensors(
        int module, Body body, EquatableArray<Argument> operands, IOperation site)
    {
        IReadOnlyList<int> outer = OuterTensors.Of(body);
        if (!_tree!.GiveFurtherInputs(module, outer.Count))
        {
            throw Stop(site, "the module reads other tensors from its fields here than elsewhere; pass them to forward");
        }

        List<BodyParameter> parameters =
            [.. outer.Select((tensor, i) => new BodyParameter(FormattableString.Invariant($"kept{i + 1}"), TensorType, new TensorOperand(tensor)))];
        return outer.Count == 0 ? (body, operands) : (
            body with { Parameters = body.Parameters.Concat(parameters).ToEquatableArray() },
            operands.Concat(parameters.Select(parameter => new Argument(parameter.Name, parameter.Value))).ToEquatableArray());
    }

    private Value RunLayer(LayerValue layer, int number, string method, EquatableArray<Argument> operands, IOperation site)
    {
        CheckElementType(layer, operands, site);
        return ValueOf(RecordLayer(number, method, operands, OutputsOf(site.Type!), site), site.Type!, site);
    }

    private IReadOnlyList<int> RecordLayer(int number, string method, EquatableArray<Argument> operands, int results, IOperation site)
    {
        IReadOnlyList<int> values = Shaped(() => _shapes!.Call(number, operands, results), site);
        Record(values, outputs => new CallStatement
        {
            Module = number,
            Method = method,
            Arguments = operands,
            Outputs = outputs,
            Body = null,
        });
        return values;
    }

    private Value RunChain(ContainerValue chain, Value input, IOperation site)
    {
        foreach ((_, ModuleValue module, _) in ChildrenOf(chain))
        {
            input = module is CompositeValue
                ? throw Stop(site, $"'{module.Type.Name}' in a chain is not followed; call it by itself")
                : module is LayerValue layer
                ? RunLayer(layer, NumberOf(layer, site), "call", EquatableArray.Of(new Argument("input", OperandOf(input, site))), site)
                : RunModule(module, "call", null, [new Bound(ForwardParameter(module, site), input, null, null)], site);
        }

        return input;
    }

    /// <summary>The input of a module's <c>forward</c>.</summary>
    private static IParameterSymbol ForwardParameter(ModuleValue module, IOperation site)
    {
        for (INamedTypeSymbol? type = module.Type; type is not null; type = type.BaseType)
        {
            if (type.GetMembers("forward").OfType<IMethodSymbol>().FirstOrDefault(method => method.Parameters.Length > 0) is { } forward)
            {
                return forward.Parameters[0];
            }
        }

        string reason = $"'{module.Type.Name}' has no forward to run";
        throw new ReadingStopped(Problem.At(site.Syntax, Rules.Unreadable, Excerpt(site.Syntax), reason));
    }

    /// <summary>The <c>forward</c> that a class of the source declares; null if it inherits TorchSharp's.</summary>
    private static IMethodSymbol? ForwardOf(ModuleValue module, int arguments) => Sources.ClassesOf(module.Type)
        .SelectMany(type => type.GetMembers("forward").OfType<IMethodSymbol>().OrderByDescending(Sources.OverridesLibrary))
        .Where(method => !method.IsAbstract && method.Parameters.Length >= arguments)
        .FirstOrDefault(method => method.Parameters.Skip(arguments).All(parameter => parameter.IsOptional));

    /// <summary>Whether a method is a module's <c>forward</c>; an overload beside it is a method like any other.</summary>
    private static bool IsForward(IMethodSymbol method) => method.Name == "forward" && IsModule(method.ContainingType)
        && (Sources.OverridesLibrary(method) || ModuleTree.GenericBase(method.ContainingType) is null);

    /// <summary>An operator: follows its shapes and records it.</summary>
    private Value Operate(string member, EquatableArray<Argument> operands, ITypeSymbol type, IOperation site, TensorHandle? inPlace = null)
    {
        IReadOnlyList<int> values;
        if (SqueezeRest(member, operands, site) is { } squeezed)
        {
            values = [squeezed];
        }
        else
        {
            values = Shaped(() => _shapes!.Apply(member, operands, OutputsOf(type)), site);
            Record(values, outputs => new OperationStatement { Member = member, Arguments = operands, Outputs = outputs });
        }

        if (inPlace is not null && values.Count == 1)
        {
            inPlace.Id = values[0];
            return inPlace;
        }

        return ValueOf(values, type, site);
    }

    /// <summary>How many tensors a type is made of; 0 for a list, which does not say.</summary>
    private int OutputsOf(ITypeSymbol type) => Resolve(type) switch
    {
        INamedTypeSymbol { IsTupleType: true } tuple => tuple.TupleElements.Length,
        { } list when ElementOfList(list) is not null => 0,
        _ => 1,
    };

    private void Record(IReadOnlyList<int> values, Func<EquatableArray<TensorValue>, Statement> statement) =>
        _statements!.Add(statement(values.Select(value => new TensorValue(value, null, false)).ToEquatableArray()));

    private Value ValueOf(IReadOnlyList<int> values, ITypeSymbol type, IOperation site) => Resolve(type) switch
    {
        INamedTypeSymbol { IsTupleType: true } tuple when tuple.TupleElements.Length == values.Count =>
            new TupleValue([.. values.Select(NewTensor)]),
        { } list when values.Count > 0 && ElementOfList(list) is { } element => new ArrayValue(element, values.Select(NewTensor), _journal),
        _ when values.Count == 1 => NewTensor(values[0]),
        _ => throw Stop(site, "how many tensors it gives is not known"),
    };

    /// <summary>The tensor after a branch; where it is of no use after one of the sides, that one has none.</summary>
    private int JoinTensors(int? then, int? otherwise, List<Join> joins)
    {
        if (joins.FirstOrDefault(join => join.Then == then && join.Else == otherwise) is { } known)
        {
            return known.Output.Id;
        }

        int value = _shapes!.Join(then, otherwise);
        joins.Add(new Join(new TensorValue(value, null, false), then, otherwise));
        return value;
    }

    /// <summary>Follows the shapes through one step. Sizes that do not fit end the reading; what is not known there is a warning.</summary>
    private IReadOnlyList<int> Shaped(Func<IReadOnlyList<int>> step, IOperation site)
    {
        int before = _shapes!.Problems.Count;
        IReadOnlyList<int> values = step();
        foreach (Coupling.Problem found in _shapes.Problems.Skip(before))
        {
            bool clashes = found.Kind == ProblemKind.ShapeClash;
            Problem problem = Problem.At(
                site.Syntax, clashes ? Rules.ShapeClash : Rules.Uncoupled, clashes ? found.Message : found.Message + WhatStays(found)) with
            {
                Others = [.. found.Modules.Select(SiteOf).OfType<Location>()],
                Modules = [.. found.Modules.Where(Produces)],
            };
            if (clashes)
            {
                throw new ReadingStopped(problem);
            }

            Report(problem);
        }

        return values;
    }

    private string WhatStays(Coupling.Problem found)
    {
        string[] layers = [.. found.Modules.Where(Produces).Select(module => $"'{_tree!.Nodes[module].Path}'")];
        return layers.Length == 0
            ? ", so the channels that it is given stay; move it into an [Opaque] method, and say with [Coupled] which channels pass through"
            : $", so the channels of {string.Join(", ", layers)} stay; write [Keep] there if that is meant, or move the step into an [Opaque] "
                + "method and say with [Coupled] which channels pass through";
    }

    /// <summary>Whether a module is a registered layer that produces channels of its own.</summary>
    private bool Produces(int module) => _tree!.Nodes[module] is LayerNode { Path.Length: > 0 }
        && _shapes!.FindLayer(module) is { States.Count: > 0 } layer && layer.Output != layer.Input;

    /// <summary>Where the source makes a module.</summary>
    private Location? SiteOf(int module) => _tree?.Modules[module].Site?.Syntax.GetLocation();

    private Body BodyOf(IEnumerable<Bound> arguments, Value result, IOperation site)
    {
        EquatableArray<BodyParameter> parameters = arguments
            .Select(argument => new BodyParameter(
                argument.Parameter.Name, FullName(argument.Parameter.Type), OperandOf(argument.Value, site))
            {
                IsOptional = argument.Parameter.IsOptional,
            })
            .ToEquatableArray();
        return new Body(parameters, Named(_statements!), OperandOf(result, site));
    }

    /// <summary>The tensors that a value is made of.</summary>
    internal static IEnumerable<TensorHandle> TensorsIn(Value value) => value switch
    {
        TensorHandle tensor => [tensor],
        TupleValue tuple => tuple.Items.SelectMany(TensorsIn),
        ISequence sequence => sequence.Items.SelectMany(TensorsIn),
        InstanceValue instance and not ModuleValue => Held(instance).Values.SelectMany(held => TensorsIn(held.Value)),
        _ => [],
    };

    /// <summary>Remembers the name of the variable that a tensor is kept in.</summary>
    private void Name(Value value, string name, bool isDisposed)
    {
        if (!IsRunning || value is not TensorHandle tensor)
        {
            return;
        }

        if (!_names.TryGetValue(tensor.Id, out (string Name, bool IsDisposed) known))
        {
            _names.Add(tensor.Id, (name, isDisposed));
        }
        else if (isDisposed)
        {
            _names[tensor.Id] = (known.Name, true);
        }
    }

    private EquatableArray<Statement> Named(IEnumerable<Statement> statements) => statements.Select(Named).ToEquatableArray();

    private Statement Named(Statement statement) => statement switch
    {
        OperationStatement operation => operation with { Outputs = operation.Outputs.Select(Named).ToEquatableArray() },
        CallStatement call => call with { Outputs = call.Outputs.Select(Named).ToEquatableArray() },
        ScopeStatement scope => scope with { Statements = Named(scope.Statements) },
        BranchStatement branch => branch with
        {
            Then = Named(branch.Then),
            Else = Named(branch.Else),
            Joins = branch.Joins.Select(join => join with { Output = Named(join.Output) }).ToEquatableArray(),
        },
        _ => statement,
    };

    private TensorValue Named(TensorValue value) => _names.TryGetValue(value.Id, out (string Name, bool IsDisposed) name)
        ? new TensorValue(value.Id, name.Name, name.IsDisposed)
        : value;
}
