using System.CommandLine;
using System.Text;

namespace Pruning.Tool.Graphs;

/// <summary><c>dotnet prune graph</c>: writes each model's groups as a table and as pictures.</summary>
internal static class GraphCommand
{
    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        var project = new Option<string?>("--project") { Description = "The project with the models; it is built first." };
        var assembly = new Option<string?>("--assembly") { Description = "Or an assembly that is built already." };
        var configuration = new Option<string>("--configuration")
        {
            Description = "The configuration to build. Default: Release.",
            DefaultValueFactory = _ => "Release",
        };
        var output = new Option<string>("--output")
        {
            Description = "The folder to write into; it is made if it is missing. Default: graphs.",
            DefaultValueFactory = _ => "graphs",
        };
        var model = new Option<string[]>("--model")
        {
            Description = "Names of model classes. Default: all of the assembly.",
            AllowMultipleArgumentsPerToken = true,
        };
        var command = new Command("graph", "Writes each model's groups as a table, and its coupling graph as a picture and for Graphviz.")
        {
            project, assembly, configuration, output, model,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(project) is null == result.GetValue(assembly) is null)
            {
                result.AddError("Give either --project or --assembly.");
            }
        });
        command.SetAction(async (result, cancellation) =>
        {
            string path = result.GetValue(assembly)
                ?? await ProjectBuild.AssemblyOfAsync(result.GetValue(project)!, result.GetValue(configuration)!, cancellation);
            foreach (string file in Write(ModelAssembly.GraphsOf(path), result.GetValue(model)!, result.GetValue(output)!))
            {
                Console.WriteLine(file);
            }

            return 0;
        });
        return command;
    }

    /// <summary>Writes the files of the models that are asked for, and gives their paths.</summary>
    /// <exception cref="ToolException">There is no model of such a name.</exception>
    public static IEnumerable<string> Write(IReadOnlyList<Graph> graphs, IReadOnlyList<string> names, string folder)
    {
        if (names.FirstOrDefault(name => !graphs.Any(graph => IsNamed(graph, name))) is { } unknown)
        {
            throw new ToolException(
                $"There is no model '{unknown}'. The models are: {string.Join(", ", graphs.Select(graph => graph.Model))}.");
        }

        Directory.CreateDirectory(folder);
        foreach (Graph graph in graphs.Where(graph => names.Count == 0 || names.Any(name => IsNamed(graph, name))))
        {
            var couplings = new CouplingGraph(graph);
            yield return Write(folder, graph.Model + ".md", GroupTable.Of(couplings));
            yield return Write(folder, graph.Model + ".svg", SvgPicture.Of(couplings));
            yield return Write(folder, graph.Model + ".dot", DotText.Of(couplings));
        }
    }

    private static bool IsNamed(Graph graph, string name) =>
        graph.Model == name
        || graph.Model.EndsWith("." + name, StringComparison.Ordinal)
        || graph.Model.EndsWith("+" + name, StringComparison.Ordinal);

    private static string Write(string folder, string file, string text)
    {
        string path = Path.Combine(folder, file);
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
        return path;
    }
}
