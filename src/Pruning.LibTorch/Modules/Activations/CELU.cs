using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>x where positive, else alpha·(exp(x / alpha) − 1).</summary>
public sealed class CELU : ParameterLessModule<Tensor, Tensor>
{
    internal CELU(double alpha, bool inplace)
        : base(nameof(CELU))
    {
        this.alpha = alpha;
        this.inplace = inplace;
    }

    public double alpha { get; set; }

    public bool inplace { get; set; }

    public override Tensor forward(Tensor tensor) => nn.functional.celu(tensor, alpha, inplace);
}
