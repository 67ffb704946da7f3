using Pruning.LibTorch.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>One bilinear form of two inputs per output, over the last dimension.</summary>
public sealed class Bilinear : nn.Module<Tensor, Tensor, Tensor>
{
    internal Bilinear(long inputs1, long inputs2, long outputs, bool hasBias, Device? device, ScalarType? dtype)
        : base(nameof(Bilinear))
    {
        (in1_features, in2_features, out_features) = (inputs1, inputs2, outputs);
        weight = DefaultInitialization.Parameter([outputs, inputs1, inputs2], device, dtype);
        DefaultInitialization.Uniform(weight, inputs1);
        if (hasBias)
        {
            bias = DefaultInitialization.Parameter([outputs], device, dtype);
            DefaultInitialization.Uniform(bias, inputs1);
        }
    }

    public long in1_features { get; set; }

    public long in2_features { get; set; }

    public long out_features { get; set; }

    public Parameter weight
    {
        get => Registered(nameof(weight))!;
        set => Register(nameof(weight), value);
    }

    public Parameter? bias
    {
        get => Registered(nameof(bias));
        set => Register(nameof(bias), value);
    }

    public override Tensor forward(Tensor input1, Tensor input2) => Operator.Call("aten::bilinear", input1, input2, weight, bias);
}
