using System.Collections.Immutable;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning;

/// <summary>One pass over the calibration data, which feeds all collectors at once.</summary>
internal sealed class CalibrationRun : IDisposable
{
    private const Sources Gradients = Sources.Gates | Sources.FilterGates | Sources.Shifts | Sources.Weights;
    private const Sources Curvatures = Sources.GaussNewton | Sources.Hessian;

    private readonly Graph _graph;
    private readonly Module<Tensor, Tensor> _model;
    private readonly Calibration _calibration;
    private readonly Sources _sources;
    private readonly ImmutableArray<GroupCollectors> _groups;
    private readonly EvaluationMode _mode;
    private readonly ParameterGradients _parameters;
    private readonly ChannelTaps _taps;
    private readonly CurvatureRun _curvature;

    private CalibrationRun(
        Graph graph, Module<Tensor, Tensor> model, Calibration calibration, IReadOnlyCollection<ICalibrated> users)
    {
        Statistic[] statistics = [.. users.SelectMany(user => user.Needs).Distinct()];
        _graph = graph;
        _model = model;
        _calibration = calibration;
        _sources = statistics.Aggregate(default(Sources), (sources, statistic) => sources | statistic.Sources);
        CheckGradientMode(users);
        _groups = [.. CoupledGroup.AllOf(graph, model).Select(group => new GroupCollectors(group, statistics))];
        _taps = new ChannelTaps(model, _groups, _sources, string.Join(", ", users.Select(user => user.GetType().Name)));
        _mode = new EvaluationMode(model);
        _parameters = new ParameterGradients(model, (_sources & (Sources.Weights | Curvatures)) != 0);
        _curvature = new CurvatureRun(graph, model);
    }

    public static Statistics Collect(
        Graph graph, Module<Tensor, Tensor> model, Calibration calibration, IReadOnlyCollection<ICalibrated> users)
    {
        using var run = new CalibrationRun(graph, model, calibration, users);
        return run.Collect();
    }

    public void Dispose()
    {
        _taps.Dispose();
        _parameters.Dispose();
        _mode.Dispose();
        foreach (GroupCollectors group in _groups)
        {
            group.Dispose();
        }
    }

    private Statistics Collect()
    {
        Device device = Evaluation.DeviceOf(_model);
        int count = Math.Min(_calibration.Batches ?? int.MaxValue, _calibration.Data.Count);
        int number = 0;
        long samples = 0;
        IEnumerable<Batch> batches = _calibration.Seed is long seed ? _calibration.Data.Shuffled(seed) : _calibration.Data.InOrder();
        foreach (Batch batch in batches.Take(count))
        {
            using Batch owned = batch;
            _calibration.Cancellation.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            samples += Read(batch.Inputs.to(device), batch.Labels.to(device), ++number);
            _calibration.Progress?.Report(new CalibrationProgress(number, count, samples));
        }
        return samples > 0
            ? new Statistics(_graph, samples, _groups.SelectMany(group => group.Finish()).ToDictionary())
            : throw new PruningException("There is no sample in the calibration data, so nothing can be learnt from it.");
    }

    private long Read(Tensor inputs, Tensor labels, int number)
    {
        long samples = inputs.dim() > 0 ? inputs.shape[0] : 0;
        if (labels.dim() == 0 || labels.shape[0] != samples)
        {
            throw new PruningException(
                $"Batch {number} of the calibration data has inputs of the shape [{Shape(inputs)}], but labels of the shape " +
                $"[{Shape(labels)}]: the first dimensions must count the same samples.");
        }
        bool gated = (_sources & (Sources.Gates | Sources.FilterGates | Sources.Shifts)) != 0;
        long atOnce = Math.Max(1, _calibration.SamplesAtOnce ?? (gated ? (samples + 1) / 2 : samples));
        for (long start = 0; start < samples; start += atOnce)
        {
            using DisposeScope scope = NewDisposeScope();
            long length = Math.Min(atOnce, samples - start);
            Run(inputs.narrow(0, start, length), labels.narrow(0, start, length), number, inputs);
        }
        if (_sources.HasFlag(Sources.Weights))
        {
            var gradients = new WeightGradients(_model, samples);
            Tell(Sources.Weights, collector => collector.Weights(gradients));
            _parameters.Clear();
        }
        return samples;
    }

    private void Run(Tensor inputs, Tensor labels, int number, Tensor batch)
    {
        _taps.Begin(inputs, labels, number);
        if ((_sources & (Gradients | Curvatures)) == 0)
        {
            Forward(inputs, number, batch);
            _taps.CheckAllRan();
            return;
        }

        using (enable_grad())
        {
            Tensor outputs = Forward(inputs, number, batch);
            Tensor losses = Losses(outputs, labels, number);
            _taps.CheckAllRan();
            Bend(outputs, losses);
            if ((_sources & Gradients) != 0)
            {
                Differentiate(losses.sum());
            }
        }
    }

    private void Differentiate(Tensor loss)
    {
        Tensor[] watched = [.. _taps.Variables], weights = _sources.HasFlag(Sources.Weights) ? [.. _parameters.Wanted] : [];
        Tensor?[] gradients = watched.Length + weights.Length == 0
            ? []
            : [.. autograd.grad([loss], [.. watched, .. weights], allow_unused: true)];
        _taps.Deliver(gradients.AsSpan()[..watched.Length]);
        _parameters.Add(gradients.AsSpan()[watched.Length..]);
    }

    private void Bend(Tensor outputs, Tensor losses)
    {
        if (_sources.HasFlag(Sources.GaussNewton))
        {
            foreach (CurvatureDiagonal diagonal in _curvature.GaussNewton(outputs))
            {
                Tell(Sources.GaussNewton, collector => collector.Curvature(diagonal));
            }
        }
        if (_sources.HasFlag(Sources.Hessian))
        {
            CurvatureDiagonal diagonal = _curvature.Hessian(losses, _calibration.HessianProbes, _calibration.Seed ?? 0);
            Tell(Sources.Hessian, collector => collector.Curvature(diagonal));
        }
    }

    private void Tell(Sources source, Action<Collector> tell)
    {
        using IDisposable noGradient = no_grad();
        foreach (Collector collector in _groups.SelectMany(group => group.Of(source)))
        {
            using DisposeScope scope = NewDisposeScope();
            tell(collector);
        }
    }

    private Tensor Forward(Tensor inputs, int number, Tensor batch)
    {
        try
        {
            return _model.call(inputs);
        }
        catch (Exception exception) when (exception is not (PruningException or OperationCanceledException))
        {
            throw new PruningException(
                $"Batch {number} of the calibration data, with inputs of the shape [{Shape(batch)}], cannot go through {_graph.Model}: " +
                $"{exception.Message.Split('\n')[0]} Is it the data that the model was made for?",
                exception);
        }
    }

    private Tensor Losses(Tensor outputs, Tensor labels, int number)
    {
        if (_calibration.Loss == Calibration.CrossEntropy)
        {
            CheckLabels(outputs, labels, number);
        }
        Tensor losses = _calibration.Loss(outputs, labels);
        if (losses.dim() != 1 || losses.shape[0] != labels.shape[0])
        {
            throw new PruningException(
                $"The loss gave a tensor of the shape [{Shape(losses)}] for {labels.shape[0]} samples; {nameof(Calibration)}." +
                $"{nameof(Calibration.Loss)} must give one number per sample (reduction: none).");
        }
        return double.IsFinite(losses.sum().to_type(ScalarType.Float64).item<double>())
            ? losses
            : throw new PruningException($"The loss of batch {number} of the calibration data is NaN or infinite.");
    }

    private static void CheckLabels(Tensor outputs, Tensor labels, int number)
    {
        if (outputs.dim() != 2 || labels.dim() != 1 || labels.dtype != ScalarType.Int64)
        {
            throw new PruningException(
                $"The cross-entropy needs outputs (N, classes) and 64-bit labels (N); batch {number} of the calibration data gave " +
                $"[{Shape(outputs)}] and [{Shape(labels)}] of {labels.dtype}. Set {nameof(Calibration)}.{nameof(Calibration.Loss)}.");
        }
        long smallest = labels.min().item<long>(), largest = labels.max().item<long>();
        if (smallest < 0 || largest >= outputs.shape[1])
        {
            throw new PruningException(
                $"Batch {number} of the calibration data has the label {(smallest < 0 ? smallest : largest)}, but the network has " +
                $"{outputs.shape[1]} classes, counted from 0.");
        }
    }

    private void CheckGradientMode(IEnumerable<ICalibrated> users)
    {
        if ((_sources & (Gradients | Curvatures)) != 0 && !is_grad_enabled())
        {
            ICalibrated first = users.First(user => user.Needs.Any(statistic => (statistic.Sources & (Gradients | Curvatures)) != 0));
            throw new PruningException(
                $"{first.GetType().Name} needs gradients, but they are switched off here. Leave the {nameof(no_grad)} block first.");
        }
    }

    private static string Shape(Tensor tensor) => string.Join(", ", tensor.shape);
}
