using Pruning;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Models;

/// <summary>Two layers, of which the last step is classified.</summary>
[Prunable("N,7,6")]
public partial class LastStep : Module<Tensor, Tensor>
{
    private readonly Linear embed = Linear(6, 10);
    private readonly LSTM lstm = LSTM(10, 8, numLayers: 2, batchFirst: true, dropout: 0.1);
    private readonly Linear head = Linear(8, 3);

    public LastStep()
        : base(nameof(LastStep)) => RegisterComponents();

    public override Tensor forward(Tensor x)
    {
        var (outputs, _, _) = lstm.call(embed.forward(x));
        return head.forward(outputs[.., -1, ..]);
    }
}

/// <summary>Both directions, whose last states are put one behind the other.</summary>
[Prunable("N,7,6")]
public partial class BothDirections : Module<Tensor, Tensor>
{
    private readonly GRU gru = GRU(6, 8, numLayers: 2, batchFirst: true, bidirectional: true);
    private readonly Linear mix = Linear(16, 10);
    private readonly Linear head = Linear(26, 3);

    public BothDirections()
        : base(nameof(BothDirections)) => RegisterComponents();

    public override Tensor forward(Tensor x)
    {
        var (outputs, last) = gru.forward(x);
        var states = cat(new[] { last[-2], last[-1] }, 1);
        return head.forward(cat(new[] { mix.forward(outputs).mean(new long[] { 1 }).relu(), states }, 1));
    }
}

/// <summary>The states are given, and handed on to a second network, with the steps in front.</summary>
[Prunable("N,7,6")]
public partial class EncoderDecoder : Module<Tensor, Tensor>
{
    private readonly LSTM encoder = LSTM(6, 8, bias: false);
    private readonly RNN reader = RNN(6, 8, nonLinearity: NonLinearities.ReLU);
    private readonly LSTM decoder = LSTM(8, 8);
    private readonly Linear head = Linear(8, 3);

    public EncoderDecoder()
        : base(nameof(EncoderDecoder)) => RegisterComponents();

    public override Tensor forward(Tensor x)
    {
        x = x.transpose(0, 1);
        var start = x.new_zeros(1, x.shape[1], 8);
        var (_, hidden, cell) = encoder.forward(x, (start, start));
        var (read, _) = reader.forward(x, hidden);
        var (decoded, _, _) = decoder.forward(read.tanh(), (hidden, cell));
        return head.forward(decoded).transpose(0, 1);
    }
}

/// <summary>Cells, step by step.</summary>
[Prunable("N,5,6")]
public partial class Cells : Module<Tensor, Tensor>
{
    private readonly LSTMCell first = LSTMCell(6, 8);
    private readonly GRUCell second = GRUCell(8, 10);
    private readonly RNNCell third = RNNCell(10, 4);
    private readonly Linear head = Linear(4, 3);

    public Cells()
        : base(nameof(Cells)) => RegisterComponents();

    public override Tensor forward(Tensor x)
    {
        Tensor h = x.new_zeros(x.shape[0], 8), c = x.new_zeros(x.shape[0], 8);
        Tensor? g = null, r = null;
        for (int i = 0; i < x.shape[1]; i++)
        {
            (h, c) = first.forward(x[.., i], (h, c));
            g = second.forward(h, g);
            r = third.forward(g, r);
        }

        return head.forward(r!);
    }
}

/// <summary>A recurrence over what a convolution gives, with an attention over its steps.</summary>
[Prunable("N,3,8,16")]
public partial class Recognizer : Module<Tensor, Tensor>
{
    private readonly Conv2d conv = Conv2d(3, 6, 3, padding: 1);
    private readonly LSTM lstm = LSTM(48, 12, bidirectional: true);
    private readonly Linear score = Linear(24, 1, hasBias: false);
    private readonly Linear head = Linear(24, 5);

    public Recognizer()
        : base(nameof(Recognizer)) => RegisterComponents();

    public override Tensor forward(Tensor x)
    {
        x = conv.forward(x).relu();
        x = x.permute(3, 0, 1, 2).flatten(2);
        var steps = lstm.forward(x).Item1.permute(1, 0, 2);
        var weights = functional.softmax(score.forward(tanh(steps)), 1);
        return head.forward((steps * weights).sum(1));
    }
}
