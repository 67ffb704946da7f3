using Pruning;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelZoo;

/// <summary>Classifies a text by what a two-layer LSTM remembers at its end.</summary>
[Prunable("N,32")]
public sealed partial class LstmClassifier : Module<Tensor, Tensor>
{
    private readonly Embedding embedding;
    private readonly LSTM lstm;
    private readonly Dropout dropout;
    private readonly Linear fc1;
    private readonly Linear fc2;

    public LstmClassifier(int vocabulary = 10000, int width = 128, int hidden = 256, int layers = 2, int classes = 4)
        : base(nameof(LstmClassifier))
    {
        embedding = Embedding(vocabulary, width);
        lstm = LSTM(width, hidden, numLayers: layers, batchFirst: true, dropout: 0.3);
        dropout = Dropout(0.5);
        fc1 = Linear(hidden, hidden / 2);
        fc2 = Linear(hidden / 2, classes);
        RegisterComponents();
    }

    public override Tensor forward(Tensor tokens)
    {
        using var scope = NewDisposeScope();
        var (outputs, _, _) = lstm.call(embedding.call(tokens));
        var last = dropout.call(outputs[.., -1, ..]);
        return fc2.call(functional.relu(fc1.call(last))).MoveToOuterDisposeScope();
    }
}
