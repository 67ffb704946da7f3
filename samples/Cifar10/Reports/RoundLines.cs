using Pruning;
using Spectre.Console;

namespace Cifar10.Reports;

/// <summary>A line for each round of pruning.</summary>
internal sealed class RoundLines(IAnsiConsole console) : IProgress<Round>
{
    public void Report(Round value)
    {
        int kept = value.Plan.Groups.Sum(group => group.Keep.Length);
        string undone = value.Accepted ? "" : ", undone";
        console.MarkupLineInterpolated($"  round {value.Number}: {kept:N0} channels stay, test {value.Accuracy:0.00%}{undone}");
    }
}
