using System.CommandLine;
using Cifar10;
using Cifar10.Reports;
using Pruning;
using Spectre.Console;

const int Failed = 1;
const int Cancelled = 130;

// Long enough for the run to write its state after Ctrl+C.
var configuration = new InvocationConfiguration
{
    EnableDefaultExceptionHandler = false,
    ProcessTerminationTimeout = TimeSpan.FromMinutes(1),
};
IAnsiConsole console = Terminal.Create();
return await CommandLine.Create(
    (read, cancellation) => RunAsync(() => new PruningRun(read(), console).ExecuteAsync(cancellation)),
    (read, cancellation) => RunAsync(() => new ComparisonRun(read(), console).ExecuteAsync(cancellation)))
    .Parse(args).InvokeAsync(configuration);

static async Task<int> RunAsync(Func<Task> run)
{
    try
    {
        await run();
        return 0;
    }
    catch (OperationCanceledException)
    {
        await Console.Error.WriteLineAsync("Cancelled. The same command goes on where it was.");
        return Cancelled;
    }
    catch (Exception exception) when (IsExpected(exception))
    {
        await Console.Error.WriteLineAsync($"error: {exception.Message}");
        return Failed;
    }
}

// What the user can do something about; anything else is a mistake of the program, and shows where.
static bool IsExpected(Exception exception) =>
    exception is IOException or InvalidDataException or UnauthorizedAccessException or PruningException or DivergenceException;
