using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.Tests.Criteria;

/// <summary>Channels that pass a batch norm and a ReLU and are read by a linear layer with a bias.</summary>
internal sealed class BiasedReader : Module<Tensor, Tensor>
{
    private readonly Linear produce, reader;
    private readonly BatchNorm1d norm;

    public BiasedReader(int channels)
        : base("BiasedReader")
    {
        produce = Linear(3, channels, hasBias: false);
        norm = BatchNorm1d(channels);
        reader = Linear(channels, 2);
        RegisterComponents();
        this.@double();
    }

    public static Graph GraphOf(int channels) => new(
        "BiasedReader",
        "5",
        [new("produce", channels)],
        [
            new("produce.weight", Dimension.Output(Of(channels))),
            new("norm.weight", Dimension.Channel(Of(channels))),
            new("norm.bias", Dimension.Channel(Of(channels))),
            new("norm.running_mean", Dimension.Channel(Of(channels))),
            new("norm.running_var", Dimension.Channel(Of(channels))),
            new("reader.weight", Dimension.Fixed(2), Dimension.Input(Of(channels))),
        ],
        widths => new Cost(widths[0], widths[0], widths[0]));

    private static Segment Of(int channels) => new(Factor.Of(0, channels));

    public override Tensor forward(Tensor input) => reader.call(functional.relu(norm.call(produce.call(input))));
}
