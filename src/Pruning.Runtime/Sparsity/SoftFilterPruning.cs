using System.Collections.Immutable;
using static TorchSharp.torch;

namespace Pruning;

/// <summary>
/// After each epoch the filters that produce the lowest channels of each group are set to zero, and learn on in the next epoch, where they
/// may come back (He et al., Soft Filter Pruning, 2018). With a rising <see cref="Schedule"/> it is asymptotic soft filter pruning (He et
/// al., 2019); with <see cref="Regrowth.Held"/> and distances from the geometric median as criterion it is FPGM (He et al., 2019). An
/// epoch's accuracy is that of the network without the channels, and so is the network at the end: <see cref="Plan(nn.Module)"/> tells
/// which they are.
/// </summary>
/// <param name="Graph">The graph of the network's class.</param>
/// <param name="Ratios">What fraction of each group goes in the end. The papers take 0.1 to 0.4 of every layer.</param>
public sealed record SoftFilterPruning(Graph Graph, PruningRatios Ratios) : TrainingMethod
{
    /// <summary>
    /// Which channels are the lowest, of a network some of whose filters are zero. Default: the L2 norm of the producing filters.
    /// </summary>
    public Importance Criterion { get; init; } =
        Importance.GroupNorm(2) with { Members = GroupMembers.Producers, Reduction = GroupReduction.Norm };

    /// <summary>How the ratios rise from epoch to epoch. Default: all at once.</summary>
    public PruningSchedule Schedule { get; init; } = PruningSchedule.OneShot;

    /// <summary>Whether zeroed filters learn in the next epoch. Default: they do.</summary>
    public Regrowth Regrowth { get; init; } = Regrowth.Free;

    /// <inheritdoc/>
    public override TrainingHook Attach(TrainingContext context)
    {
        Graph.CheckDense(context.Model);
        return new Hook(this, context);
    }

    /// <summary>Which channels stay of a network that was trained so.</summary>
    public PruningPlan Plan(nn.Module model) => Plan(model, 1);

    private PruningPlan Plan(nn.Module model, double share) => Graph.Score(model, Criterion).Plan(Ratios.Times(share));

    private sealed class Hook : TrainingHook
    {
        private readonly SoftFilterPruning _options;
        private readonly TrainingContext _context;
        private readonly Dictionary<string, Tensor> _learning = [];
        private readonly Tensor _epochs = zeros(1, ScalarType.Int64).DetachFromDisposeScope();
        private ModelSnapshot? _trained;

        public Hook(SoftFilterPruning options, TrainingContext context)
        {
            _options = options;
            _context = context;
            if (options.Regrowth == Regrowth.Held)
            {
                foreach (ParameterLayout layout in Producers())
                {
                    _learning.Add(layout.Name, ones_like(context.Parameters[layout.Name]).detach().DetachFromDisposeScope());
                }
            }
        }

        public override IReadOnlyDictionary<string, Tensor> State =>
            _learning.Append(new KeyValuePair<string, Tensor>("epochs", _epochs)).ToDictionary(pair => pair.Key, pair => pair.Value);

        public override void AfterBackward(TrainingStep step)
        {
            foreach ((string name, Tensor learning) in _learning)
            {
                _context.Parameters[name].grad?.mul_(learning);
            }
        }

        public override void EpochEnds(int epoch)
        {
            _epochs.fill_(epoch);
            ImmutableArray<ImmutableArray<int>> kept = CurrentPlan().ChannelsFor(_options.Graph);
            foreach (ParameterLayout layout in Producers())
            {
                Tensor weight = _context.Parameters[layout.Name];
                Tensor? learning = _learning.GetValueOrDefault(layout.Name);
                learning?.fill_(1);
                for (int dimension = 0; dimension < layout.Dimensions.Length; dimension++)
                {
                    if (layout.Dimensions[dimension].Role == DimensionRole.Output
                        && layout.Dimensions[dimension].RemovedEntries(kept) is { Length: > 0 } removed)
                    {
                        Tensor index = tensor(removed, device: weight.device);
                        weight.index_fill_(dimension, index, 0);
                        learning?.index_fill_(dimension, index, 0);
                    }
                }
            }
        }

        public override bool MayEndWith(int epoch) => _options.Schedule.At((double)epoch / _context.Epochs) == 1;

        public override void BeginEvaluation()
        {
            _trained = ModelSnapshot.Of(_context.Model);
            Surgery.MaskConsumers(_options.Graph, CurrentPlan(), _context.Model);
        }

        public override void EndEvaluation()
        {
            _trained?.Restore(_context.Model);
            _trained?.Dispose();
            _trained = null;
        }

        public override void Dispose()
        {
            _trained?.Dispose();
            _epochs.Dispose();
            foreach (Tensor learning in _learning.Values)
            {
                learning.Dispose();
            }
        }

        private PruningPlan CurrentPlan() =>
            _options.Plan(_context.Model, _options.Schedule.At((double)_epochs[0].item<long>() / _context.Epochs));

        private IEnumerable<ParameterLayout> Producers() => _options.Graph.Parameters.Where(layout =>
            _context.Parameters.ContainsKey(layout.Name)
            && layout.Dimensions.Any(dimension => dimension.Role == DimensionRole.Output));
    }
}

/// <summary>What becomes of filters that were set to zero during training.</summary>
public enum Regrowth
{
    /// <summary>They learn in the next epoch, and may be among the best after it.</summary>
    Free,

    /// <summary>They stay zero in the next epoch, after which all are compared anew.</summary>
    Held,
}
