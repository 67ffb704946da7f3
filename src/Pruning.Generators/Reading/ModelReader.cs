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

    private readonly INamedTypeSymbol _type;
    private readonly AttributeData _attribute;
    private readonly CancellationToken _cancellation;
    private readonly Interpreter _interpreter;
    private readonly List<Problem> _problems = [];

    private ModelReader(INamedTypeSymbol type, AttributeData attribute, Compilation compilation, CancellationToken cancellation)
    {
        _type = type;
        _attribute = attribute;
        _cancellation = cancellation;
        _interpreter = new Interpreter(compilation, cancellation);
    }

    /// <summary>Reads a class. Never throws because of what the source says.</summary>
    /// <exception cref="OperationCanceledException">The compiler asked to stop.</exception>
    public static ReadingResult Read(
        INamedTypeSymbol type, AttributeData attribute, Compilation compilation, CancellationToken cancellation)
    {
        var reader = new ModelReader(type, attribute, compilation, cancellation);
        NetworkModel? model = null;
        try
        {
            model = reader.Read();
        }
        catch (ReadingStopped stopped)
        {
            reader._problems.Add(stopped.Problem);
        }
        catch (ProgramThrows thrown)
        {
            string message = thrown.Exception.Message is Constant { Content: string text } ? ": " + text : "";
            string what = thrown.Exception.Type.Name + message;
            reader._problems.Add(Problem.At(thrown.At, Rules.CannotBeInstantiated, type.Name, $"it throws here ({what})"));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // One model's failure must not stop the others; the user gets an error with what it takes to report it.
            reader._problems.Add(reader.AtName(Rules.InternalError, type.Name, $"{exception.GetType().Name}: {exception.Message}"));
        }

        bool failed = reader._problems.Any(problem => problem.Rule.DefaultSeverity == DiagnosticSeverity.Error);
        return new ReadingResult(failed ? null : model, [.. reader._problems]);
    }

    private NetworkModel? Read()
    {
        if (!CheckDeclaration() || ConstructorFor(out ImmutableArray<TypedConstant> given) is not { } constructor
            || ReadShapes() is not { } shapes || EntryFor(shapes.Count) is not { } entry)
        {
            return null;
        }

        if (_interpreter.Construct(_type, constructor, _interpreter.Arguments(constructor, given), null) is not ModuleValue root)
        {
            return null;
        }

        bool isRegisteredLate = root is { IsRegistered: false, Children.Count: 0, States.Count: 0 };
        if (isRegisteredLate)
        {
            _problems.Add(AtName(Rules.NeverRegistered, _type.Name));
            _interpreter.Register(root);
        }

        var tree = new ModuleTree(_interpreter, root);
        var propagation = new Propagation(number => tree.Nodes[number]);
        var tensors = shapes.Select(shape => (Value)_interpreter.NewTensor(propagation.AddInput(shape))).ToList();
        IReadOnlyList<int> counts = EntryInputs.Counts(entry, tensors.Count)!;
        Body forward = _interpreter.Run(tree, entry, EntryInputs.Values(entry, counts, tensors, _interpreter.NewList), propagation);
        _problems.AddRange(_interpreter.Problems);
        ReportDeadLayers(tree, forward);
        var attributes = new ChannelAttributes(tree);
        var model = new NetworkModel
        {
            Name = NameOf(_type),
            Modules = tree.Nodes.ToEquatableArray(),
            Inputs = shapes.Zip(NamesOf(entry, counts), (shape, name) => (shape, name))
                .Select((input, i) => new NetworkInput(i, input.name, input.shape))
                .ToEquatableArray(),
            IsRegisteredLate = isRegisteredLate,
            Forward = forward,
            Requests = attributes.Requests.Concat(ReadGrouping(propagation)).ToEquatableArray(),
        };
        _problems.AddRange(attributes.Problems(model));
        return model;
    }

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

        if (!Interpreter.IsModule(_type) || ModuleTree.GenericBase(_type) is null)
        {
            _problems.Add(AtName(Rules.NotAModule, _type.Name));
        }

        foreach (ISymbol taken in GeneratedMembers.SelectMany(name => _type.GetMembers(name)))
        {
            _problems.Add(new Problem(Rules.NameTaken, taken.Locations[0], [taken.Name, _type.Name]));
        }

        if (_type.IsAbstract || _type.IsGenericType)
        {
            _problems.Add(AtName(Rules.CannotBeInstantiated, _type.Name, _type.IsAbstract ? "it is abstract" : "it is generic"));
        }

        return _problems.Count == 0;
    }

    private IMethodSymbol? ConstructorFor(out ImmutableArray<TypedConstant> given)
    {
        TypedConstant arguments = _attribute.NamedArguments.FirstOrDefault(argument => argument.Key == "Args").Value;
        ImmutableArray<TypedConstant> values = arguments.Kind == TypedConstantKind.Array && !arguments.IsNull ? arguments.Values : [];
        given = values;
        IMethodSymbol? fitting = _type.InstanceConstructors
            .Where(constructor => Takes(constructor.Parameters, values))
            .OrderBy(constructor => constructor.Parameters.Length)
            .FirstOrDefault();
        if (fitting is null)
        {
            _problems.Add(new Problem(
                Rules.CannotBeInstantiated,
                AttributeLocation("Args"),
                [
                    _type.Name,
                    values.Length == 0
                        ? "no constructor can be called without arguments; give them, as in [Prunable(…, Args = new object[] { 10 })]"
                        : $"no constructor takes these {values.Length} arguments",
                ]));
        }

        return fitting;
    }

    private bool Takes(ImmutableArray<IParameterSymbol> parameters, ImmutableArray<TypedConstant> values) =>
        parameters.Length >= values.Length
        && parameters.Skip(values.Length).All(parameter => parameter.IsOptional || parameter.IsParams)
        && parameters.Zip(values, (parameter, value) => _interpreter.Fits(value, parameter.Type)).All(fits => fits);

    private List<EquatableArray<Size>>? ReadShapes()
    {
        var shapes = new List<EquatableArray<Size>>();
        ImmutableArray<TypedConstant> texts =
            _attribute.ConstructorArguments is [{ Kind: TypedConstantKind.Array, IsNull: false } list] ? list.Values : [];
        for (int i = 0; i < texts.Length; i++)
        {
            string? text = texts[i].Value as string;
            (EquatableArray<Size>? shape, string? fault) = InputShape.Parse(text);
            if (shape is { } known)
            {
                shapes.Add(known);
            }
            else
            {
                _problems.Add(new Problem(Rules.BadShape, InputLocation(i), [text ?? "null", fault!]));
            }
        }

        return _problems.Count == 0 ? shapes : null;
    }

    /// <summary>What the attribute lets of grouped convolutions; the numbers are those of the enum <c>GroupedConvolutions</c>.</summary>
    private IEnumerable<ChannelRequest> ReadGrouping(Propagation propagation)
    {
        bool? keepsGroups = _attribute.NamedArguments.FirstOrDefault(argument => argument.Key == "Grouped").Value.Value switch
        {
            1 => false,
            2 => true,
            _ => null,
        };
        if (keepsGroups is not { } keeps)
        {
            yield break;
        }

        string choice = $"Grouped = {(keeps ? "Positions" : "Groups")}";
        if (propagation.Groupings.Count == 0)
        {
            _problems.Add(new Problem(
                Rules.NoEffect,
                AttributeLocation("Grouped"),
                [choice, _type.Name, "no convolution in it has groups of several channels"]));
        }

        yield return new GroupingRequest(Module: 0, $"[Prunable({choice})] on {_type.Name}", keeps);
    }

    private IMethodSymbol? EntryFor(int inputs)
    {
        string name = _attribute.NamedArguments.FirstOrDefault(argument => argument.Key == "Entry").Value.Value as string ?? "forward";
        var candidates = new List<IMethodSymbol>();
        for (INamedTypeSymbol? type = _type; type is not null && Sources.Has(type); type = type.BaseType)
        {
            candidates.AddRange(type.GetMembers(name).OfType<IMethodSymbol>().Where(method => !method.IsStatic));
        }

        IMethodSymbol? entry = candidates.FirstOrDefault(method => EntryInputs.Counts(method, inputs) is not null);
        if (entry is null)
        {
            int taken = candidates.Count == 0 ? 0 : candidates[0].Parameters.Length;
            string what = candidates.Count == 0 ? $"'{_type.Name}' has no method '{name}' of its own; name one by Entry"
                : inputs == 0 ? $"'{name}' takes {taken} inputs; declare the shape of each, as in [Prunable(\"N,3,32,32\")]"
                : $"'{name}' takes {taken} inputs, and {inputs} shapes are declared";
            _problems.Add(new Problem(Rules.WrongInputs, AttributeLocation(candidates.Count == 0 ? "Entry" : null), [what]));
        }

        return entry;
    }

    private static IEnumerable<string> NamesOf(IMethodSymbol entry, IReadOnlyList<int> counts) =>
        entry.Parameters.Zip(counts, (parameter, count) => (parameter.Name, count)).SelectMany(input => input.count == 1
            ? [input.Name]
            : Enumerable.Range(1, input.count).Select(number => FormattableString.Invariant($"{input.Name}{number}")));

    private void ReportDeadLayers(ModuleTree tree, Body forward)
    {
        HashSet<int> used = [.. ModuleTree.Used(forward.Statements)];
        for (int i = 1; i < tree.Modules.Count; i++)
        {
            if (tree.Modules[i] is LayerValue { Site: { } site } layer && tree.Nodes[i].Path.Length > 0 && !used.Contains(i)
                && (layer.Type.GetMembers("weight").Length > 0 || layer.Type.BaseType?.GetMembers("weight").Length > 0))
            {
                _problems.Add(Problem.At(site.Syntax, Rules.DeadLayer, tree.Nodes[i].Path, _type.Name));
            }
        }
    }

    private Problem AtName(DiagnosticDescriptor rule, params string[] arguments) =>
        new(rule, _type.Locations.FirstOrDefault() ?? Location.None, [.. arguments]);

    /// <summary>An argument of the attribute by its name, or the attribute itself.</summary>
    private Location AttributeLocation(string? argument)
    {
        var syntax = _attribute.ApplicationSyntaxReference?.GetSyntax(_cancellation) as AttributeSyntax;
        AttributeArgumentSyntax? found = syntax?.ArgumentList?.Arguments
            .FirstOrDefault(given => given.NameEquals?.Name.Identifier.Text == argument);
        return (argument is null ? null : found?.Expression.GetLocation()) ?? syntax?.GetLocation() ?? Location.None;
    }

    private Location InputLocation(int index)
    {
        var syntax = _attribute.ApplicationSyntaxReference?.GetSyntax(_cancellation) as AttributeSyntax;
        var inputs = syntax?.ArgumentList?.Arguments.Where(given => given.NameEquals is null).ToList();
        return inputs is not null && index < inputs.Count ? inputs[index].Expression.GetLocation() : AttributeLocation(null);
    }

    private static TypeName NameOf(INamedTypeSymbol type)
    {
        var containers = new List<string>();
        string metadataName = type.MetadataName;
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            containers.Insert(0, DeclarationOf(outer));
            metadataName = $"{outer.MetadataName}+{metadataName}";
        }

        string space = type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString();
        return new TypeName(
            space, containers.ToEquatableArray(), DeclarationOf(type), type.Name,
            type.DeclaredAccessibility == Accessibility.Public ? "public" : "internal")
        {
            MetadataName = space.Length == 0 ? metadataName : $"{space}.{metadataName}",
        };
    }

    private static string DeclarationOf(INamedTypeSymbol type)
    {
        string kind = type switch
        {
            { TypeKind: TypeKind.Interface } => "interface",
            { IsRecord: true, IsValueType: true } => "record struct",
            { IsRecord: true } => "record",
            { IsValueType: true } => "struct",
            _ => "class",
        };
        string parameters = string.Join(", ", type.TypeParameters.Select(parameter => parameter.Name));
        return $"partial {kind} {type.Name}{(parameters.Length == 0 ? "" : $"<{parameters}>")}";
    }
}
