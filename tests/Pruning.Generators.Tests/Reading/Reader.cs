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
    public static ReadingResult Result(string type, params string[] sources)
    {
        CSharpCompilation compilation = TestSources.Compile(sources);
        INamedTypeSymbol symbol = compilation.GetTypeByMetadataName(type).ShouldNotBeNull();
        AttributeData attribute = symbol.GetAttributes().First(candidate => candidate.AttributeClass?.Name == "PrunableAttribute");
        return ModelReader.Read(symbol, attribute, compilation, CancellationToken.None);
    }

    /// <summary>The entries of the state dict that the model says there are, by name, with their shapes.</summary>
    public static SortedDictionary<string, string> StateDict(NetworkModel model)
    {
        var propagation = new Propagation(number => model.Modules[number]);
        var entries = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (int i = 0; i < model.Modules.Count; i++)
        {
            string prefix = model.Modules[i].Path.Length == 0 ? "" : model.Modules[i].Path + ".";
            if (model.Modules[i] is LayerNode)
            {
                foreach (State state in propagation.LayerOf(i).States)
                {
                    entries.Add(prefix + state.Name, string.Join(",", state.Dims.Select(dim => dim.Dim.Length)));
                }
            }

            if (model.Modules[i] is ClassNode { States: var own })
            {
                foreach (StateNode state in own)
                {
                    entries.Add(prefix + state.Name, string.Join(",", state.Shape));
                }
            }
        }

        return entries;
    }

    /// <summary>The shape of the network's result, with a batch of the given size.</summary>
    public static long[] OutputShape(NetworkModel model, long batch)
    {
        var propagation = new Propagation(number => model.Modules[number]);
        foreach (NetworkInput input in model.Inputs)
        {
            propagation.AddInput(input.Shape);
        }

        Replay(propagation, model.Forward.Statements);
        return
        [
            .. propagation.ShapeOf(model.Forward.Result).ShouldNotBeNull()
                .Select(size => size.Equals(Size.Symbol("N")) ? batch : size.Constant.ShouldNotBeNull()),
        ];
    }

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
                    propagation.Call(call.Module, call.Arguments).ShouldBe(call.Outputs.Select(output => output.Id));
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
