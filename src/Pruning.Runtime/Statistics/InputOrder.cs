namespace Pruning;

/// <summary>In which place of the network's run each layer reads the channels.</summary>
public sealed record InputOrder : Statistic<IReadOnlyDictionary<string, int>>
{
    /// <inheritdoc/>
    public override Sources Sources => Sources.Inputs;

    /// <inheritdoc/>
    public override Collector<IReadOnlyDictionary<string, int>> Collect(CoupledGroup group) => new Places();

    private sealed class Places : Collector<IReadOnlyDictionary<string, int>>
    {
        private readonly Dictionary<string, int> _places = [];

        public override void Input(ChannelActivation activation) => _places[activation.Layer] = activation.Place;

        public override IReadOnlyDictionary<string, int> Result() => _places;
    }
}
