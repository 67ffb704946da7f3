using Pruning.Tool.Graphs;

namespace Pruning.Tool.Tests;

public sealed class GraphCommandTests
{
    private static readonly string Zoo = Path.Combine(AppContext.BaseDirectory, "ModelZoo.dll");

    [Fact]
    public void Each_model_gets_a_table_a_picture_and_a_graph()
    {
        using var folder = new TemporaryFolder();
        string output = Path.Combine(folder.Path, "graphs");

        string[] files = [.. GraphCommand.Write(ModelAssembly.GraphsOf(Zoo), ["ResNet18", "ModelZoo.UNet"], output)];

        files.Select(file => Path.GetFileName(file)).ShouldBe(
        [
            "ModelZoo.ResNet18.md", "ModelZoo.ResNet18.svg", "ModelZoo.ResNet18.dot",
            "ModelZoo.UNet.md", "ModelZoo.UNet.svg", "ModelZoo.UNet.dot",
        ]);
        Directory.GetFiles(output).Length.ShouldBe(6);
        File.ReadAllText(files[0]).ShouldContain("| `layer1.0.conv1` | 64 |");
    }

    [Fact]
    public void The_files_are_the_same_each_time()
    {
        using var folder = new TemporaryFolder();
        IReadOnlyList<Graph> graphs = ModelAssembly.GraphsOf(Zoo);

        foreach (string file in GraphCommand.Write(graphs, ["DenseNet121"], Path.Combine(folder.Path, "first")).ToList())
        {
            string again = GraphCommand.Write(graphs, ["DenseNet121"], Path.Combine(folder.Path, "second"))
                .Single(other => Path.GetFileName(other) == Path.GetFileName(file));
            File.ReadAllBytes(again).ShouldBe(File.ReadAllBytes(file));
        }
    }

    [Fact]
    public void An_unknown_model_is_refused_with_those_that_there_are()
    {
        using var folder = new TemporaryFolder();

        Should.Throw<ToolException>(() => GraphCommand.Write(ModelAssembly.GraphsOf(Zoo), ["ResNet19"], folder.Path).ToList())
            .Message.ShouldContain("ModelZoo.ResNet18");
    }

    [Fact]
    public void What_is_no_assembly_is_refused()
    {
        Should.Throw<ToolException>(() => ModelAssembly.GraphsOf("missing.dll")).Message.ShouldContain("missing.dll");
        Should.Throw<ToolException>(() => ModelAssembly.GraphsOf(typeof(Graph).Assembly.Location))
            .Message.ShouldContain("no prunable models");
    }

    [Theory]
    [InlineData("")]
    [InlineData("--project one --assembly two.dll")]
    public void Either_a_project_or_an_assembly_is_asked_for(string arguments) =>
        GraphCommand.Create().Parse(arguments).Errors.ShouldHaveSingleItem().Message.ShouldContain("either --project or --assembly");

    [Fact]
    public async Task A_project_that_is_not_there_is_refused() =>
        (await Should.ThrowAsync<ToolException>(ProjectBuild.AssemblyOfAsync("nowhere", "Release", CancellationToken.None)))
            .Message.ShouldContain("nowhere");
}
