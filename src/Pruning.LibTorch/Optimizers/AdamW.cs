using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>Adaptive moments; weight decay shrinks the parameters themselves.</summary>
public class AdamW : OptimizerHelper, IBetas
{
    public AdamW(
        IEnumerable<Parameter> parameters,
        double lr = 1e-3,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double eps = 1e-8,
        double weight_decay = 0,
        bool amsgrad = false,
        bool maximize = false)
        : this([new ParamGroup { Parameters = parameters }], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize)
    {
    }

    public AdamW(
        IEnumerable<ParamGroup> parameters,
        double lr = 1e-3,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double eps = 1e-8,
        double weight_decay = 0,
        bool amsgrad = false,
        bool maximize = false)
    {
        RequireNotNegative(lr, "learning rate");
        RequireNotNegative(eps, "eps");
        RequireFraction(beta1, "beta1");
        RequireFraction(beta2, "beta2");
        RequireNotNegative(weight_decay, "weight_decay value");
        var defaults = new Options
        {
            LearningRate = lr,
            beta1 = beta1,
            beta2 = beta2,
            eps = eps,
            weight_decay = weight_decay,
            amsgrad = amsgrad,
            maximize = maximize,
        };
        Initialize(defaults, parameters);
    }

    public (double, double) Betas
    {
        get => (((Options)_defaults).beta1!.Value, ((Options)_defaults).beta2!.Value);
        set => (((Options)_defaults).beta1, ((Options)_defaults).beta2) = value;
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
        double rate = group.LearningRate;
        (double beta1, double beta2) = group.Betas;
        if (options.maximize!.Value)
        {
            gradients = Foreach.Negated(gradients);
        }
        if (options.weight_decay is > 0 or < 0)
        {
            Foreach.Multiply(parameters, 1 - rate * options.weight_decay.Value);
        }
        Tensor[] means = [.. states.Select(state => state.exp_avg)];
        Tensor[] squares = [.. states.Select(state => state.exp_avg_sq)];
        Foreach.Multiply(means, beta1);
        Foreach.Add(means, gradients, 1 - beta1);
        Foreach.Multiply(squares, beta2);
        Foreach.AddProduct(squares, gradients, gradients, 1 - beta2);
        foreach (State state in states)
        {
            state.step++;
        }
        Tensor[] divisors = Foreach.Root(options.amsgrad!.Value ? Largest(states) : squares);
        Foreach.Divide(divisors, [.. states.Select(state => Math.Sqrt(1 - Math.Pow(beta2, state.step)))]);
        Foreach.Add(divisors, options.eps!.Value);
        Foreach.AddQuotient(parameters, means, divisors, [.. states.Select(state => -rate / (1 - Math.Pow(beta1, state.step)))]);
    }

    private static Tensor[] Largest(State[] states)
    {
        foreach (State state in states)
        {
            Tensor largest = torch.maximum(state.max_exp_avg_sq!, state.exp_avg_sq).DetachFromDisposeScope();
            state.max_exp_avg_sq!.Dispose();
            state.max_exp_avg_sq = largest;
        }
        return [.. states.Select(state => state.max_exp_avg_sq!)];
    }

    public sealed class State : OptimizerState, IDisposable
    {
        public long step;
        public Tensor exp_avg = null!;
        public Tensor exp_avg_sq = null!;
        public Tensor? max_exp_avg_sq;

        public State(Parameter parameter)
            : base(parameter)
        {
        }

        public void Dispose()
        {
            exp_avg?.Dispose();
            exp_avg_sq?.Dispose();
            max_exp_avg_sq?.Dispose();
        }

        public override void Initialize(OptimizerOptions options)
        {
            Dispose();
            step = 0;
            exp_avg = Zeros();
            exp_avg_sq = Zeros();
            max_exp_avg_sq = ((Options)options).amsgrad!.Value ? Zeros() : null;
        }

        public override void to(Device device)
        {
            exp_avg = Keep(exp_avg, device);
            exp_avg_sq = Keep(exp_avg_sq, device);
            max_exp_avg_sq = max_exp_avg_sq is null ? null : Keep(max_exp_avg_sq, device);
        }

        public override void SaveStateDict(BinaryWriter writer)
        {
            writer.Write(step);
            exp_avg.Save(writer);
            exp_avg_sq.Save(writer);
            SaveConditionalStateTensor(writer, max_exp_avg_sq);
        }

        public override void LoadStateDict(BinaryReader reader)
        {
            step = reader.ReadInt64();
            exp_avg.Load(reader);
            exp_avg_sq.Load(reader);
            LoadConditionalStateTensor(reader, ref max_exp_avg_sq, _parameter.device);
        }

        public override void LoadStateDict(OptimizerState source)
        {
            State state = Of<State>(source);
            Dispose();
            step = state.step;
            exp_avg = Copy(state.exp_avg)!;
            exp_avg_sq = Copy(state.exp_avg_sq)!;
            max_exp_avg_sq = Copy(state.max_exp_avg_sq);
        }

        public override bool ApproximatelyEquals(OptimizerState other) =>
            other is State state
            && step == state.step
            && Close(exp_avg, state.exp_avg)
            && Close(exp_avg_sq, state.exp_avg_sq)
            && Close(max_exp_avg_sq, state.max_exp_avg_sq);
    }

    public class Options : OptimizerOptions
    {
        public double? beta1;
        public double? beta2;
        public double? eps;
        public double? weight_decay;
        public bool? amsgrad;
        public bool? maximize;

        public override void SaveStateDict(BinaryWriter writer)
        {
            base.SaveStateDict(writer);
            writer.Write(beta1!.Value);
            writer.Write(beta2!.Value);
            writer.Write(eps!.Value);
            writer.Write(weight_decay!.Value);
            writer.Write(amsgrad!.Value);
            writer.Write(maximize!.Value);
        }

        public override void LoadStateDict(BinaryReader reader)
        {
            base.LoadStateDict(reader);
            beta1 = reader.ReadDouble();
            beta2 = reader.ReadDouble();
            eps = reader.ReadDouble();
            weight_decay = reader.ReadDouble();
            amsgrad = reader.ReadBoolean();
            maximize = reader.ReadBoolean();
        }

        public override void LoadStateDict(OptimizerOptions source)
        {
            base.LoadStateDict(source);
            var options = (Options)source;
            beta1 = options.beta1;
            beta2 = options.beta2;
            eps = options.eps;
            weight_decay = options.weight_decay;
            amsgrad = options.amsgrad;
            maximize = options.maximize;
        }

        internal override void Complete(OptimizerOptions defaults)
        {
            base.Complete(defaults);
            var options = (Options)defaults;
            beta1 ??= options.beta1;
            beta2 ??= options.beta2;
            eps ??= options.eps;
            weight_decay ??= options.weight_decay;
            amsgrad ??= options.amsgrad;
            maximize ??= options.maximize;
        }
    }

    public class ParamGroup : ParamGroup<Options>, IBetas
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
            double beta1 = 0.9,
            double beta2 = 0.999,
            double eps = 1e-8,
            double weight_decay = 0,
            bool amsgrad = false,
            bool maximize = false)
            : base(parameters, new Options
            {
                LearningRate = lr,
                beta1 = beta1,
                beta2 = beta2,
                eps = eps,
                weight_decay = weight_decay,
                amsgrad = amsgrad,
                maximize = maximize,
            })
        {
        }

        public (double, double) Betas
        {
            get => (Options.beta1!.Value, Options.beta2!.Value);
            set => (Options.beta1, Options.beta2) = value;
        }
    }
}
