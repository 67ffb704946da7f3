using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Normalises each channel of each sample over its places.</summary>
public abstract class InstanceNorm : NormBase
{
    public InstanceNorm(
        long num_features,
        double eps,
        double? momentum,
        bool affine,
        bool track_running_stats,
        Device? device,
        ScalarType? dtype,
        string name)
        : base(num_features, eps, momentum ?? 0.1, affine, track_running_stats, device, dtype, name)
    {
    }

    /// <summary>How many dimensions a sample has, its channels included.</summary>
    protected abstract long GetNumberOfBatchDimensions();

    public override Tensor forward(Tensor input)
    {
        ValidateInputDimensions(input);
        int channels = (int)(input.dim() - GetNumberOfBatchDimensions());
        if (input.shape[channels] != num_features)
        {
            throw new ArgumentException(
                $"expected input's size at dim={channels} to match num_features ({num_features}), but got: {input.shape[channels]}.",
                nameof(input));
        }
        if (channels > 0)
        {
            return Normalize(input);
        }
        using Tensor batch = input.unsqueeze(0);
        using Tensor normalized = Normalize(batch);
        return normalized.squeeze(0);
    }

    private Tensor Normalize(Tensor input) => nn.functional.instance_norm(
        input,
        running_mean,
        running_var,
        Registered(nameof(weight)),
        bias,
        training || !track_running_stats,
        momentum ?? 0.1,
        eps);
}
