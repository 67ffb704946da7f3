// C#'s side of the training throughput comparison: the same network, batch and optimizer as train.py, on the same libtorch.
// Prints one line: images per second over the timed iterations. Usage: TrainingThroughput [iterations] [threads] [depth]
using System.Diagnostics;
using System.Globalization;
using TorchSharp;
using TrainingThroughput;
using static TorchSharp.torch;

int iterations = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 30;
set_num_threads(args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 2);
int depth = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 20;

manual_seed(1);
using var model = new ResNet((depth - 2) / 6);
using var optimizer = optim.SGD(model.parameters(), 0.05, momentum: 0.9, weight_decay: 5e-4, nesterov: true);
using Tensor images = randn(128, 3, 32, 32);
using Tensor labels = randint(0, 10, new long[] { 128 });

float Step()
{
    using DisposeScope scope = NewDisposeScope();
    optimizer.zero_grad();
    Tensor loss = nn.functional.cross_entropy(model.call(images), labels);
    loss.backward();
    optimizer.step();
    return loss.item<float>();
}

for (int warmUp = 0; warmUp < 5; warmUp++)
{
    Step();
}

var watch = Stopwatch.StartNew();
for (int iteration = 0; iteration < iterations; iteration++)
{
    Step();
}

Console.WriteLine((iterations * 128 / watch.Elapsed.TotalSeconds).ToString("F1", CultureInfo.InvariantCulture));
