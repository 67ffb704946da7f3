using System.CommandLine;
using Pruning;
using Pruning.Tool;
using Pruning.Tool.Graphs;

var root = new RootCommand("Shows what the compiler found out about the prunable models of a project.") { GraphCommand.Create() };
try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or PruningException or ToolException)
{
    await Console.Error.WriteLineAsync($"error: {exception.Message}");
    return 1;
}
