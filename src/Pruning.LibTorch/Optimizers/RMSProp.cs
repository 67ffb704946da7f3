using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>Divides gradients by the root of a running mean of their squares.</summary>
public class RMSProp : OptimizerHelper, IMomentum
{
    public RMSProp(
        IEnumerable<Parameter> parameters,
        double lr = 1e-3,
        double alpha = 0.99,
        double eps = 1e-8,
        double weight_decay = 0,
        double momentum = 0,
        bool centered = false,
        bool maximize = false)
        : this([new ParamGroup { Parameters = parameters }], lr, alpha, eps, weight_decay, momentum, centered, maximize)
    {
    }

    public RMSProp(
        IEnumerable<ParamGroup> parameters,
        double lr = 1e-3,
        double alpha = 0.99,
        double eps = 1e-8,
        double weight_decay = 0,
        double momentum = 0,
        bool centered = false,
        bool maximize = false)
    {
        RequireNotNegative(lr, "learning rate");
        RequireNotNegative(eps, "eps");
        RequireNotNegative(alpha, "alpha");
        RequireNotNegative(momentum, "momentum value");
        RequireNotNegative(weight_decay, "weight_decay value");
        var defaults = new Options
        {
            LearningRate = lr,
            alpha = alpha,
            eps = eps,
            weight_decay = weight_decay,
            momentum = momentum,
            centered = centered,
            maximize = maximize,
        };
        Initialize(defaults, parameters);
    }

    public double Momentum
    {
        get => ((Options)_defaults).momentum!.Value;
        set => ((Options)_defaults).momentum = value;
    }

    public override Tensor? step(Func<Tensor>? closure = null) => _step<ParamGroup>(Update, closure);

    private protected override OptimizerOptions NewOptions() => new Options();

    private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

    private void Update(ParamGroup group)
    {
        (Tensor[] parameters, Tensor[] gradients, State[] states) = WithGradients<State>(group);
        if (parameters.Length == 0)
        {
            return;
        }
        Options options = group.Options;
        double alpha = options.alpha!.Value;
        if (options.maximize!.Value)
        {
            gradients = Foreach.Negated(gradients);
        }
        if (options.weight_decay is > 0 or < 0)
        {
            gradients = Foreach.Sum(gradients, parameters, options.weight_decay.Value);
        }
        Tensor[] squares = [.. states.Select(state => state.square_avg)];
        Foreach.Multiply(squares, alpha);
        Foreach.AddProduct(squares, gradients, gradients, 1 - alpha);
        if (options.centered!.Value)
        {
            Tensor[] means = [.. states.Select(state => state.grad_avg!)];
            Foreach.Multiply(means, alpha);
            Foreach.Add(means, gradients, 1 - alpha);
            squares = Foreach.SumOfProduct(squares, means, means, -1);
        }
        Tensor[] divisors = Foreach.Root(squares);
        Foreach.Add(divisors, options.eps!.Value);
        if (options.momentum is > 0)
        {
            Tensor[] buffers = [.. states.Select(state => state.momentum_buffer!)];
            Foreach.Multiply(buffers, options.momentum.Value);
            Foreach.AddQuotient(buffers, gradients, divisors, 1);
            Foreach.Add(parameters, buffers, -group.LearningRate);
        }
        else
        {
            Foreach.AddQuotient(parameters, gradients, divisors, -group.LearningRate);
        }
        foreach (State state in states)
        {
            state.step++;
        }
    }

    public sealed class State : OptimizerState, IDisposable
    {
        public long step;
        public Tensor square_avg = null!;
        public Tensor? momentum_buffer;
        public Tensor? grad_avg;

        public State(Parameter parameter)
            : base(parameter)
        {
        }

        public void Dispose()
        {
            square_avg?.Dispose();
            momentum_buffer?.Dispose();
            grad_avg?.Dispose();
        }

        public override void Initialize(OptimizerOptions options)
        {
            Dispose();
            var chosen = (Options)options;
            step = 0;
            square_avg = Zeros();
            grad_avg = chosen.centered!.Value ? Zeros() : null;
            momentum_buffer = chosen.momentum is > 0 ? Zeros() : null;
        }

        public override void to(Device device)
        {
            square_avg = Keep(square_avg, device);
            grad_avg = grad_avg is null ? null : Keep(grad_avg, device);
            momentum_buffer = momentum_buffer is null ? null : Keep(momentum_buffer, device);
        }

        public override void SaveStateDict(BinaryWriter writer)
        {
            writer.Write(step);
            square_avg.Save(writer);
            SaveConditionalStateTensor(writer, momentum_buffer);
            SaveConditionalStateTensor(writer, grad_avg);
        }

        public override void LoadStateDict(BinaryReader reader)
        {
            step = reader.ReadInt64();
            square_avg.Load(reader);
            LoadConditionalStateTensor(reader, ref momentum_buffer, _parameter.device);
            LoadConditionalStateTensor(reader, ref grad_avg, _parameter.device);
        }

        public override void LoadStateDict(OptimizerState source)
        {
            State state = Of<State>(source);
            Dispose();
            step = state.step;
            square_avg = Copy(state.square_avg)!;
            momentum_buffer = Copy(state.momentum_buffer);
            grad_avg = Copy(state.grad_avg);
        }

        public override bool ApproximatelyEquals(OptimizerState other) =>
            other is State state
            && step == state.step
            && Close(square_avg, state.square_avg)
            && Close(momentum_buffer, state.momentum_buffer)
            && Close(grad_avg, state.grad_avg);
    }

    public class Options : OptimizerOptions
    {
        public bool? maximize;
        public double? momentum;
        public double? alpha;
        public double? eps;
        public double? weight_decay;
        public bool? centered;

        public override void SaveStateDict(BinaryWriter writer)
        {
            base.SaveStateDict(writer);
            writer.Write(maximize!.Value);
            writer.Write(momentum!.Value);
            writer.Write(alpha!.Value);
            writer.Write(eps!.Value);
            writer.Write(weight_decay!.Value);
            writer.Write(centered!.Value);
        }

        public override void LoadStateDict(BinaryReader reader)
        {
            base.LoadStateDict(reader);
            maximize = reader.ReadBoolean();
            momentum = reader.ReadDouble();
            alpha = reader.ReadDouble();
            eps = reader.ReadDouble();
            weight_decay = reader.ReadDouble();
            centered = reader.ReadBoolean();
        }

        public override void LoadStateDict(OptimizerOptions source)
        {
            base.LoadStateDict(source);
            var options = (Options)source;
            maximize = options.maximize;
            momentum = options.momentum;
            alpha = options.alpha;
            eps = options.eps;
            weight_decay = options.weight_decay;
            centered = options.centered;
        }

        internal override void Complete(OptimizerOptions defaults)
        {
            base.Complete(defaults);
            var options = (Options)defaults;
            maximize ??= options.maximize;
            momentum ??= options.momentum;
            alpha ??= options.alpha;
            eps ??= options.eps;
            weight_decay ??= options.weight_decay;
            centered ??= options.centered;
        }
    }

    public class ParamGroup : ParamGroup<Options>, IMomentum
    {
        public ParamGroup()
        {
        }

        public ParamGroup(IEnumerable<Parameter> parameters, Options options)
            : base(parameters, options)
        {
        }

        public ParamGroup(
            IEnumerable<Parameter> parameters,
            double lr = 1e-3,
            double eps = 1e-8,
            double alpha = 0.99,
            double weight_decay = 0,
            double momentum = 0,
            bool centered = false)
            : base(parameters, new Options
            {
                LearningRate = lr,
                eps = eps,
                alpha = alpha,
                weight_decay = weight_decay,
                momentum = momentum,
                centered = centered,
            })
        {
        }

        public double Momentum
        {
            get => Options.momentum!.Value;
            set => Options.momentum = value;
        }
    }
}
