using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A plain recurrent network with tanh or ReLU: gives the outputs and the last hidden state.</summary>
public sealed class RNN : nn.Module<Tensor, Tensor?, (Tensor, Tensor)>
{
    private readonly RecurrentWeights _weights;
    private readonly string _operator;
    private readonly string _packedOperator;

    internal RNN(Recurrence recurrence, nn.NonLinearities nonlinearity, Device? device, ScalarType? dtype)
        : base(nameof(RNN))
    {
        (_operator, _packedOperator) = nonlinearity == nn.NonLinearities.ReLU
            ? ("aten::rnn_relu.input", "aten::rnn_relu.data")
            : ("aten::rnn_tanh.input", "aten::rnn_tanh.data");
        _weights = new(this, 1, recurrence, device, dtype);
    }

    public override (Tensor, Tensor) forward(Tensor input, Tensor? h0)
    {
        if (h0 is null)
        {
            using Tensor zeros = _weights.InitialState(input);
            return forward(input, zeros);
        }
        Tensor[] results = _weights.Run(_operator, input, h0);
        return (results[0], results[1]);
    }

    public new (Tensor, Tensor) call(Tensor input, Tensor? h0 = null) => base.call(input, h0);

    public (nn.utils.rnn.PackedSequence, Tensor) call(nn.utils.rnn.PackedSequence input, Tensor? h0 = null)
    {
        (var outputs, Tensor[] state) = _weights.Run(_packedOperator, input, 1, h0 is null ? [] : [h0]);
        return (outputs, state[0]);
    }

    /// <summary>Does nothing: the weights need no particular place in memory here.</summary>
    public void flatten_parameters()
    {
    }

    public Parameter? get_weight_ih(long idx) => _weights.Get("weight_ih", idx);

    public Parameter? get_weight_hh(long idx) => _weights.Get("weight_hh", idx);

    public Parameter? get_bias_ih(long idx) => _weights.Get("bias_ih", idx);

    public Parameter? get_bias_hh(long idx) => _weights.Get("bias_hh", idx);
}
