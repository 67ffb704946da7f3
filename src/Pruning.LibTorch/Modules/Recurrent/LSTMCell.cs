using Pruning.LibTorch.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>One step of a long short-term memory: gives the hidden and the cell state.</summary>
public sealed class LSTMCell : nn.Module<Tensor, (Tensor, Tensor)?, (Tensor, Tensor)>
{
    private readonly long _hiddenSize;

    internal LSTMCell(long inputSize, long hiddenSize, bool hasBias, Device? device, ScalarType? dtype)
        : base(nameof(LSTMCell))
    {
        _hiddenSize = hiddenSize;
        CellWeights.Register(this, 4, inputSize, hiddenSize, hasBias, device, dtype);
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

    public override (Tensor, Tensor) forward(Tensor input, (Tensor, Tensor)? h0_c0)
    {
        if (h0_c0 is not (Tensor hidden, Tensor cell))
        {
            using Tensor zeros = CellWeights.InitialState(input, _hiddenSize);
            return forward(input, (zeros, zeros));
        }
        Tensor[] state = [hidden, cell];
        return Operator.Call2("aten::lstm_cell", input, state, weight_ih, weight_hh, bias_ih, bias_hh);
    }

    public new (Tensor, Tensor) call(Tensor input, (Tensor, Tensor)? h0_c0 = null) => base.call(input, h0_c0);
}
