using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.Tests.Criteria;

/// <summary>Makes one channel of a group the copy of another; what read the first reads half of each, so the function stays.</summary>
internal static class ChannelCopy
{
    public static void Make(Graph graph, Module model, string group, int from, int to)
    {
        int index = graph.IndexOf(group);
        Dictionary<string, Tensor> state = model.state_dict();
        foreach (ParameterLayout layout in graph.Parameters)
        {
            for (int dimension = 0; dimension < layout.Dimensions.Length; dimension++)
            {
                Dimension entries = layout.Dimensions[dimension];
                if (!entries.Contains(index))
                {
                    continue;
                }
                using Tensor source = tensor(ConsumerScaling.EntriesOf(graph, entries, index, from));
                using Tensor target = tensor(ConsumerScaling.EntriesOf(graph, entries, index, to));
                using Tensor values = state[layout.Name].index_select(dimension, source);
                double share = entries.Role == DimensionRole.Input ? 0.5 : 1;
                using Tensor shared = values * share;
                state[layout.Name].index_copy_(dimension, source, shared);
                state[layout.Name].index_copy_(dimension, target, shared);
            }
        }
    }
}
