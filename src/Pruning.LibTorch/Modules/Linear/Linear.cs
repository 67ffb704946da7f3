using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>y = x·weightᵀ + bias, over the last dimension.</summary>
public sealed class Linear : nn.Module<Tensor, Tensor>
{
    internal Linear(Parameter weight, Parameter? bias)
        : base(nameof(Linear))
    {
        out_features = weight.shape[0];
        in_features = weight.shape[1];
        this.weight = weight;
        this.bias = bias;
    }

    internal Linear(long inputs, long outputs, bool hasBias, Device? device, ScalarType? dtype)
        : this(
            DefaultInitialization.Parameter([outputs, inputs], device, dtype),
            hasBias ? DefaultInitialization.Parameter([outputs], device, dtype) : null)
    {
        DefaultInitialization.FanInUniform(weight, bias);
    }

    public long in_features { get; set; }

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

    public override Tensor forward(Tensor tensor) => nn.functional.linear(tensor, weight, bias);
}
