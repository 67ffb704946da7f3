using System.Diagnostics;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace Pruning;

/// <summary>One run of <see cref="FineTuning"/>, on one thread from start to end.</summary>
internal sealed class FineTuningRun : IDisposable
{
    private const long OrderPurpose = 1;
    private const long AugmentationPurpose = 2;
    private const long MethodPurpose = 3;

    private readonly FineTuningOptions _options;
    private readonly Module<Tensor, Tensor> _model;
    private readonly IBatches _train;
    private readonly IBatches? _test;
    private readonly IProgress<FineTuningProgress>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly (string Name, Parameter Parameter)[] _parameters;
    private readonly Device _device;
    private readonly SGD _optimizer;
    private readonly Dictionary<string, Tensor> _best = [];
    private readonly List<TrainingHook> _hooks = [];
    private FineTuningPosition _position = FineTuningPosition.Start;

    public FineTuningRun(
        FineTuningOptions options,
        Module<Tensor, Tensor> model,
        IBatches train,
        IBatches? test,
        IProgress<FineTuningProgress>? progress,
        CancellationToken cancellation)
    {
        if (train.Count == 0)
        {
            throw new PruningException("There is nothing to learn from: the training data has no batch.");
        }
        _options = options;
        _model = model;
        _train = train;
        _test = test;
        _progress = progress;
        _cancellation = cancellation;
        _parameters = [.. model.named_parameters().Where(named => named.parameter.requires_grad)];
        _device = Evaluation.DeviceOf(model);
        _optimizer = optim.SGD(
            _parameters.Select(named => named.Parameter),
            options.LearningRate, options.Momentum, weight_decay: options.WeightDecay, nesterov: true);
    }

    public FineTuningResult Execute()
    {
        try
        {
            manual_seed(_options.Seed);
            AttachMethods();
            if (File.Exists(_options.StateFile))
            {
                Resume(_options.StateFile);
            }
            while (_position.Epoch < _options.Epochs)
            {
                RunEpoch();
            }
            return Finish();
        }
        catch (OperationCanceledException)
        {
            Keep();
            throw;
        }
        finally
        {
            _model.eval();
        }
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        foreach (TrainingHook hook in _hooks)
        {
            hook.Dispose();
        }
        foreach (Tensor tensor in _best.Values)
        {
            tensor.Dispose();
        }
    }

    private void RunEpoch()
    {
        _model.train();
        long started = Stopwatch.GetTimestamp();
        long kept = started;
        long before = _position.Samples;
        double rate = 0;
        FineTuningProgress Progress(double? testAccuracy) => new(
            _position.Epoch + 1, _options.Epochs, _position.Batch, _train.Count, _position.MeanLoss, _position.Accuracy, rate,
            (_position.Samples - before) / Stopwatch.GetElapsedTime(started).TotalSeconds, testAccuracy);

        foreach (Batch batch in _train.Shuffled(Seeds.Derive(_options.Seed, OrderPurpose, _position.Epoch), _position.Batch))
        {
            using Batch owned = batch;
            _cancellation.ThrowIfCancellationRequested();
            rate = Learn(batch);
            _progress?.Report(Progress(null));
            if (Stopwatch.GetElapsedTime(kept) >= _options.StateInterval)
            {
                Keep();
                kept = Stopwatch.GetTimestamp();
            }
        }
        if (!_position.Settled)
        {
            Each(hook => hook.EpochEnds(_position.Epoch + 1));
            _position = _position with { Settled = true };
        }
        Each(hook => hook.BeginEvaluation());
        try
        {
            EvaluationResult? test = _test is null ? null : Evaluation.Measure(_model, _test, _cancellation);
            if (test is not null)
            {
                _progress?.Report(Progress(test.Accuracy));
            }
            CloseEpoch(test);
        }
        catch
        {
            EachBack(hook => hook.EndEvaluation());
            throw;
        }
        if (_position.Epoch < _options.Epochs)
        {
            EachBack(hook => hook.EndEvaluation());
        }
        Keep();
    }

    /// <summary>One step of gradient descent.</summary>
    /// <returns>The learning rate it was done with.</returns>
    private double Learn(Batch batch)
    {
        using var scope = NewDisposeScope();
        OptimizerSetting setting = Schedule();
        Tensor labels = batch.Labels.to(_device);
        Tensor inputs = Augment(batch.Inputs).to(_device);

        var step = new TrainingStep(
            _position.Epoch + 1,
            ((long)_position.Epoch * _train.Count) + _position.Batch,
            setting.LearningRate,
            Seeds.Derive(_options.Seed, MethodPurpose, _position.Epoch, _position.Batch));

        _optimizer.zero_grad();
        Each(hook => hook.BeforeForward(step));
        Tensor logits = _model.call(inputs);
        Tensor loss = LossOf(inputs, logits, labels);
        foreach (TrainingHook hook in _hooks)
        {
            loss = hook.ExtraLoss(step) is { } extra ? loss + extra : loss;
        }
        double value = loss.to_type(ScalarType.Float64).item<double>();
        if (!double.IsFinite(value))
        {
            EachBack(hook => hook.AfterBackward(step)); // gives weights back that it has replaced; there are no gradients
            throw new DivergenceException(_position.Epoch + 1, _position.Batch + 1, value, setting.LearningRate);
        }
        loss.backward();
        EachBack(hook => hook.AfterBackward(step));
        _optimizer.step();
        Each(hook => hook.AfterStep(step));
        _position = _position.AfterBatch(labels.shape[0], logits.argmax(1).eq(labels).sum().item<long>(), value);
        return setting.LearningRate;
    }

    private void AttachMethods()
    {
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        var context = new TrainingContext(_model, _options.Epochs, _train.Count, _train.Samples);
        foreach (TrainingMethod method in _options.Methods)
        {
            _hooks.Add(method.Attach(context));
        }
    }

    private void Each(Action<TrainingHook> act) => Each(_hooks, act);

    // What one method has replaced, the next one may have replaced again: weights are given back in the opposite order.
    private void EachBack(Action<TrainingHook> act) => Each(_hooks.AsEnumerable().Reverse(), act);

    private static void Each(IEnumerable<TrainingHook> hooks, Action<TrainingHook> act)
    {
        foreach (TrainingHook hook in hooks)
        {
            using var scope = NewDisposeScope();
            using var gradients = no_grad();
            act(hook);
        }
    }

    private OptimizerSetting Schedule()
    {
        OptimizerSetting setting = _options.Schedule.At(
            ((long)_position.Epoch * _train.Count) + _position.Batch,
            (long)_options.Epochs * _train.Count,
            new OptimizerSetting(_options.LearningRate, _options.Momentum));
        foreach (optim.ILearningRateController group in _optimizer.ParamGroups)
        {
            group.LearningRate = setting.LearningRate;
            ((optim.IMomentum)group).Momentum = setting.Momentum;
        }
        return setting;
    }

    private Tensor Augment(Tensor inputs)
    {
        if (_options.Augmentation is not { } augmentation)
        {
            return inputs;
        }
        using var generator = new Generator((ulong)Seeds.Derive(_options.Seed, AugmentationPurpose, _position.Epoch, _position.Batch));
        return augmentation(inputs, generator);
    }

    private Tensor LossOf(Tensor inputs, Tensor logits, Tensor labels)
    {
        Tensor crossEntropy = cross_entropy(logits, labels, label_smoothing: _options.LabelSmoothing);
        if (_options.Distillation is not { } distillation)
        {
            return crossEntropy;
        }
        Tensor expected;
        using (new EvaluationMode(distillation.Teacher))
        {
            expected = distillation.Teacher.call(inputs);
        }
        return distillation.Loss(logits, expected, crossEntropy);
    }

    private void CloseEpoch(EvaluationResult? test)
    {
        var result = new EpochResult(_position.Epoch + 1, _position.MeanLoss, _position.Accuracy, test);
        double leader = _position.Best == 0 ? double.NegativeInfinity : _position.Done[_position.Best - 1].Test?.Accuracy ?? 0;
        bool mayEnd = result.Epoch == _options.Epochs || _hooks.All(hook => hook.MayEndWith(result.Epoch));
        bool best = mayEnd && (test?.Accuracy ?? 0) >= leader;
        _position = _position.AfterEpoch(result, best ? result.Epoch : _position.Best);
        // The last epoch's weights need no copy: they are the network's.
        if (best && _test is not null && _position.Epoch < _options.Epochs)
        {
            CopyToBest(_model.state_dict());
        }
    }

    private FineTuningResult Finish()
    {
        if (_position.Best != _options.Epochs)
        {
            CopyToModel(_best);
        }
        if (_options.StateFile is { } path)
        {
            File.Delete(path);
        }
        return new FineTuningResult(_position.Done, _position.Done[_position.Best - 1]);
    }

    private void Keep()
    {
        if (_options.StateFile is not { } path)
        {
            return;
        }
        using var scope = NewDisposeScope();
        Dictionary<string, Tensor> tensors = new() { [FineTuningState.Random] = random.get_rng_state() };
        foreach ((string name, Tensor tensor) in _model.state_dict())
        {
            tensors.Add(FineTuningState.Model + name, tensor.detach());
        }
        foreach ((string name, Tensor tensor) in _best)
        {
            tensors.Add(FineTuningState.Best + name, tensor);
        }
        foreach ((string name, SGD.State state) in MomentumStates())
        {
            if (state.momentum_buffer is { } momentum)
            {
                tensors.Add(FineTuningState.Momentum + name, momentum);
            }
        }
        foreach ((string name, Tensor tensor) in MethodTensors())
        {
            tensors.Add(FineTuningState.Method + name, tensor);
        }
        FineTuningState.Write(path, Description(), _position, tensors);
    }

    private void Resume(string path)
    {
        (FineTuningPosition position, StateDictionary tensors) = FineTuningState.Read(path, Description());
        using (tensors)
        {
            CopyToModel(WithPrefix(tensors, FineTuningState.Model));
            CopyToBest(WithPrefix(tensors, FineTuningState.Best));
            Dictionary<string, Tensor> momenta = WithPrefix(tensors, FineTuningState.Momentum);
            foreach ((string name, SGD.State state) in MomentumStates())
            {
                state.momentum_buffer = momenta.TryGetValue(name, out Tensor? momentum)
                    ? momentum.to(_device, copy: true).DetachFromDisposeScope()
                    : null;
            }
            Dictionary<string, Tensor> remembered = WithPrefix(tensors, FineTuningState.Method);
            using (no_grad())
            {
                foreach ((string name, Tensor tensor) in MethodTensors())
                {
                    tensor.copy_(remembered[name]);
                }
            }
            random.set_rng_state(tensors[FineTuningState.Random]);
        }
        _position = position;
    }

    private IEnumerable<(string Name, Tensor Tensor)> MethodTensors() =>
        _hooks.SelectMany((hook, index) => hook.State.Select(pair => ($"{index}.{pair.Key}", pair.Value)));

    private static Dictionary<string, Tensor> WithPrefix(StateDictionary tensors, string prefix) => tensors
        .Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal))
        .ToDictionary(pair => pair.Key[prefix.Length..], pair => pair.Value);

    private IEnumerable<(string Name, SGD.State State)> MomentumStates() =>
        _parameters.Zip(_optimizer.state_dict().State, (named, state) => (named.Name, (SGD.State)state));

    private void CopyToBest(Dictionary<string, Tensor> source)
    {
        using var scope = NewDisposeScope();
        foreach ((string name, Tensor tensor) in source)
        {
            if (_best.Remove(name, out Tensor? old))
            {
                old.Dispose();
            }
            _best.Add(name, tensor.detach().clone().DetachFromDisposeScope());
        }
    }

    private void CopyToModel(Dictionary<string, Tensor> source)
    {
        using var gradients = no_grad();
        foreach ((string name, Tensor target) in _model.state_dict())
        {
            target.copy_(source[name]);
        }
    }

    /// <summary>Everything that must be the same for an interrupted run to go on as if nothing had happened.</summary>
    private string Description() =>
        $"{_model.GetName()}, {_parameters.Sum(named => named.Parameter.numel())} parameters, " +
        $"{_train.Samples} samples in {_train.Count} batches, {_options.Description}";
}
