using System.Diagnostics;

namespace Pruning.Tool;

/// <summary>Builds a project with the SDK that is installed.</summary>
internal static class ProjectBuild
{
    /// <summary>Builds it, with its messages on this process's console, and gives the path of the assembly.</summary>
    /// <param name="project">A project file, or a folder with one.</param>
    /// <param name="configuration">Debug or Release.</param>
    /// <param name="cancellation">Ends the build.</param>
    /// <exception cref="ToolException">It does not build.</exception>
    public static async Task<string> AssemblyOfAsync(string project, string configuration, CancellationToken cancellation)
    {
        if (!File.Exists(project) && !Directory.Exists(project))
        {
            throw new ToolException($"There is no project '{project}'.");
        }

        (int exit, _) = await RunAsync(
            isCaptured: false, ["build", project, "--configuration", configuration, "--nologo", "--verbosity", "quiet"], cancellation);
        if (exit != 0)
        {
            throw new ToolException($"The project '{project}' does not build.");
        }

        (exit, string output) = await RunAsync(
            isCaptured: true, ["msbuild", project, $"-property:Configuration={configuration}", "-getProperty:TargetPath"], cancellation);
        string path = output.Trim();
        return exit == 0 && File.Exists(path)
            ? path
            : throw new ToolException($"The project '{project}' was built, but where its assembly lies is not known: {path}");
    }

    private static async Task<(int Exit, string Output)> RunAsync(
        bool isCaptured, IEnumerable<string> arguments, CancellationToken cancellation)
    {
        using Process process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = isCaptured })
            ?? throw new ToolException("The command 'dotnet' cannot be started.");
        try
        {
            string output = isCaptured ? await process.StandardOutput.ReadToEndAsync(cancellation) : "";
            await process.WaitForExitAsync(cancellation);
            return (process.ExitCode, output);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
