using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Normalises each sample over groups of channels and all places.</summary>
public sealed class GroupNorm : nn.Module<Tensor, Tensor>
{
    internal GroupNorm(long groups, long channels, double eps, bool affine, Device? device, ScalarType? dtype)
        : base(nameof(GroupNorm))
    {
        if (channels % groups != 0)
        {
            throw new ArgumentException($"num_channels ({channels}) must be divisible by num_groups ({groups}).", nameof(channels));
        }
        num_groups = groups;
        this.eps = eps;
        this.affine = affine;
        if (affine)
        {
            weight = DefaultInitialization.Parameter([channels], device, dtype);
            bias = DefaultInitialization.Parameter([channels], device, dtype);
            nn.init.ones_(weight);
            nn.init.zeros_(bias);
        }
    }

    public long num_groups { get; set; }

    public double eps { get; set; }

    public bool affine { get; set; }

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

    public override Tensor forward(Tensor tensor)
    {
        if (tensor.dim() < 3)
        {
            throw new ArgumentException($"Invalid number of dimensions for GroupNorm argument: {tensor.dim()}", nameof(tensor));
        }
        return nn.functional.group_norm(tensor, num_groups, Registered(nameof(weight)), bias, eps);
    }
}
