using Pruning.LibTorch.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>x where positive, else x times a slope that is drawn at random in training mode.</summary>
public sealed class RReLU : ParameterLessModule<Tensor, Tensor>
{
    internal RReLU(double lower, double upper, bool inplace)
        : base(nameof(RReLU))
    {
        this.lower = lower;
        this.upper = upper;
        this.inplace = inplace;
    }

    public double lower { get; set; }

    public double upper { get; set; }

    public bool inplace { get; set; }

    public override Tensor forward(Tensor tensor) =>
        Operator.Call(inplace ? "aten::rrelu_" : "aten::rrelu", tensor, lower, upper, training);
}
