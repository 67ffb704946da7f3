// Published as native code, without reflection over what the linker took out: the pruned class must have all its state and must run.
// Exit code 0 if it does; the lines say what holds.
using NativeAot;
using Pruning;
using static TorchSharp.torch;

string[] block = ["inner.weight", "norm.weight", "norm.bias", "norm.running_mean", "norm.running_var", "norm.num_batches_tracked", "outer.weight", "outer.bias"];
string[] expected =
[
    "stem.weight", "stem.bias", .. block.Select(name => "blocks.0." + name), .. block.Select(name => "blocks.1." + name),
    "head.weight", "head.bias",
];

Console.WriteLine($"native code: {typeof(Network).Assembly.Location.Length == 0}");
bool isRight = true;

using (var pruned = new Network.Pruned(Network.Widths.Dense with { Stem = 8 }))
{
    isRight &= Check("the pruned class registers everything", HasAll(pruned));
    isRight &= Check("its parameters are those of the formula",
        pruned.parameters().Sum(parameter => parameter.numel()) == (Network.Widths.Dense with { Stem = 8 }).Parameters);
    using Tensor output = pruned.forward(zeros(2, 3, 16, 16));
    isRight &= Check("it runs", output.shape.SequenceEqual([2L, 10L]));
}

using (var dense = new Network())
{
    bool isComplete = Check("the dense class, which registers by reflection, has everything", HasAll(dense));
    if (isComplete)
    {
        PruningPlan plan = Network.Graph.Score(dense, Importance.GroupNorm()).Plan(Budget.Macs(0.5), Allocation.Uniform);
        using Network.Pruned slim = dense.Prune(plan);
        string file = Path.GetTempFileName();
        Checkpoint.Save(slim, file + ".safetensors");
        using var again = new Network.Pruned(new Network.Widths(plan.WidthsFor(Network.Graph)));
        Checkpoint.Load(again, file + ".safetensors");
        using Tensor images = randn(2, 3, 16, 16);
        slim.eval();
        again.eval();
        using Tensor first = slim.forward(images);
        using Tensor second = again.forward(images);
        isRight &= Check("it is scored, planned, pruned, saved and loaded", first.allclose(second));
        File.Delete(file);
        File.Delete(file + ".safetensors");
    }
}

return isRight ? 0 : 1;

bool HasAll(nn.Module module)
{
    string[] keys = [.. module.state_dict().Keys];
    Console.WriteLine($"     {keys.Length} of {expected.Length} entries" +
        $"{string.Concat(expected.Except(keys).Select(key => ", without " + key))}{string.Concat(keys.Except(expected).Select(key => ", with " + key))}");
    return keys.Order().SequenceEqual(expected.Order());
}

static bool Check(string what, bool holds)
{
    Console.WriteLine($"{(holds ? "yes" : "NO ")}  {what}");
    return holds;
}
