using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Pruning.Generators.Coupling;
using Pruning.Generators.Networks;
using Pruning.Generators.Reading;

namespace Pruning.Generators.Tests.Reading;

/// <summary>Reads models for tests.</summary>
internal static class Reader
{
    /// <summary>Reads a class, which must be understood without a word.</summary>
    public static NetworkModel Read(string type, params string[] sources)
    {
        ReadingResult result = Result(type, sources);
        result.Problems.Select(problem => problem.ToDiagnostic().ToString()).ShouldBeEmpty();
        return result.Model.ShouldNotBeNull();
    }

    /// <summary>Reads a class of a file in Models.</summary>
    public static NetworkModel ReadModel(string type, string file) => Read($"Models.{type}", TestSources.Model(file));

    /// <summary>What reading a class gives.</summary>
    public static ReadingResult Result(string type, params string[] sources) => Result(type, TestSources.Compile(sources));

    /// <summary>What reading a class gives.</summary>
    public static ReadingResult Result(string type, CSharpCompilation compilation)
    {
        INamedTypeSymbol symbol = compilation.GetTypeByMetadataName(type).ShouldNotBeNull();
        AttributeData attribute = symbol.GetAttributes().First(candidate => candidate.AttributeClass?.Name == "PrunableAttribute");
        return ModelReader.Read(symbol, attribute, compilation, CancellationToken.None);
    }

    /// <summary>The entries of the state dict that the model says there are, by name, with their shapes.</summary>
    public static SortedDictionary<string, string> StateDict(NetworkModel model)
    {
        var entries = new SortedDictionary<string, string>(StringComparer.Ordinal);
        AddStates(0, "", model, new Propagation(number => model.Modules[number]), entries);
        return entries;
    }

    private static void AddStates(
        int module, string prefix, NetworkModel model, Propagation propagation, SortedDictionary<string, string> entries)
    {
        ModuleNode node = model.Modules[module];
        if (node is LayerNode)
        {
            foreach (State state in propagation.LayerOf(module).States)
            {
                entries.Add(prefix + state.Name, string.Join(",", state.Dims.Select(dim => dim.Dim.Length)));
            }
        }

        foreach (StateNode state in node is ClassNode { States: var own } ? own.Where(state => state.IsPersistent) : [])
        {
            entries.Add(prefix + state.Name, string.Join(",", state.Shape));
        }

        EquatableArray<Child> children = node switch
        {
            ClassNode { Children: var registered } => registered,
            ContainerNode { Children: var contained } => contained,
            _ => EquatableArray<Child>.Empty,
        };
        foreach (Child child in children)
        {
            AddStates(child.Module, $"{prefix}{child.Name}.", model, propagation, entries);
        }
    }

    /// <summary>The shape of the network's result, with a batch of the given size.</summary>
    public static long[] OutputShape(NetworkModel model, long batch) =>
        [.. OutputShapes(model, batch).Single().Split(',').Select(long.Parse)];

    /// <summary>The shapes of the network's results, with a batch of the given size.</summary>
    public static IEnumerable<string> OutputShapes(NetworkModel model, long batch)
    {
        var propagation = new Propagation(number => model.Modules[number]);
        foreach (NetworkInput input in model.Inputs)
        {
            propagation.AddInput(input.Shape);
        }

        Replay(propagation, model.Forward.Statements);
        return Tensors(model.Forward.Result)
            .Select(tensor => string.Join(",", propagation.ShapeOf(tensor).ShouldNotBeNull().Select(size => Length(size, batch))));
    }

    private static IEnumerable<Operand> Tensors(Operand operand) =>
        operand is ListOperand list ? list.Items.SelectMany(Tensors) : [operand];

    private static long Length(Size size, long batch) => size.Terms.Sum(term => term.Atoms.Aggregate(
        term.Coefficient,
        (product, atom) => product * (atom is SymbolAtom { Name: "N" } ? batch : throw new ArgumentException($"{atom} is open"))));

    private static void Replay(Propagation propagation, IEnumerable<Statement> statements)
    {
        foreach (Statement statement in statements)
        {
            switch (statement)
            {
                case OperationStatement operation:
                    propagation.Apply(operation.Member, operation.Arguments).ShouldBe(operation.Outputs.Select(output => output.Id));
                    break;
                case CallStatement { Body: { } body }:
                    Replay(propagation, body.Statements);
                    break;
                case CallStatement call:
                    propagation.Call(call.Module, call.Arguments, call.Outputs.Count).ShouldBe(call.Outputs.Select(output => output.Id));
                    break;
                case ScopeStatement scope:
                    Replay(propagation, scope.Statements);
                    break;
                case BranchStatement branch:
                    Replay(propagation, branch.Then);
                    Replay(propagation, branch.Else);
                    branch.Joins.ShouldAllBe(join => propagation.Join(join.Then, join.Else) == join.Output.Id);
                    break;
            }
        }
    }
}
