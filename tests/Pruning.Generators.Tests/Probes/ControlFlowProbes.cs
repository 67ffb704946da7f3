using static Pruning.Generators.Tests.Probes.Networks;

namespace Pruning.Generators.Tests.Probes;

/// <summary>Branches that only the run takes.</summary>
internal static class ControlFlowProbes
{
    private const string Exits = "private readonly Conv2d early = Conv2d(16, 6, 1), deep = Conv2d(16, 12, 1), late = Conv2d(12, 16, 1);";
    private const string Auxiliary = "private readonly Conv2d middle = Conv2d(16, 16, 1), auxiliary = Conv2d(16, 16, 1);";

    public static IEnumerable<Probe> All =>
    [
        new("W03a", "a branch on the data", "ok",
            Exactly("p", Images(16, "x = (x.mean() > 0).item<bool>() ? p.forward(x) : q.forward(x);", Sides)),
            Exactly("p", Images(16, "if ((x.sum() > 0).item<bool>()) { x = p.forward(x); } else { x = q.forward(x); }", Sides))),
        new("W03c", "an early exit on the data", "ok",
            Exactly("deep", Images(16, "if ((x.mean() > 100).item<bool>()) return early.forward(x).mean(new long[] { 2, 3 }); x = late.forward(deep.forward(x));", Exits))),
        new("W03d", "a layer behind the early exit", "latent-crash",
            Exactly("deep", Images(16, "if ((x.mean() > 0).item<bool>()) return early.forward(x).mean(new long[] { 2, 3 }); x = late.forward(deep.forward(x));", Exits))),
        new("W03e", "a head that only training runs", "ok",
            Exactly("a middle", Images(16, "var y = middle.forward(x); if (training) { y = y + auxiliary.forward(x); } x = y;", Auxiliary)),
            Exactly("a middle", Images(16, "var y = middle.forward(x); x = training ? y + auxiliary.forward(x) : y;", Auxiliary))),
        new("W03f", "the same, run in training mode", "crash@forward(train mode)",
            Exactly("a middle", Images(16, "var y = middle.forward(x); if (training) { y = y + auxiliary.forward(x); } x = y;", Auxiliary)) with { InTraining = true },
            Exactly("a middle", Images(16, "var y = middle.forward(x); if (!training) { x = y; } else { x = y * auxiliary.forward(x); }", Auxiliary)) with { InTraining = true }),
    ];

    private const string Sides = "private readonly Conv2d p = Conv2d(16, 16, 1), q = Conv2d(16, 16, 1);";
}
