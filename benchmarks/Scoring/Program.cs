// What scoring costs, on ResNet-50 with images of 3×224×224: norms and distances in seconds, gradients next to the bare passes, which run in
// turn with them. Usage: Scoring [batches] [batch size] [threads], or Scoring memory train|score for the peak memory of one step.
using System.Diagnostics;
using System.Globalization;
using ModelZoo;
using Pruning;
using Scoring;
using TorchSharp;
using static TorchSharp.torch;

if (args is ["memory", var what, ..])
{
    Console.WriteLine($"{what}: {PeakMemory.Of(what == "train")} MiB at most");
    return;
}

int batches = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10;
int batchSize = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 16;
set_num_threads(args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 2);

manual_seed(1);
using var model = new ResNet50();
var calibration = new Calibration(new RandomImages(batches, batchSize));

Print("L2", Least(5, () => ResNet50.Graph.Score(model, Importance.GroupNorm())));
Print("FPGM", Least(3, () => ResNet50.Graph.Score(model, new GeometricMedianImportance())));

// The two run batch by batch in turn, so that other programs slow both down alike.
double bare = 0, taylor = 0, dearest = 0, six = 0;
Importance[] criteria =
[
    new TaylorImportance(), new FisherImportance(), new WeightTaylorImportance(), new ZeroFractionImportance(), new AttentionImportance(),
    new GradientImportance(),
];
for (int batch = 0; batch < batches; batch++)
{
    Calibration one = calibration with { Data = new RandomImages(1, batchSize) };
    bare += Seconds(() => BarePasses.Run(model, one.Data));
    taylor += Seconds(() => ResNet50.Graph.Score(model, new TaylorImportance(), one));
    dearest += Seconds(() => ResNet50.Graph.Score(model, new WeightTaylorImportance(), one));
    six += Seconds(() => ResNet50.Graph.Calibrate(model, one, criteria));
}
Print($"bare forward and backward passes, {batches} batches of {batchSize}", bare);
Print("Taylor", taylor);
Print("Taylor on weights, the dearest of six", dearest);
Print("six criteria in one pass", six);
Console.WriteLine(FormattableString.Invariant($"Taylor / bare: {taylor / bare:F2}; six / dearest: {six / dearest:F2}"));

static void Print(string what, double seconds) => Console.WriteLine(FormattableString.Invariant($"{what}: {seconds:F3} s"));

static double Least(int times, Action action) => Enumerable.Range(0, times).Min(_ => Seconds(action));

static double Seconds(Action action)
{
    var watch = Stopwatch.StartNew();
    action();
    return watch.Elapsed.TotalSeconds;
}
