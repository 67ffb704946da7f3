using Pruning.Generators.Tests.Compiled;

namespace Pruning.Generators.Tests.Probes;

/// <summary>
/// The probes of Torch-Pruning, and variants of them: each is pruned exactly, or the compiler says what it is that stays and why.
/// </summary>
public sealed class ProbeTests(ProbeTests.Compiled compiled) : IClassFixture<ProbeTests.Compiled>
{
    public static TheoryData<string> Ids => [.. ProbeTable.All.Where(probe => probe.Models.Length > 0).Select(probe => probe.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Is_exact_or_refused(string id)
    {
        Probe probe = ProbeTable.All.Single(probe => probe.Id == id);
        probe.Models.Select((model, i) => Fault(model, compiled.Models[(id, i)])).OfType<string>().ShouldBeEmpty();
    }

    private static string? Fault(ProbeModel probe, CompiledModel model)
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
            bool listsOnce = !probe.SharesParameters || typeof(TorchSharp.torch).Assembly.GetName().Name != "TorchSharp";
            bool isCounted = probe.Expected is not Refused && listsOnce;
            model.PrunedEqualsMasked(plans: 6, probe.TakesTokens, isCounted: isCounted);
            if (probe.InTraining)
            {
                model.PrunedEqualsMasked(plans: 6, probe.TakesTokens, training: true);
            }
        }
    }

    /// <summary>All models in one assembly.</summary>
    public sealed class Compiled
    {
        public Compiled()
        {
            (string Id, int Place, string Source)[] all = [.. ProbeTable.All.SelectMany(probe =>
                probe.Models.Select((model, place) => (probe.Id, place, model.Source)))];
            CompiledModel[] models = CompiledModels.Of([.. all.Select(one => one.Source)]);
            Models = all.Zip(models).ToDictionary(pair => (pair.First.Id, pair.First.Place), pair => pair.Second);
        }

        internal Dictionary<(string Id, int Place), CompiledModel> Models { get; }
    }
}
