namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            public static partial class rnn
            {
                /// <summary>Sequences of different lengths, longest first, without padding: step by step, one behind the other.</summary>
                public sealed class PackedSequence : IDisposable
                {
                    /// <summary>The entries of the first step of all sequences, then those of the second, and so on.</summary>
                    public readonly Tensor data;

                    /// <summary>How many sequences have each step.</summary>
                    public readonly Tensor batch_sizes;

                    /// <summary>Which of the original sequences each one is; null where they were sorted already.</summary>
                    public readonly Tensor? sorted_indices;

                    /// <summary>Where each of the original sequences is.</summary>
                    public readonly Tensor? unsorted_indices;

                    internal PackedSequence(Tensor data, Tensor batchSizes, Tensor? sortedIndices, Tensor? unsortedIndices)
                    {
                        this.data = data;
                        batch_sizes = batchSizes;
                        sorted_indices = sortedIndices;
                        unsorted_indices = unsortedIndices;
                    }

                    private IEnumerable<Tensor> Tensors =>
                        new[] { data, batch_sizes, sorted_indices, unsorted_indices }.OfType<Tensor>();

                    /// <summary>The same sequences with other entries.</summary>
                    internal PackedSequence With(Tensor entries) =>
                        new(entries, batch_sizes.alias(), sorted_indices?.alias(), unsorted_indices?.alias());

                    public void Dispose()
                    {
                        foreach (Tensor tensor in Tensors)
                        {
                            tensor.Dispose();
                        }
                    }

                    public PackedSequence DetachFromDisposeScope()
                    {
                        foreach (Tensor tensor in Tensors)
                        {
                            tensor.DetachFromDisposeScope();
                        }
                        return this;
                    }

                    public PackedSequence MoveToOuterDisposeScope()
                    {
                        foreach (Tensor tensor in Tensors)
                        {
                            tensor.MoveToOuterDisposeScope();
                        }
                        return this;
                    }
                }
            }
        }
    }
}
