using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Long short-term memory: gives the outputs, the last hidden and the last cell state.</summary>
public sealed class LSTM : nn.Module<Tensor, (Tensor, Tensor)?, (Tensor, Tensor, Tensor)>
{
    private readonly RecurrentWeights _weights;

    internal LSTM(Recurrence recurrence, Device? device, ScalarType? dtype)
        : base(nameof(LSTM)) => _weights = new(this, 4, recurrence, device, dtype);

    public override (Tensor, Tensor, Tensor) forward(Tensor input, (Tensor, Tensor)? h0_c0 = null)
    {
        if (h0_c0 is not (Tensor hidden, Tensor cell))
        {
            using Tensor zeros = _weights.InitialState(input);
            return forward(input, (zeros, zeros));
        }
        Tensor[] results = _weights.Run("aten::lstm.input", input, hidden, cell);
        return (results[0], results[1], results[2]);
    }

    public new (Tensor, Tensor, Tensor) call(Tensor input, (Tensor, Tensor)? h0_c0 = null) => base.call(input, h0_c0);

    public (nn.utils.rnn.PackedSequence, Tensor, Tensor) call(nn.utils.rnn.PackedSequence input, (Tensor, Tensor)? h0_c0 = null)
    {
        (var outputs, Tensor[] state) = _weights.Run(
            "aten::lstm.data", input, 2, h0_c0 is (Tensor hidden, Tensor cell) ? [hidden, cell] : []);
        return (outputs, state[0], state[1]);
    }

    /// <summary>Does nothing: the weights need no particular place in memory here.</summary>
    public void flatten_parameters()
    {
    }
}
