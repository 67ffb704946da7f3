using Pruning.LibTorch.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>One step of gated recurrent units.</summary>
public sealed class GRUCell : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly long _hiddenSize;

    internal GRUCell(long inputSize, long hiddenSize, bool hasBias, Device? device, ScalarType? dtype)
        : base(nameof(GRUCell))
    {
        _hiddenSize = hiddenSize;
        CellWeights.Register(this, 3, inputSize, hiddenSize, hasBias, device, dtype);
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
        return Operator.Call("aten::gru_cell", input, h0, weight_ih, weight_hh, bias_ih, bias_hh);
    }
}
