using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>What all optimizers share: groups, the state of each parameter, and saving and loading of both.</summary>
public abstract class OptimizerHelper : Optimizer
{
    protected OptimizerOptions _defaults = null!;

    private readonly Dictionary<Parameter, OptimizerState> _states = new(ReferenceEqualityComparer.Instance);

    public override void add_param_group(ParamGroup param_group)
    {
        // The parameters may come from a query, which would be run again at every step.
        Parameter[] parameters = [.. param_group.Parameters];
        if (parameters.FirstOrDefault(_states.ContainsKey) is { } known)
        {
            throw new ArgumentException(
                $"A parameter of shape ({string.Join(", ", known.shape)}) is already in another group.", nameof(param_group));
        }
        param_group.Parameters = parameters;
        param_group.Options ??= NewOptions();
        param_group.Options.Complete(_defaults);
        param_group.InitialLearningRate = param_group.LearningRate;
        _parameter_groups.Add(param_group);
        foreach (Parameter parameter in parameters)
        {
            OptimizerState state = NewState(parameter);
            state.Initialize(param_group.Options);
            _states[parameter] = state;
        }
    }

    public override void zero_grad()
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        Foreach.Zero([.. parameters().Select(parameter => parameter.grad).OfType<Tensor>()]);
    }

    public virtual StateDictionary state_dict()
    {
        var dictionary = new StateDictionary();
        foreach (ParamGroup group in _parameter_groups)
        {
            int first = dictionary.State.Count;
            dictionary.Options.Add(group.Options);
            dictionary.State.AddRange(group.Parameters.Select(parameter => _states[parameter]));
            dictionary.StateIndexRef.Add([.. Enumerable.Range(first, dictionary.State.Count - first)]);
        }
        return dictionary;
    }

    /// <summary>Takes over the options and copies of the states of another optimizer of the same kind.</summary>
    /// <exception cref="ArgumentException">The groups or their parameters differ in number.</exception>
    public virtual void load_state_dict(StateDictionary state_dict)
    {
        StateDictionary own = this.state_dict();
        RequireCounts(own, state_dict.Options.Count, state_dict.State.Count);
        foreach ((OptimizerOptions mine, OptimizerOptions other) in own.Options.Zip(state_dict.Options))
        {
            if (!ReferenceEquals(mine, other))
            {
                mine.LoadStateDict(other);
            }
        }
        foreach ((OptimizerState mine, OptimizerState other) in own.State.Zip(state_dict.State))
        {
            if (!ReferenceEquals(mine, other))
            {
                mine.LoadStateDict(other);
            }
        }
    }

    public void save_state_dict(string location)
    {
        using FileStream stream = File.Create(location);
        using var writer = new BinaryWriter(stream);
        save_state_dict(writer);
    }

    public void load_state_dict(string location)
    {
        using FileStream stream = File.OpenRead(location);
        using var reader = new BinaryReader(stream);
        load_state_dict(reader);
    }

    public void save_state_dict(BinaryWriter writer)
    {
        StateDictionary dictionary = state_dict();
        writer.Write(GetType().Name);
        writer.WriteCount(dictionary.Options.Count);
        writer.WriteCount(dictionary.State.Count);
        dictionary.Options.ForEach(options => options.SaveStateDict(writer));
        dictionary.State.ForEach(state => state.SaveStateDict(writer));
    }

    /// <exception cref="InvalidDataException">The file was written by another kind of optimizer.</exception>
    /// <exception cref="ArgumentException">The groups or their parameters differ in number.</exception>
    public void load_state_dict(BinaryReader reader)
    {
        string kind = reader.ReadString();
        if (kind != GetType().Name)
        {
            throw new InvalidDataException($"Mismatched optimizer type: expected '{GetType().Name}', but found '{kind}'.");
        }
        StateDictionary own = state_dict();
        RequireCounts(own, reader.ReadCount(), reader.ReadCount());
        own.Options.ForEach(options => options.LoadStateDict(reader));
        own.State.ForEach(state => state.LoadStateDict(reader));
    }

    /// <summary>Moves the states of all parameters.</summary>
    public void to(Device device)
    {
        foreach (OptimizerState state in _states.Values)
        {
            state.to(device);
        }
    }

    /// <summary>
    /// Computes the loss anew, if there is a closure for that, and calls the body for every group without recording gradients.
    /// </summary>
    protected Tensor? _step<T>(Action<T> body, Func<Tensor>? loss_closure = null)
        where T : ParamGroup
    {
        Tensor? loss = null;
        if (loss_closure is not null)
        {
            using var recording = enable_grad();
            loss = loss_closure();
        }
        using var notRecording = no_grad();
        foreach (ParamGroup group in _parameter_groups)
        {
            using var scope = NewDisposeScope();
            body((T)group);
        }
        return loss;
    }

    private protected override void DisposeStates()
    {
        foreach (OptimizerState state in _states.Values)
        {
            (state as IDisposable)?.Dispose();
        }
    }

    private protected abstract OptimizerOptions NewOptions();

    private protected abstract OptimizerState NewState(Parameter parameter);

    private protected void Initialize(OptimizerOptions defaults, IEnumerable<ParamGroup> groups)
    {
        defaults.InitialLearningRate = defaults.LearningRate!.Value;
        _defaults = defaults;
        foreach (ParamGroup group in groups)
        {
            add_param_group(group);
        }
    }

    /// <summary>The parameters of a group that have gradients, side by side with these and their states.</summary>
    private protected (Tensor[] Parameters, Tensor[] Gradients, TState[] States) WithGradients<TState>(ParamGroup group)
        where TState : OptimizerState
    {
        List<Tensor> parameters = [];
        List<Tensor> gradients = [];
        List<TState> states = [];
        foreach (Parameter parameter in group.Parameters)
        {
            if (parameter.grad is { } gradient)
            {
                parameters.Add(parameter);
                gradients.Add(gradient);
                states.Add((TState)_states[parameter]);
            }
        }
        return ([.. parameters], [.. gradients], [.. states]);
    }

    private protected static void RequireNotNegative(double value, string name)
    {
        if (!(value >= 0))
        {
            throw new ArgumentException($"Invalid {name}: {value}; it must not be negative.");
        }
    }

    private protected static void RequireFraction(double value, string name)
    {
        if (!(value is >= 0 and < 1))
        {
            throw new ArgumentException($"Invalid {name}: {value}; it must be at least 0 and below 1.");
        }
    }

    private static void RequireCounts(StateDictionary own, long groups, long states)
    {
        if (groups != own.Options.Count)
        {
            throw new ArgumentException($"Invalid optimizer state -- {groups} parameter groups instead of {own.Options.Count}.");
        }
        if (states != own.State.Count)
        {
            throw new ArgumentException($"Invalid optimizer state -- {states} parameters instead of {own.State.Count}.");
        }
    }
}
