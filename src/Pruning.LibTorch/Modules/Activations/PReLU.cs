using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>x where positive, else x times a learned slope: one, or one per channel.</summary>
public sealed class PReLU : nn.Module<Tensor, Tensor>
{
    internal PReLU(long num_parameters, double init, Device? device, ScalarType? dtype)
        : base(nameof(PReLU))
    {
        this.num_parameters = num_parameters;
        this.init = init;
        weight = DefaultInitialization.Parameter([num_parameters], device, dtype);
        nn.init.constant_(weight, init);
    }

    public long num_parameters { get; }

    public double init { get; }

    public Parameter weight
    {
        get => Registered(nameof(weight))!;
        set => Register(nameof(weight), value);
    }

    public override Tensor forward(Tensor tensor) => nn.functional.prelu(tensor, weight);
}
