using Pruning.LibTorch.Native;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.utils.rnn;

namespace TorchSharp.Modules;

/// <summary>The weights of a recurrent network, which are registered with its module, layer by layer and direction by direction.</summary>
internal sealed class RecurrentWeights
{
    private readonly nn.Module _module;
    private readonly List<string> _names = [];
    private readonly long _hiddenSize;
    private readonly bool _isBatchFirst;
    private readonly bool _hasBias;
    private readonly long _layers;
    private readonly double _dropout;
    private readonly bool _isBidirectional;

    public RecurrentWeights(nn.Module module, long gates, Recurrence recurrence, Device? device, ScalarType? dtype)
    {
        _module = module;
        _hiddenSize = recurrence.HiddenSize;
        _isBatchFirst = recurrence.IsBatchFirst;
        _hasBias = recurrence.HasBias;
        _layers = recurrence.Layers;
        _dropout = recurrence.Dropout;
        _isBidirectional = recurrence.IsBidirectional;
        for (int layer = 0; layer < _layers; layer++)
        {
            long inputs = layer == 0 ? recurrence.InputSize : _hiddenSize * Directions;
            for (int direction = 0; direction < Directions; direction++)
            {
                string suffix = $"l{layer}{(direction == 1 ? "_reverse" : "")}";
                Add($"weight_ih_{suffix}", gates * _hiddenSize, inputs);
                Add($"weight_hh_{suffix}", gates * _hiddenSize, _hiddenSize);
                if (_hasBias)
                {
                    Add($"bias_ih_{suffix}", gates * _hiddenSize);
                    Add($"bias_hh_{suffix}", gates * _hiddenSize);
                }
            }
        }

        void Add(string name, params long[] shape)
        {
            Parameter parameter = DefaultInitialization.Parameter(shape, device, dtype);
            DefaultInitialization.Uniform(parameter, _hiddenSize);
            module.Register(name, parameter);
            _names.Add(name);
        }
    }

    private int Directions => _isBidirectional ? 2 : 1;

    private Tensor[] Parameters => [.. _names.Select(name => _module.Registered(name)!)];

    /// <summary>The parameter of that kind with the index layer · directions + direction.</summary>
    public Parameter? Get(string kind, long index) =>
        _module.Registered($"{kind}_l{index / Directions}{(index % Directions == 1 ? "_reverse" : "")}");

    /// <summary>The state of zeros that a sequence starts from when none is given.</summary>
    public Tensor InitialState(Tensor input)
    {
        if (input.dim() == 2)
        {
            return torch.zeros([_layers * Directions, _hiddenSize], dtype: input.dtype, device: input.device);
        }
        long batch = input.shape[_isBatchFirst ? 0 : 1];
        return torch.zeros([_layers * Directions, batch, _hiddenSize], dtype: input.dtype, device: input.device);
    }

    /// <summary>Runs one of the operators for whole sequences: outputs, then the final state.</summary>
    public Tensor[] Run(string name, Tensor input, params Tensor[] state)
    {
        // The operators for several layers want a batch.
        if (input.dim() == 3)
        {
            return Call(name, input, state);
        }
        using DisposeScope scope = NewDisposeScope();
        int batch = _isBatchFirst ? 0 : 1;
        Tensor[] results = Call(name, input.unsqueeze(batch), [.. state.Select(tensor => tensor.unsqueeze(1))]);
        return [.. results.Select((result, index) => result.squeeze(index == 0 ? batch : 1).MoveToOuterDisposeScope())];
    }

    /// <summary>
    /// Runs one of the operators for packed sequences, from zeros where no state is given; the states keep the original order.
    /// </summary>
    public (PackedSequence Outputs, Tensor[] State) Run(string name, PackedSequence input, int states, params Tensor[] state)
    {
        using DisposeScope scope = NewDisposeScope();
        using Tensor sizes = input.batch_sizes.narrow(0, 0, 1);
        Tensor zeros = torch.zeros(
            [_layers * Directions, sizes.item<long>(), _hiddenSize], dtype: input.data.dtype, device: input.data.device);
        Tensor[] sorted =
        [
            .. state.Length == 0
                ? Enumerable.Repeat(zeros, states)
                : state.Select(tensor => Order(tensor, input.sorted_indices)),
        ];
        Tensor[] results = Operator.CallList(
            name,
            input.data,
            input.batch_sizes,
            states == 1 ? (Argument)sorted[0] : sorted,
            Parameters,
            _hasBias,
            _layers,
            _dropout,
            _module.training,
            _isBidirectional);
        PackedSequence outputs = input.With(results[0]).MoveToOuterDisposeScope();
        return (outputs, [.. results[1..].Select(last => Order(last, input.unsorted_indices).MoveToOuterDisposeScope())]);
    }

    private static Tensor Order(Tensor state, Tensor? indices) => indices is null ? state : state.index_select(1, indices);

    private Tensor[] Call(string name, Tensor input, Tensor[] state) => Operator.CallList(
        name,
        input,
        state.Length == 1 ? (Argument)state[0] : state,
        Parameters,
        _hasBias,
        _layers,
        _dropout,
        _module.training,
        _isBidirectional,
        _isBatchFirst);
}
