using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning;

/// <summary>
/// Estimates the running means and variances of batch norms anew. Those that a pruned network has are of the dense one, whose activations
/// were others. Source: Li et al., EagleEye: Fast Sub-net Evaluation for Efficient Neural Network Pruning (2020).
/// </summary>
public static class BatchNormRecalibration
{
    /// <summary>
    /// Runs the network over the data with batch norms in training mode, and everything else in evaluation mode. Their statistics become
    /// the plain average over the batches, which all count alike, as in PyTorch after <c>reset_running_stats()</c> with a momentum of
    /// null. Weights and momenta are left as they are, and so is the mode.
    /// </summary>
    /// <param name="model">The network: pruned, or masked.</param>
    /// <param name="calibration">
    /// Samples; labels are not looked at. A batch goes through the network at once, since it is what norms are estimated on.
    /// </param>
    /// <returns>How many batch norms there are.</returns>
    /// <exception cref="PruningException">
    /// The data does not fit, or a layer meets NaN or infinite numbers. The statistics are what they were.
    /// </exception>
    public static int Run(Module<Tensor, Tensor> model, Calibration calibration)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(calibration);
        using var evaluating = new EvaluationMode(model);
        using var norms = new RestartedNorms(model);
        if (norms.Count > 0)
        {
            var pass = new CalibrationPass(model, model.GetName(), calibration);
            pass.ReadAll(batch =>
            {
                pass.Forward(batch);
                norms.CheckFinite(batch.Number);
            });
            norms.Accept();
        }
        return norms.Count;
    }

    /// <summary>Batch norms that begin to average anew; unless the result is accepted, they get back what they had.</summary>
    private sealed class RestartedNorms : IDisposable
    {
        private readonly Restarted[] _norms;
        private bool _isAccepted;

        public RestartedNorms(Module model)
        {
            _norms =
            [
                .. from named in model.named_modules()
                   where named.module is BatchNorm { running_mean: not null }
                   let norm = (BatchNorm)named.module
                   let before = Buffers(norm).Select(buffer => buffer.clone().DetachFromDisposeScope()).ToArray()
                   select new Restarted(named.name, norm, norm.momentum, before),
            ];
            foreach (Restarted norm in _norms)
            {
                norm.Norm.reset_running_stats();
                norm.Norm.momentum = null;
                norm.Norm.train();
            }
        }

        public int Count => _norms.Length;

        public void Accept() => _isAccepted = true;

        public void CheckFinite(int batch)
        {
            if (_norms.FirstOrDefault(norm => !Buffers(norm.Norm).All(Finiteness.Of)) is { } broken)
            {
                throw new PruningException(CalibrationPass.NotFinite(broken.Name, batch));
            }
        }

        public void Dispose()
        {
            foreach (Restarted norm in _norms)
            {
                norm.Norm.momentum = norm.Momentum;
                foreach ((Tensor buffer, Tensor before) in Buffers(norm.Norm).Zip(norm.Before))
                {
                    if (!_isAccepted)
                    {
                        buffer.copy_(before);
                    }
                    before.Dispose();
                }
            }
        }

        private static Tensor[] Buffers(BatchNorm norm) => [norm.running_mean!, norm.running_var!, norm.num_batches_tracked!];

        private sealed record Restarted(string Name, BatchNorm Norm, double? Momentum, Tensor[] Before);
    }
}
