using System.Collections.Immutable;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.Tests.Criteria;

/// <summary>Multiplies the weights that read a channel: what a gate does, by other means.</summary>
internal static class ConsumerScaling
{
    public static void Apply(Graph graph, Module model, int group, int channel, double factor)
    {
        Dictionary<string, Tensor> state = model.state_dict();
        foreach (ParameterLayout layout in graph.Parameters)
        {
            for (int dimension = 0; dimension < layout.Dimensions.Length; dimension++)
            {
                if (layout.Dimensions[dimension].Role == DimensionRole.Input && layout.Dimensions[dimension].Contains(group))
                {
                    long[] entries = EntriesOf(graph, layout.Dimensions[dimension], group, channel);
                    using Tensor index = tensor(entries);
                    using Tensor scaled = state[layout.Name].index_select(dimension, index) * factor;
                    state[layout.Name].index_copy_(dimension, index, scaled);
                }
            }
        }
    }

    public static long[] EntriesOf(Graph graph, Dimension dimension, int group, int channel) => dimension.RemovedEntries(
        [.. graph.Groups.Select((known, index) =>
            Enumerable.Range(0, known.Channels).Where(kept => index != group || kept != channel).ToImmutableArray())]);
}
