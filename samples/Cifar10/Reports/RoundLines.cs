using Pruning;
using Spectre.Console;

namespace Cifar10.Reports;

/// <summary>A line for each round of pruning.</summary>
internal sealed class RoundLines(IAnsiConsole console) : IProgress<Round>
{
    public void Report(Round value) => console.MarkupLineInterpolated(
        $"  round {value.Number}: {value.Plan.Groups.Sum(group => group.Keep.Length):N0} channels stay, test {value.Accuracy:0.00%}{(value.Accepted ? "" : ", undone")}");
}
