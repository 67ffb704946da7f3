namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>
                /// Lets the rates rise to their maximum and fall far below where they began, within a known number of steps, and the
                /// momentum go the opposite way.
                /// </summary>
                public class OneCycleLR : LRScheduler
                {
                    private readonly int _total;
                    private readonly bool _cyclesMomentum;
                    private readonly Func<double, double, double, double> _anneal;
                    private readonly Phase[] _phases;
                    private readonly Group[] _groups;

                    public OneCycleLR(
                        Optimizer optimizer,
                        double max_lr,
                        int total_steps = -1,
                        int epochs = -1,
                        int steps_per_epoch = -1,
                        double pct_start = 0.3,
                        AnnealStrategy anneal_strategy = AnnealStrategy.Cos,
                        bool cycle_momentum = true,
                        double base_momentum = 0.85,
                        double max_momentum = 0.95,
                        double div_factor = 25,
                        double final_div_factor = 1e4,
                        bool three_phase = false,
                        int last_epoch = -1,
                        bool verbose = false)
                        : this(
                            optimizer, Repeat(optimizer, max_lr), total_steps, epochs, steps_per_epoch, pct_start, anneal_strategy,
                            cycle_momentum, Repeat(optimizer, base_momentum), Repeat(optimizer, max_momentum), div_factor,
                            final_div_factor, three_phase, last_epoch, verbose)
                    {
                    }

                    public OneCycleLR(
                        Optimizer optimizer,
                        IEnumerable<double> max_lr,
                        int total_steps = -1,
                        int epochs = -1,
                        int steps_per_epoch = -1,
                        double pct_start = 0.3,
                        AnnealStrategy anneal_strategy = AnnealStrategy.Cos,
                        bool cycle_momentum = true,
                        IEnumerable<double>? base_momentum = null,
                        IEnumerable<double>? max_momentum = null,
                        double div_factor = 25,
                        double final_div_factor = 1e4,
                        bool three_phase = false,
                        int last_epoch = -1,
                        bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        if (cycle_momentum && optimizer is not (IMomentum or IBetas))
                        {
                            throw new ArgumentException("The optimizer must support momentum with the `cycle_momentum` option enabled.");
                        }
                        if (pct_start is not (>= 0 and <= 1))
                        {
                            throw new ArgumentException($"pct_start must lie between 0 and 1; it is {pct_start}.");
                        }
                        _total = TotalSteps(total_steps, epochs, steps_per_epoch);
                        _cyclesMomentum = cycle_momentum;
                        _anneal = anneal_strategy == AnnealStrategy.Cos
                            ? (start, end, done) => end + (start - end) / 2 * (Math.Cos(Math.PI * done) + 1)
                            : (start, end, done) => (end - start) * done + start;
                        _phases = three_phase
                            ?
                            [
                                new(pct_start * _total - 1, Rate.Initial, Rate.Maximum, Momentum.Maximum, Momentum.Base),
                                new(2 * pct_start * _total - 2, Rate.Maximum, Rate.Initial, Momentum.Base, Momentum.Maximum),
                                new(_total - 1, Rate.Initial, Rate.Minimum, Momentum.Maximum, Momentum.Maximum),
                            ]
                            :
                            [
                                new(pct_start * _total - 1, Rate.Initial, Rate.Maximum, Momentum.Maximum, Momentum.Base),
                                new(_total - 1, Rate.Maximum, Rate.Minimum, Momentum.Base, Momentum.Maximum),
                            ];
                        double[] rates = [.. max_lr];
                        RequireOnePerGroup(rates.Length, nameof(max_lr));
                        double[] lowest = [.. base_momentum ?? Repeat(optimizer, 0.85)];
                        double[] highest = [.. max_momentum ?? Repeat(optimizer, 0.95)];
                        RequireOnePerGroup(lowest.Length, nameof(base_momentum));
                        RequireOnePerGroup(highest.Length, nameof(max_momentum));
                        _groups =
                        [
                            .. rates.Select((rate, group) => new Group(
                                [rate / div_factor, rate, rate / div_factor / final_div_factor], [lowest[group], highest[group]])),
                        ];
                        step();
                    }

                    public enum AnnealStrategy
                    {
                        Cos,
                        Linear,
                    }

                    // Places in the arrays of a group.
                    private enum Rate
                    {
                        Initial,
                        Maximum,
                        Minimum,
                    }

                    private enum Momentum
                    {
                        Base,
                        Maximum,
                    }

                    protected override IEnumerable<double> get_lr()
                    {
                        if (_last_epoch > _total)
                        {
                            throw new InvalidOperationException(
                                $"Tried to step {_last_epoch + 1} times. The specified number of total steps is {_total}");
                        }
                        int phaseIndex = Array.FindIndex(_phases, phase => _last_epoch <= phase.End);
                        phaseIndex = phaseIndex < 0 ? _phases.Length - 1 : phaseIndex;
                        Phase current = _phases[phaseIndex];
                        double start = phaseIndex == 0 ? 0 : _phases[phaseIndex - 1].End;
                        double done = (_last_epoch - start) / (current.End - start);
                        ILearningRateController[] controllers = [.. _optimizer.ParamGroups];
                        return Each((index, _) =>
                        {
                            Group group = _groups[index];
                            if (_cyclesMomentum)
                            {
                                double momentum = _anneal(
                                    group.Momenta[(int)current.StartMomentum], group.Momenta[(int)current.EndMomentum], done);
                                SetMomentum(controllers[index], momentum);
                            }
                            return _anneal(group.Rates[(int)current.StartRate], group.Rates[(int)current.EndRate], done);
                        });
                    }

                    private static void SetMomentum(ILearningRateController group, double momentum)
                    {
                        if (group is IBetas betas)
                        {
                            betas.Betas = (momentum, betas.Betas.Item2);
                        }
                        else if (group is IMomentum holder)
                        {
                            holder.Momentum = momentum;
                        }
                    }

                    private static int TotalSteps(int total, int epochs, int stepsPerEpoch)
                    {
                        if (total == -1 && epochs == -1 && stepsPerEpoch == -1)
                        {
                            throw new ArgumentException("You must define either total_steps OR (epochs AND steps_per_epoch)");
                        }
                        if (total != -1)
                        {
                            return total > 0
                                ? total
                                : throw new ArgumentException($"Expected positive integer total_steps, but got {total}");
                        }
                        if (epochs <= 0)
                        {
                            throw new ArgumentException($"Expected positive integer epochs, but got {epochs}");
                        }
                        return stepsPerEpoch > 0
                            ? epochs * stepsPerEpoch
                            : throw new ArgumentException($"Expected positive integer steps_per_epoch, but got {stepsPerEpoch}");
                    }

                    private sealed record Phase(double End, Rate StartRate, Rate EndRate, Momentum StartMomentum, Momentum EndMomentum);

                    private sealed record Group(double[] Rates, double[] Momenta);
                }
            }
        }
    }
}
