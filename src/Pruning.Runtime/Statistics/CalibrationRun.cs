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
    private readonly CalibrationPass _pass;
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
        _pass = new CalibrationPass(model, graph.Model, calibration);
        _sources = statistics.Aggregate(default(Sources), (sources, statistic) => sources | statistic.Sources);
        CheckGradientMode(users);
        _groups = [.. CoupledGroup.AllOf(graph, model).Select(group => new GroupCollectors(group, statistics))];
        _taps = new ChannelTaps(model, _groups, _sources, string.Join(", ", users.Select(user => user.GetType().Name)));
        _mode = new EvaluationMode(model);
        _parameters = new ParameterGradients(model, (_sources & (Sources.Weights | Curvatures)) != 0);
        _curvature = new CurvatureRun(graph, model, calibration.Seed ?? 0);
    }

    public static Statistics Collect(
        Graph graph, Module<Tensor, Tensor> model, Calibration calibration, IReadOnlyCollection<ICalibrated> users)
    {
        using var run = new CalibrationRun(graph, model, calibration, users);
        return run.Collect();
    }

    public void Dispose()
    {
        _curvature.Dispose();
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
        long samples = _pass.ReadAll(Read);
        return new Statistics(_graph, samples, _groups.SelectMany(group => group.Finish()).ToDictionary());
    }

    private void Read(CalibrationBatch batch)
    {
        bool gated = (_sources & (Sources.Gates | Sources.FilterGates | Sources.Shifts)) != 0;
        long atOnce = _calibration.SamplesAtOnce ?? (gated ? (batch.Samples + 1) / 2 : batch.Samples);
        foreach (CalibrationBatch part in batch.Parts(atOnce))
        {
            Run(part);
        }
        if (_sources.HasFlag(Sources.Weights) && batch.Samples > 0)
        {
            var gradients = new WeightGradients(_model, batch.Samples);
            Tell(Sources.Weights, collector => collector.Weights(gradients));
            _parameters.Clear();
        }
    }

    private void Run(CalibrationBatch batch)
    {
        _taps.Begin(batch.Inputs, batch.Labels, batch.Number);
        if ((_sources & (Gradients | Curvatures)) == 0)
        {
            _pass.Forward(batch);
            _taps.CheckAllRan();
            return;
        }

        using (enable_grad())
        {
            Tensor outputs = _pass.Forward(batch);
            Tensor losses = _pass.Losses(outputs, batch);
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
            CurvatureDiagonal diagonal = _curvature.Hessian(losses, _calibration.HessianProbes);
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

    private void CheckGradientMode(IEnumerable<ICalibrated> users)
    {
        if (users.FirstOrDefault(user => user.Needs.Any(statistic => (statistic.Sources & (Gradients | Curvatures)) != 0)) is { } first)
        {
            CalibrationPass.RequireGradients(first.GetType().Name);
        }
    }
}
