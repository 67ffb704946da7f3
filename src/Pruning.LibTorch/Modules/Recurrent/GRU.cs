using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Gated recurrent units: gives the outputs and the last hidden state.</summary>
public sealed class GRU : nn.Module<Tensor, Tensor, (Tensor, Tensor)>
{
    private readonly RecurrentWeights _weights;

    internal GRU(Recurrence recurrence, Device? device, ScalarType? dtype)
        : base(nameof(GRU)) => _weights = new(this, 3, recurrence, device, dtype);

    public override (Tensor, Tensor) forward(Tensor input, Tensor? h0 = null)
    {
        if (h0 is null)
        {
            using Tensor zeros = _weights.InitialState(input);
            return forward(input, zeros);
        }
        Tensor[] results = _weights.Run("aten::gru.input", input, h0);
        return (results[0], results[1]);
    }

    public new (Tensor, Tensor) call(Tensor input, Tensor? h0 = null) => base.call(input, h0!);

    public (nn.utils.rnn.PackedSequence, Tensor) call(nn.utils.rnn.PackedSequence input, Tensor? h0 = null)
    {
        (var outputs, Tensor[] state) = _weights.Run("aten::gru.data", input, 1, h0 is null ? [] : [h0]);
        return (outputs, state[0]);
    }

    /// <summary>Does nothing: the weights need no particular place in memory here.</summary>
    public void flatten_parameters()
    {
    }
}
