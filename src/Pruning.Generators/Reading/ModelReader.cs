using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Pruning.Generators.Coupling;
using Pruning.Generators.Diagnostics;
using Pruning.Generators.Networks;
using Pruning.Generators.Reading.Values;
using Problem = Pruning.Generators.Diagnostics.Problem;

namespace Pruning.Generators.Reading;

/// <summary>
/// Reads a class that bears <c>[Prunable]</c>: constructs it, runs its <c>forward</c> on the declared shapes, and describes both.
/// </summary>
internal sealed class ModelReader
{
    /// <summary>The attribute's full name.</summary>
    public const string AttributeName = "Pruning.PrunableAttribute";

    /// <summary>What the class is given.</summary>
    private static readonly string[] GeneratedMembers = ["Graph", "Widths", "Pruned", "Prune"];

    private static readonly ImmutableDictionary<string, string?> Nothing = ImmutableDictionary<string, string?>.Empty;

    private readonly INamedTypeSymbol _type;
    private readonly Declaration _declaration;
    private readonly CancellationToken _cancellation;
    private readonly Interpreter _interpreter;
    private readonly List<Problem> _problems = [];
    private readonly Maker _maker;
    private ImmutableArray<AttributeUse> _attributes = [];
    private IMethodSymbol? _entry; // null while the class is constructed

    private ModelReader(
        INamedTypeSymbol type, AttributeData attribute, Compilation compilation, ModelDefaults defaults, CancellationToken cancellation)
    {
        _type = type;
        _declaration = new Declaration(attribute, defaults, cancellation);
        _cancellation = cancellation;
        _interpreter = new Interpreter(compilation, cancellation);
        _maker = new Maker(type, _declaration, DisplayName, _interpreter, _problems);
    }

    private string DisplayName => _declaration.Variant is { } variant ? $"{_type.Name}.{variant}" : _type.Name;

    /// <summary>Reads a class with the defaults of a project that sets nothing.</summary>
    public static ReadingResult Read(
        INamedTypeSymbol type, AttributeData attribute, Compilation compilation, CancellationToken cancellation) =>
        Read(type, attribute, compilation, ModelDefaults.None, cancellation);

    /// <summary>Reads a class, or one variant of it. Never throws because of what the source says.</summary>
    /// <exception cref="OperationCanceledException">The compiler asked to stop.</exception>
    public static ReadingResult Read(
        INamedTypeSymbol type, AttributeData attribute, Compilation compilation, ModelDefaults defaults, CancellationToken cancellation)
    {
        var reader = new ModelReader(type, attribute, compilation, defaults, cancellation);
        NetworkModel? model = null;
        try
        {
            model = reader.Read();
        }
        catch (ReadingStopped stopped)
        {
            reader._problems.AddRange(reader._interpreter.Problems.Where(IsError));
            reader._problems.Add(stopped.Problem);
        }
        catch (ProgramThrows thrown)
        {
            reader._problems.Add(Problem.At(thrown.At, Rules.CannotBeInstantiated, reader.DisplayName, reader.WhatThrows(thrown.Exception)));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // One model's failure must not stop the others; the user gets an error with what it takes to report it.
            reader._problems.Add(reader.AtName(Rules.InternalError, reader.DisplayName, $"{exception.GetType().Name}: {exception.Message}"));
        }

        bool failed = reader._problems.Any(IsError);
        return new ReadingResult(failed ? null : model, [.. reader._problems], reader._attributes);
    }

    private string WhatThrows(ExceptionValue exception)
    {
        string message = exception.Message is Constant { Content: string text } ? ": " + text : "";
        string what = $"throws here ({exception.Type.Name}{message})";
        return _entry is null
            ? $"its constructor {what}"
            : $"'{_entry.Name}' {what} for the inputs that are declared; if another method runs the network, name it, as in Entry = \"call\"";
    }

    private static bool IsError(Problem problem) => problem.Rule.DefaultSeverity == DiagnosticSeverity.Error;

    private NetworkModel? Read()
    {
        if (!CheckDeclaration() || _maker.Find() is not { } maker
            || ReadInputs() is not { } inputs || EntryFor(inputs.Count) is not { } entry || _maker.Run(maker) is not { } root)
        {
            return null;
        }

        bool isRegisteredLate = root is { IsRegistered: false, Children.Count: 0, States.Count: 0 };
        if (isRegisteredLate)
        {
            _problems.Add(AtName(Rules.NeverRegistered, _type.Name));
            _interpreter.Register(root);
        }

        IReadOnlyList<int> counts = EntryInputs.Counts(entry, inputs.Count)!;
        _entry = entry;
        var tree = new ModuleTree(_interpreter, root, entry, counts);
        var propagation = new Propagation(number => tree.Nodes[number]);
        var tensors = inputs.Select(input => (Value)InputTensor(input, propagation)).ToList();
        var parameters = new ParameterChecks(_interpreter, tree, DisplayName);
        Body forward = UnreadJoins.RemovedFrom(
            _interpreter.Run(tree, entry, EntryInputs.Values(entry, counts, tensors, _interpreter.NewList), propagation));
        var attributes = new ChannelAttributes(tree);
        var coupled = new CoupledAttributes(_interpreter, tree);
        _problems.AddRange(attributes.NotAccepted(_interpreter.Problems, tree));
        _problems.AddRange(parameters.DeadLayers(forward));
        _problems.AddRange(_interpreter.Carried.In(forward, inputs.Count));
        _problems.AddRange(parameters.Unregistered());
        _problems.AddRange(parameters.PartsFromItself(
            layer => StatesOf(propagation, layer).Where(state => !IsSettable(state)).Select(state => state.Name)));
        var model = new NetworkModel
        {
            Name = TypeNames.Of(_type, _declaration.Variant),
            Modules = tree.Nodes.ToEquatableArray(),
            Inputs = inputs.Zip(NamesOf(entry, counts), (input, name) => (input.Shape, name))
                .Select((input, i) => new NetworkInput(i, input.name, input.Shape))
                .ToEquatableArray(),
            IsRegisteredLate = isRegisteredLate,
            Ties = _interpreter.Ties(tree).ToEquatableArray(),
            SharedStates = tree.LayersInSeveralPlaces().SelectMany(layer => SettableParameters(propagation, layer)).ToEquatableArray(),
            Forward = Renumbering.Of(forward, inputs.Count),
            Requests = LimitsOfAll().Concat(coupled.Requests).Concat(attributes.Requests).Concat(ReadGrouping(propagation)).ToEquatableArray(),
        };
        _attributes =
        [
            .. attributes.Uses(model, _type, _interpreter.Problems),
            .. coupled.Check(model, _type),
            .. AssumptionsIn(tree),
        ];
        _problems.AddRange(coupled.Problems);
        return model;
    }

    private IEnumerable<AttributeUse> AssumptionsIn(ModuleTree tree) => tree.Modules
        .Select(module => module.Type.OriginalDefinition)
        .Where(Sources.Has)
        .Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default)
        .SelectMany(type => _interpreter.Assumptions.UsesIn(type, _type, DisplayName));

    private TensorHandle InputTensor(DeclaredInput input, Propagation propagation)
    {
        int value = propagation.AddInput(input.Shape);
        if (input.ElementType is { } elementType)
        {
            _interpreter.DeclareElementType(value, elementType);
        }

        return _interpreter.NewTensor(value);
    }

    /// <summary>The parameters of a layer that TorchSharp lets be replaced.</summary>
    private static IEnumerable<StateOperand> SettableParameters(Propagation propagation, int layer) =>
        StatesOf(propagation, layer).Where(IsSettable).Select(state => new StateOperand(layer, state.Name));

    private static IEnumerable<State> StatesOf(Propagation propagation, int layer) => propagation.FindLayer(layer)?.States ?? [];

    // Those of recurrent cells, too; the layers over whole sequences number theirs, and cannot be given others.
    private static bool IsSettable(State state) => state.IsTrainable
        && state.Name is "weight" or "bias" or "weight_ih" or "weight_hh" or "bias_ih" or "bias_hh";

    private IEnumerable<ChannelRequest> LimitsOfAll() =>
        _declaration.Limits.Equals(WidthLimits.None) ? [] : [new WidthRequest(0, "[Prunable]", _declaration.Limits)];

    private bool CheckDeclaration()
    {
        for (INamedTypeSymbol? type = _type; type is not null; type = type.ContainingType)
        {
            TypeDeclarationSyntax? declaration = type.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(_cancellation))
                .OfType<TypeDeclarationSyntax>().FirstOrDefault();
            if (declaration is not null && !declaration.Modifiers.Any(SyntaxKind.PartialKeyword))
            {
                _problems.Add(new Problem(Rules.NotPartial, declaration.Identifier.GetLocation(), [type.Name]));
            }
        }

        if (!Interpreter.IsModule(_type))
        {
            _problems.Add(AtName(Rules.NotAModule, _type.Name));
        }

        CheckVariant();
        IEnumerable<string> generated = _declaration.Variant is { } variant ? [variant] : GeneratedMembers;
        foreach (ISymbol taken in generated.SelectMany(name => _type.GetMembers(name)))
        {
            _problems.Add(new Problem(Rules.NameTaken, taken.Locations[0], [taken.Name, _type.Name]));
        }

        if (_type.IsAbstract || _type.IsGenericType)
        {
            _problems.Add(AtName(Rules.CannotBeInstantiated, _type.Name, _type.IsAbstract ? "it is abstract" : "it is generic"));
        }

        CheckLimits();
        return _problems.Count == 0;
    }

    private void CheckVariant()
    {
        string? variant = _declaration.Variant;
        string[] others = [.. _type.GetAttributes()
            .Where(other => other.AttributeClass?.ToDisplayString() == AttributeName && !other.Equals(_declaration.Attribute))
            .TakeWhile(other => !IsBefore(_declaration.Attribute, other))
            .Select(other => new Declaration(other, ModelDefaults.None, _cancellation).Variant ?? "")];
        if (variant is not null && (!SyntaxFacts.IsValidIdentifier(variant) || variant == _type.Name))
        {
            _problems.Add(new Problem(Rules.VariantName, _declaration.At("Name"), [_type.Name, $"'{variant}' is no name for a nested class"]));
        }
        else if (others.Contains(variant ?? ""))
        {
            string what = variant is null ? "more than one [Prunable] has no Name" : $"more than one [Prunable] has the Name '{variant}'";
            _problems.Add(new Problem(Rules.VariantName, _declaration.At("Name"), [_type.Name, what]));
        }
    }

    private static bool IsBefore(AttributeData one, AttributeData other) =>
        one.ApplicationSyntaxReference is { } a && other.ApplicationSyntaxReference is { } b
        && (a.SyntaxTree == b.SyntaxTree ? a.Span.Start < b.Span.Start : string.CompareOrdinal(a.SyntaxTree.FilePath, b.SyntaxTree.FilePath) < 0);

    private void CheckLimits()
    {
        foreach ((string name, int value) in ((string, int)[])[("MinimumWidth", _declaration.Limits.Minimum), ("RoundTo", _declaration.Limits.RoundTo)])
        {
            if (value < 1)
            {
                _problems.Add(new Problem(
                    Rules.ImpossibleWidth, _declaration.At(name), ["[Prunable]", DisplayName, $"{name} must be a whole number of at least 1"]));
            }
        }
    }

    private List<DeclaredInput>? ReadInputs()
    {
        var inputs = new List<DeclaredInput>();
        for (int i = 0; i < _declaration.Inputs.Count; i++)
        {
            string? text = _declaration.Inputs[i];
            (DeclaredInput? input, string? fault) = InputShape.Parse(text);
            if (input is not null)
            {
                inputs.Add(input);
            }
            else
            {
                _problems.Add(new Problem(Rules.BadShape, _declaration.AtInput(i), [text ?? "null", fault!]));
            }
        }

        return _problems.Count == 0 ? inputs : null;
    }

    /// <summary>What the attribute lets of grouped convolutions; the numbers are those of the enum <c>GroupedConvolutions</c>.</summary>
    private IEnumerable<ChannelRequest> ReadGrouping(Propagation propagation)
    {
        if (_declaration.Grouped is not (1 or 2))
        {
            yield break;
        }

        bool keeps = _declaration.Grouped == 2;
        string choice = $"Grouped = {ModelDefaults.GroupedChoices[_declaration.Grouped]}";
        if (propagation.Groupings.Count == 0 && _declaration.SaysGrouped)
        {
            _problems.Add(new Problem(
                Rules.NoEffect,
                _declaration.At("Grouped"),
                [choice, DisplayName, "no convolution in it has groups of several channels"]));
        }

        yield return new GroupingRequest(Module: 0, $"[Prunable({choice})] on {_type.Name}", keeps);
    }

    private IMethodSymbol? EntryFor(int inputs)
    {
        string name = _declaration.Entry;
        List<IMethodSymbol> candidates =
            [.. Sources.ClassesOf(_type).SelectMany(type => type.GetMembers(name).OfType<IMethodSymbol>().Where(method => !method.IsStatic))];

        // An overload with optional parameters may stand before the method that TorchSharp calls.
        IMethodSymbol? entry = candidates
            .OrderByDescending(Sources.OverridesLibrary)
            .FirstOrDefault(method => EntryInputs.Counts(method, inputs) is not null);
        if (entry is null)
        {
            int taken = candidates.Count == 0 ? 0 : EntryInputs.InAll(candidates[0]);
            string what = candidates.Count == 0 ? $"'{_type.Name}' has no method '{name}' of its own; name one by Entry"
                : inputs == 0 ? $"'{name}' takes {taken} inputs; declare the shape of each, as in [Prunable(\"N,3,32,32\")]"
                : $"'{name}' takes {taken} inputs, and {inputs} shapes are declared";
            _problems.Add(new Problem(Rules.WrongInputs, _declaration.At(candidates.Count == 0 ? "Entry" : null), [what])
            {
                Properties = candidates.Count > 0 ? MissingInputs(taken - inputs) : NearestMethod.Of(name, _type, isStatic: false),
            });
        }

        return entry;
    }

    private static IEnumerable<string> NamesOf(IMethodSymbol entry, IReadOnlyList<int> counts) =>
        entry.Parameters.Zip(counts, (parameter, count) => (parameter.Name, count)).SelectMany(input => input.count == 1
            ? [input.Name]
            : Enumerable.Range(1, input.count).Select(number => FormattableString.Invariant($"{input.Name}{number}")));

    /// <summary>Shapes for inputs that lack one, by the first layer that has parameters, as a start for the user.</summary>
    private ImmutableDictionary<string, string?> MissingInputs(int count)
    {
        if (count <= 0 || _maker.Find() is not { } maker)
        {
            return Nothing;
        }

        try
        {
            return _maker.Run(maker) is { } root
                ? Nothing.Add(FixData.Inputs, string.Join("|", Enumerable.Repeat(_interpreter.LikelyInput(root), count)))
                : Nothing;
        }
        catch (Exception exception) when (exception is ReadingStopped or ProgramThrows)
        {
            return Nothing;
        }
    }

    private Problem AtName(DiagnosticDescriptor rule, params string[] arguments) =>
        new(rule, _type.Locations.FirstOrDefault() ?? Location.None, [.. arguments]);
}
