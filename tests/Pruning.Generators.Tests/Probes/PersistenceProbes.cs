using static Pruning.Generators.Tests.Probes.Networks;

namespace Pruning.Generators.Tests.Probes;

/// <summary>Pruned networks that are stored and come back.</summary>
internal static class PersistenceProbes
{
    public static IEnumerable<Probe> All =>
    [
        new("W05a", "a small network pruned", "ok",
            Exactly("a middle", Images(12, "x = middle.forward(x).relu();", "private readonly Conv2d middle = Conv2d(16, 12, 3, padding: 1);"))),
        new("W05b", "the pruned weights loaded into the original class", "crash@load")
        {
            Elsewhere = new ShownBy("the pruned class or the frozen one loads them; the original says which shape differs", "PersistenceTests.A_plan_and_a_checkpoint_are_the_whole_network"),
        },
        new("W05c", "the pruned network loaded where the original class is unknown", "crash@load")
        {
            Elsewhere = new ShownBy("the frozen class depends on TorchSharp alone", "SnapshotTests.AFrozenClassCompilesAndMentionsNothingOfPruning"),
        },
        new("W05e", "a network that holds a lambda, stored as an object", "crash@save",
            Exactly("a", Images(16, "x = shortcut(x) + middle.forward(x);", """
                private readonly Conv2d middle = Conv2d(16, 16, 1);
                private readonly System.Func<Tensor, Tensor> shortcut = t => t * 0.5;
                """))),
        new("W05e2", "the same, stored as a state dict", "crash@save",
            Exactly("a", Images(24, "x = pad.forward(x);", "private readonly Lambda pad = new(t => functional.pad(t, new long[] { 0, 0, 0, 0, 4, 4 }));", """
                public class Lambda : Module<Tensor, Tensor>
                {
                    private readonly System.Func<Tensor, Tensor> function;
                    public Lambda(System.Func<Tensor, Tensor> function) : base("Lambda") => this.function = function;
                    public override Tensor forward(Tensor x) => function(x);
                }
                """))),
        new("W05g", "weights and structure stored together", "ok")
        {
            Elsewhere = new ShownBy("a plan file is the structure, a checkpoint the weights", "PersistenceTests.A_plan_and_a_checkpoint_are_the_whole_network"),
        },
        new("W05h", "what was pruned, done again on a fresh network", "ok")
        {
            Elsewhere = new ShownBy("a saved plan gives the same network", "PersistenceTests.A_plan_and_a_checkpoint_are_the_whole_network"),
        },
        new("W05i", "the same, with channels chosen by hand", "crash@load (history corrupted: 2 records for 1 prune)")
        {
            Elsewhere = new ShownBy("plans are immutable and say what stays, so nothing is recorded twice", "PersistenceTests.A_plan_and_a_checkpoint_are_the_whole_network"),
        },
    ];
}
