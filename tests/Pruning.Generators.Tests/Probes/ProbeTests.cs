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
        probe.Models.Select((model, i) => Expectations.Fault(model, compiled.Models[(id, i)])).OfType<string>().ShouldBeEmpty();
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
