using Pruning.LibTorch.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>One step of a plain recurrent network with tanh or ReLU.</summary>
public sealed class RNNCell : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly long _hiddenSize;
    private readonly string _operator;

    internal RNNCell(long inputSize, long hiddenSize, nn.NonLinearities nonlinearity, bool hasBias, Device? device, ScalarType? dtype)
        : base(nameof(RNNCell))
    {
        _hiddenSize = hiddenSize;
        _operator = nonlinearity == nn.NonLinearities.ReLU ? "aten::rnn_relu_cell" : "aten::rnn_tanh_cell";
        CellWeights.Register(this, 1, inputSize, hiddenSize, hasBias, device, dtype);
    }

    public Parameter? weight_ih
    {
        get => Registered(nameof(weight_ih));
        set => Register(nameof(weight_ih), value);
    }

    public Parameter? weight_hh
    {
        get => Registered(nameof(weight_hh));
        set => Register(nameof(weight_hh), value);
    }

    public Parameter? bias_ih
    {
        get => Registered(nameof(bias_ih));
        set => Register(nameof(bias_ih), value);
    }

    public Parameter? bias_hh
    {
        get => Registered(nameof(bias_hh));
        set => Register(nameof(bias_hh), value);
    }

    public override Tensor forward(Tensor input, Tensor? h0 = null)
    {
        if (h0 is null)
        {
            using Tensor zeros = CellWeights.InitialState(input, _hiddenSize);
            return forward(input, zeros);
        }
        return Operator.Call(_operator, input, h0, weight_ih, weight_hh, bias_ih, bias_hh);
    }
}
