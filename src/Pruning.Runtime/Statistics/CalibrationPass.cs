using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning;

/// <summary>
/// Reads calibration data batch by batch and runs a network over it. What is wrong with data, labels, outputs or losses is said here, with
/// the batch.
/// </summary>
/// <param name="model">The network that runs.</param>
/// <param name="name">The name by which errors call it.</param>
/// <param name="calibration">The data, and how it is read.</param>
internal sealed class CalibrationPass(Module<Tensor, Tensor> model, string name, Calibration calibration)
{
    /// <exception cref="PruningException">Gradients are switched off.</exception>
    public static void RequireGradients(string user)
    {
        if (!is_grad_enabled())
        {
            throw new PruningException(
                $"{user} needs gradients, but they are switched off here. Leave the {nameof(no_grad)} block first.");
        }
    }

    /// <summary>Shows every batch to <paramref name="read"/>, in a dispose scope of its own.</summary>
    /// <returns>The number of samples.</returns>
    /// <exception cref="PruningException">There is no sample, or samples and labels do not belong together.</exception>
    public long ReadAll(Action<CalibrationBatch> read)
    {
        Device device = Evaluation.DeviceOf(model);
        int count = calibration.BatchCount;
        int number = 0;
        long samples = 0;
        IEnumerable<Batch> batches = calibration.Seed is long seed ? calibration.Data.Shuffled(seed) : calibration.Data.InOrder();
        foreach (Batch batch in batches.Take(count))
        {
            using Batch owned = batch;
            calibration.Cancellation.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            var moved = new CalibrationBatch(++number, batch.Inputs.to(device), batch.Labels.to(device), batch.Inputs.shape);
            moved.Check();
            read(moved);
            samples += moved.Samples;
            calibration.Progress?.Report(new CalibrationProgress(number, count, samples));
        }
        return samples > 0
            ? samples
            : throw new PruningException("There is no sample in the calibration data, so nothing can be learnt from it.");
    }

    /// <summary>The network's outputs.</summary>
    /// <exception cref="PruningException">The samples cannot go through the network.</exception>
    public Tensor Forward(CalibrationBatch batch)
    {
        try
        {
            return model.call(batch.Inputs);
        }
        catch (Exception exception) when (exception is not (PruningException or OperationCanceledException))
        {
            throw new PruningException(
                $"Batch {batch.Number} of the calibration data, with inputs of the shape [{Shape(batch.WholeShape)}], cannot go through " +
                $"{name}: {exception.Message.Split('\n')[0]} Is it the data that the model was made for?",
                exception);
        }
    }

    /// <summary>The loss of every sample, (N).</summary>
    /// <exception cref="PruningException">Labels are no classes, or the loss is not one finite number per sample.</exception>
    public Tensor Losses(Tensor outputs, CalibrationBatch batch)
    {
        if (calibration.Loss == Calibration.CrossEntropy)
        {
            CheckLabels(outputs, batch);
        }
        Tensor losses = calibration.Loss(outputs, batch.Labels);
        if (losses.dim() != 1 || losses.shape[0] != batch.Samples)
        {
            throw new PruningException(
                $"The loss gave a tensor of the shape [{Shape(losses.shape)}] for {batch.Samples} samples; {nameof(Calibration)}." +
                $"{nameof(Calibration.Loss)} must give one number per sample (reduction: none).");
        }
        return Finiteness.Of(losses)
            ? losses
            : throw new PruningException(
                FirstLayerWithoutNumbers(batch) is { } layer
                    ? NotFinite(layer, batch.Number)
                    : $"The loss of batch {batch.Number} of the calibration data is NaN or infinite, though no layer gives such numbers.");
    }

    /// <summary>What is said of a layer that meets NaN or infinite numbers.</summary>
    public static string NotFinite(string layer, int batch) =>
        $"Layer '{layer}' meets NaN or an infinite number in batch {batch} of the calibration data. Look at the data, or at the layers " +
        "before it.";

    private static void CheckLabels(Tensor outputs, CalibrationBatch batch)
    {
        Tensor labels = batch.Labels;
        if (outputs.dim() != 2 || labels.dim() != 1 || labels.dtype != ScalarType.Int64)
        {
            throw new PruningException(
                $"The cross-entropy needs outputs (N, classes) and 64-bit labels (N); batch {batch.Number} of the calibration data gave " +
                $"[{Shape(outputs.shape)}] and [{Shape(labels.shape)}] of {labels.dtype}. Set {nameof(Calibration)}." +
                $"{nameof(Calibration.Loss)}.");
        }
        long smallest = labels.min().item<long>(), largest = labels.max().item<long>();
        if (smallest < 0 || largest >= outputs.shape[1])
        {
            throw new PruningException(
                $"Batch {batch.Number} of the calibration data has the label {(smallest < 0 ? smallest : largest)}, but the network has " +
                $"{outputs.shape[1]} classes, counted from 0.");
        }
    }

    // Only where the loss has shown that there is one: the network runs once more, and every layer is looked at.
    private string? FirstLayerWithoutNumbers(CalibrationBatch batch)
    {
        string? first = null;
        using IDisposable noGradient = no_grad();
        Action[] removals =
        [
            .. from named in model.named_modules()
               where named.module is Module<Tensor, Tensor> && !named.module.children().Any()
               select (Action)((Module<Tensor, Tensor>)named.module).register_forward_hook((_, _, output) =>
               {
                   first ??= Finiteness.Of(output) ? null : named.name;
                   return output;
               }).remove,
        ];
        try
        {
            model.call(batch.Inputs);
        }
        finally
        {
            Array.ForEach(removals, remove => remove());
        }
        return first;
    }

    private static string Shape(long[] shape) => string.Join(", ", shape);
}

/// <summary>Samples that go through a network together: a batch, or a part of one.</summary>
/// <param name="Number">The batch, counted from 1.</param>
/// <param name="Inputs">The samples, (N, ...).</param>
/// <param name="Labels">Their labels, (N, ...).</param>
/// <param name="WholeShape">The shape of the whole batch's inputs, for errors.</param>
internal readonly record struct CalibrationBatch(int Number, Tensor Inputs, Tensor Labels, long[] WholeShape)
{
    public long Samples => Inputs.dim() > 0 ? Inputs.shape[0] : 0;

    /// <summary>The batch in parts of at most so many samples; each has a dispose scope that ends before the next.</summary>
    public IEnumerable<CalibrationBatch> Parts(long atOnce)
    {
        for (long start = 0; start < Samples; start += atOnce)
        {
            using DisposeScope scope = NewDisposeScope();
            long length = Math.Min(atOnce, Samples - start);
            yield return this with { Inputs = Inputs.narrow(0, start, length), Labels = Labels.narrow(0, start, length) };
        }
    }

    /// <exception cref="PruningException">Samples and labels do not belong together.</exception>
    public void Check()
    {
        if (Labels.dim() == 0 || Labels.shape[0] != Samples)
        {
            throw new PruningException(
                $"Batch {Number} of the calibration data has inputs of the shape [{string.Join(", ", Inputs.shape)}], but labels of the " +
                $"shape [{string.Join(", ", Labels.shape)}]: the first dimensions must count the same samples.");
        }
    }
}
