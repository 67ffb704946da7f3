using Spectre.Console;

namespace Cifar10.Reports;

/// <summary>Where the program writes to.</summary>
internal static class Terminal
{
    private const int WidthOfFiles = 140;

    /// <summary>A terminal with colours where there is one, plain lines in a file or pipe.</summary>
    public static IAnsiConsole Create()
    {
        if (!Console.IsOutputRedirected)
        {
            return AnsiConsole.Console;
        }
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No });
        console.Profile.Width = WidthOfFiles;
        return console;
    }

    /// <summary>Bars for long work: what is done, how far it is, and how long it will take.</summary>
    public static Progress ProgressOf(IAnsiConsole console) => console.Progress().Columns(
        new TaskDescriptionColumn { Alignment = Justify.Left },
        new ProgressBarColumn(),
        new PercentageColumn(),
        new RemainingTimeColumn());
}
