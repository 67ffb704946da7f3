using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A smooth max(0, x): log(1 + exp(beta·x)) / beta, linear where beta·x exceeds the threshold.</summary>
public sealed class Softplus : ParameterLessModule<Tensor, Tensor>
{
    internal Softplus(double beta, double threshold)
        : base(nameof(Softplus))
    {
        this.beta = beta;
        this.threshold = threshold;
    }

    public double beta { get; set; }

    public double threshold { get; set; }

    public override Tensor forward(Tensor tensor) => nn.functional.softplus(tensor, beta, threshold);
}
