using System.CommandLine;
using Cifar10;
using Cifar10.Reports;
using Pruning;

const int Failed = 1;
const int Cancelled = 130;

// Long enough for the run to write its state after Ctrl+C.
var configuration = new InvocationConfiguration
{
    EnableDefaultExceptionHandler = false,
    ProcessTerminationTimeout = TimeSpan.FromMinutes(1),
};
return await CommandLine.Create(RunAsync).Parse(args).InvokeAsync(configuration);

static async Task<int> RunAsync(Settings settings, CancellationToken cancellation)
{
    try
    {
        await new PruningRun(settings, Terminal.Create()).ExecuteAsync(cancellation);
        return 0;
    }
    catch (OperationCanceledException)
    {
        await Console.Error.WriteLineAsync("Cancelled. The same command goes on where training was.");
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
