// What scoring costs on ResNet-50 with images of 3×224×224, each figure next to its goal.
// Usage: Scoring [batches] [batch size] [threads]; by default 10, 16, 2. Scoring memory train|score gives one peak of memory alone.
using System.Globalization;
using Scoring;
using static TorchSharp.torch;

if (args is ["memory", var what, var size, var memoryThreads])
{
    set_num_threads(int.Parse(memoryThreads, CultureInfo.InvariantCulture));
    Console.WriteLine(PeakMemory.Of(what == "train", int.Parse(size, CultureInfo.InvariantCulture)));
    return;
}

int batches = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10;
int batchSize = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 16;
int threads = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 2;
set_num_threads(threads);
manual_seed(1);

Report.Header();
WeightCriteria.Measure();
Passes.Measure(batches, batchSize);
Report.Memory("peak memory of one batch, Taylor", PeakMemory.InProcess("score", batchSize, threads), PeakMemory.InProcess("train", batchSize, threads));
