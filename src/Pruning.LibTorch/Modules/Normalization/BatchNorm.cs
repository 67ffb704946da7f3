using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Normalises each channel over the batch, or in evaluation mode with the running statistics.</summary>
public abstract class BatchNorm : NormBase
{
    public BatchNorm(
        long num_features,
        double eps,
        double momentum,
        bool affine,
        bool track_running_stats,
        Device? device,
        ScalarType? dtype,
        string name)
        : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, name)
    {
    }

    public override Tensor forward(Tensor input)
    {
        ValidateInputDimensions(input);
        bool isTraining = training;
        Tensor? mean = running_mean;
        Tensor? variance = running_var;
        return nn.functional.batch_norm(
            input,
            mean,
            variance,
            Registered(nameof(weight)),
            bias,
            isTraining || (mean is null && variance is null),
            isTraining ? CountBatch() : momentum ?? 0,
            eps);
    }

    private double CountBatch()
    {
        if (num_batches_tracked is not { } count)
        {
            return momentum ?? 0;
        }
        count.add_(1);
        return momentum ?? 1.0 / count.item<long>();
    }
}
