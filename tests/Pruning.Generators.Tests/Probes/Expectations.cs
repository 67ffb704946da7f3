using Pruning.Generators.Tests.Compiled;

namespace Pruning.Generators.Tests.Probes;

/// <summary>Holds a compiled network against what is expected of it.</summary>
internal static class Expectations
{
    /// <summary>What is not as expected; null if nothing is.</summary>
    public static string? Fault(ProbeModel probe, CompiledModel model)
    {
        try
        {
            Check(probe, model);
            return null;
        }
        catch (Exception exception)
        {
            return $"{exception.Message}\n{string.Join("\n", model.Reports)}\n{probe.Source}";
        }
    }

    private static void Check(ProbeModel probe, CompiledModel model)
    {
        model.Faults.ShouldBeEmpty();
        switch (probe.Expected)
        {
            case Exact exact:
                model.Reports.ShouldBeEmpty();
                model.Groups(exact.Groups).ShouldAllBe(group => group.IsExact);
                break;
            case Approximate approximate:
                model.Reports.ShouldBeEmpty();
                model.Groups(approximate.Groups).ShouldContain(group => !group.IsExact);
                break;
            case Refused refused:
                model.Reports.ShouldContain(report => report.StartsWith(refused.Id) && report.Contains(refused.Because));
                break;
        }

        if (model.Graph is not null)
        {
            // What a layer costs that the table does not know is left out, as the documentation of Widths says.
            bool listsOnce = !probe.SharesParameters || !Provider.IsTorchSharp;
            bool isCounted = probe.Expected is not Refused && listsOnce;
            model.PrunedEqualsMasked(plans: 6, probe.TakesTokens, isCounted: isCounted);
            if (probe.InTraining)
            {
                model.PrunedEqualsMasked(plans: 6, probe.TakesTokens, training: true);
            }
        }
    }
}
