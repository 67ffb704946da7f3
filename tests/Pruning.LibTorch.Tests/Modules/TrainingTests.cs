using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.LibTorch.Tests.Modules;

/// <summary>A small network learns, and its training leaves no tensors behind.</summary>
public class TrainingTests
{
    [Fact]
    public void A_training_loop_lowers_the_loss_and_leaks_no_tensor()
    {
        random.manual_seed(1);
        using var model = new Network();
        using optim.Optimizer optimizer = optim.SGD(model.parameters(), 0.05, momentum: 0.9, weight_decay: 5e-4, nesterov: true);
        var scheduler = optim.lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps: 40);
        using CrossEntropyLoss loss = CrossEntropyLoss();
        using Tensor images = randn(16, 1, 8, 8);
        using Tensor labels = arange(16) % 4;
        using TensorDataset data = torch.utils.data.TensorDataset(images, labels);
        using IterableDataLoader batches = torch.utils.data.DataLoader(data, 8, shuffle: true, seed: 1, disposeDataset: false);

        GC.Collect();
        GC.WaitForPendingFinalizers();
        List<double> losses = [];
        List<long> live = [];
        for (int epoch = 0; epoch < 20; epoch++)
        {
            double sum = 0;
            foreach (IList<Tensor> batch in batches)
            {
                using DisposeScope scope = NewDisposeScope();
                optimizer.zero_grad();
                Tensor value = loss.call(model.call(batch[0]), batch[1]);
                value.backward();
                optimizer.step();
                scheduler.step();
                sum += value.item<float>();
            }
            losses.Add(sum);
            live.Add(Tensor.TotalCount);
        }

        losses[^1].ShouldBeInRange(0, losses[0] / 2);
        live[^1].ShouldBe(live[1], string.Join(", ", live));
    }

    private sealed class Network : Module<Tensor, Tensor>
    {
        private readonly Sequential features = Sequential(
            Conv2d(1, 8, 3, padding: 1, bias: false), BatchNorm2d(8), ReLU(inplace: true), MaxPool2d(2), Dropout(0.1), Identity(),
            AdaptiveAvgPool2d((2, 2)), Flatten());

        private readonly Linear head = Linear(32, 4);

        public Network()
            : base(nameof(Network)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            using Tensor x = features.call(input);
            return head.call(x);
        }
    }
}
