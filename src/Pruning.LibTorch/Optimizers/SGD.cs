using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>Stochastic gradient descent, with momentum.</summary>
public class SGD : OptimizerHelper, IMomentum
{
    public SGD(
        IEnumerable<Parameter> parameters,
        double lr,
        double momentum = 0.0,
        double dampening = 0,
        double weight_decay = 0,
        bool nesterov = false,
        bool maximize = false)
        : this([new ParamGroup { Parameters = parameters }], lr, momentum, dampening, weight_decay, nesterov, maximize)
    {
    }

    public SGD(
        IEnumerable<ParamGroup> parameters,
        double lr,
        double momentum = 0.0,
        double dampening = 0,
        double weight_decay = 0,
        bool nesterov = false,
        bool maximize = false)
    {
        RequireNotNegative(lr, "learning rate");
        RequireNotNegative(momentum, "momentum value");
        RequireNotNegative(weight_decay, "weight_decay value");
        if (nesterov && (momentum <= 0 || dampening != 0))
        {
            throw new ArgumentException("Nesterov momentum requires a momentum and zero dampening");
        }
        var defaults = new Options
        {
            LearningRate = lr,
            momentum = momentum,
            dampening = dampening,
            weight_decay = weight_decay,
            nesterov = nesterov,
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
        if (options.weight_decay is > 0 or < 0)
        {
            gradients = Foreach.Sum(gradients, parameters, options.weight_decay.Value);
        }
        if (options.momentum is > 0 or < 0)
        {
            Tensor[] buffers = Accumulate(states, gradients, options.momentum.Value, options.dampening!.Value);
            gradients = options.nesterov!.Value ? Foreach.Sum(gradients, buffers, options.momentum.Value) : buffers;
        }
        Foreach.Add(parameters, gradients, options.maximize!.Value ? group.LearningRate : -group.LearningRate);
    }

    /// <summary>Momentum starts with the first gradient of a parameter, undampened.</summary>
    private static Tensor[] Accumulate(State[] states, Tensor[] gradients, double momentum, double dampening)
    {
        List<Tensor> buffers = [];
        List<Tensor> added = [];
        foreach ((State state, Tensor gradient) in states.Zip(gradients))
        {
            if (state.momentum_buffer is { } buffer)
            {
                buffers.Add(buffer);
                added.Add(gradient);
            }
            else
            {
                state.momentum_buffer = gradient.clone().DetachFromDisposeScope();
            }
        }
        if (buffers.Count > 0)
        {
            Tensor[] existing = [.. buffers];
            Foreach.Multiply(existing, momentum);
            Foreach.Add(existing, [.. added], 1 - dampening);
        }
        return [.. states.Select(state => state.momentum_buffer!)];
    }

    public sealed class State : OptimizerState, IDisposable
    {
        public Tensor? momentum_buffer;

        public State(Parameter parameter)
            : base(parameter)
        {
        }

        public void Dispose()
        {
            momentum_buffer?.Dispose();
            momentum_buffer = null;
        }

        public override void Initialize(OptimizerOptions options) => Dispose();

        public override void to(Device device)
        {
            if (momentum_buffer is not null)
            {
                momentum_buffer = Keep(momentum_buffer, device);
            }
        }

        public override void SaveStateDict(BinaryWriter writer) => SaveConditionalStateTensor(writer, momentum_buffer);

        public override void LoadStateDict(BinaryReader reader) =>
            LoadConditionalStateTensor(reader, ref momentum_buffer, _parameter.device);

        public override void LoadStateDict(OptimizerState source)
        {
            Tensor? copy = Copy(Of<State>(source).momentum_buffer);
            Dispose();
            momentum_buffer = copy;
        }

        public override bool ApproximatelyEquals(OptimizerState other) =>
            other is State state && Close(momentum_buffer, state.momentum_buffer);
    }

    public class Options : OptimizerOptions
    {
        public double? momentum;
        public double? dampening;
        public double? weight_decay;
        public bool? nesterov;
        public bool? maximize;

        public override void SaveStateDict(BinaryWriter writer)
        {
            base.SaveStateDict(writer);
            writer.Write(momentum!.Value);
            writer.Write(dampening!.Value);
            writer.Write(weight_decay!.Value);
            writer.Write(nesterov!.Value);
            writer.Write(maximize!.Value);
        }

        public override void LoadStateDict(BinaryReader reader)
        {
            base.LoadStateDict(reader);
            momentum = reader.ReadDouble();
            dampening = reader.ReadDouble();
            weight_decay = reader.ReadDouble();
            nesterov = reader.ReadBoolean();
            maximize = reader.ReadBoolean();
        }

        public override void LoadStateDict(OptimizerOptions source)
        {
            base.LoadStateDict(source);
            var options = (Options)source;
            momentum = options.momentum;
            dampening = options.dampening;
            weight_decay = options.weight_decay;
            nesterov = options.nesterov;
            maximize = options.maximize;
        }

        internal override void Complete(OptimizerOptions defaults)
        {
            base.Complete(defaults);
            var options = (Options)defaults;
            momentum ??= options.momentum;
            dampening ??= options.dampening;
            weight_decay ??= options.weight_decay;
            nesterov ??= options.nesterov;
            maximize ??= options.maximize;
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
            double momentum = 0.0,
            double dampening = 0,
            double weight_decay = 0,
            bool nesterov = false,
            bool maximize = false)
            : base(parameters, new Options
            {
                LearningRate = lr,
                momentum = momentum,
                dampening = dampening,
                weight_decay = weight_decay,
                nesterov = nesterov,
                maximize = maximize,
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
