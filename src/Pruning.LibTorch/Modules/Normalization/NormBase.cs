using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What batch and instance normalisation share: an affine map and running statistics per channel.</summary>
public abstract class NormBase : nn.Module<Tensor, Tensor>
{
    public NormBase(
        long num_features,
        double eps,
        double? momentum,
        bool affine,
        bool track_running_stats,
        Device? device,
        ScalarType? dtype,
        string name)
        : base(name)
    {
        this.num_features = num_features;
        this.eps = eps;
        this.momentum = momentum;
        this.affine = affine;
        this.track_running_stats = track_running_stats;
        if (affine)
        {
            weight = DefaultInitialization.Parameter([num_features], device, dtype);
            bias = DefaultInitialization.Parameter([num_features], device, dtype);
        }
        if (track_running_stats)
        {
            running_mean = torch.zeros([num_features], dtype: dtype, device: device);
            running_var = torch.ones([num_features], dtype: dtype, device: device);
            num_batches_tracked = torch.zeros([], dtype: ScalarType.Int64, device: device);
        }
        reset_parameters();
    }

    public long num_features { get; }

    public double eps { get; set; }

    /// <summary>How much the newest batch counts in the running statistics; null for the mean over all batches.</summary>
    public double? momentum { get; set; }

    public bool affine { get; }

    public bool track_running_stats { get; }

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

    public Tensor? running_mean
    {
        get => RegisteredBuffer(nameof(running_mean));
        set => RegisterBuffer(nameof(running_mean), value);
    }

    public Tensor? running_var
    {
        get => RegisteredBuffer(nameof(running_var));
        set => RegisterBuffer(nameof(running_var), value);
    }

    public Tensor? num_batches_tracked
    {
        get => RegisteredBuffer(nameof(num_batches_tracked));
        set => RegisterBuffer(nameof(num_batches_tracked), value);
    }

    public void reset_running_stats()
    {
        running_mean?.zero_();
        running_var?.fill_(1);
        num_batches_tracked?.zero_();
    }

    public void reset_parameters()
    {
        reset_running_stats();
        if (affine)
        {
            nn.init.ones_(weight);
            nn.init.zeros_(bias!);
        }
    }

    protected abstract void ValidateInputDimensions(Tensor input);

    private protected static void RequireDimensions(Tensor input, params ReadOnlySpan<long> allowed)
    {
        if (!allowed.Contains(input.dim()))
        {
            throw new ArgumentException(
                $"expected {string.Join(" or ", allowed.ToArray().Select(count => $"{count}D"))} input, but got {input.dim()}D input.",
                nameof(input));
        }
    }
}
