using Pruning.LibTorch.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            public static partial class rnn
            {
                /// <summary>Puts sequences of different lengths side by side and fills them up to the longest.</summary>
                public static Tensor pad_sequence(IEnumerable<Tensor> sequences, bool batch_first = false, double padding_value = 0.0) =>
                    Operator.Call("aten::pad_sequence", sequences.ToArray(), batch_first, padding_value);

                /// <summary>Packs sequences that were filled up.</summary>
                /// <param name="input">(length, batch, ...), or (batch, length, ...) with <paramref name="batch_first"/>.</param>
                /// <param name="lengths">The length of each sequence without what it was filled up with.</param>
                /// <param name="batch_first">Whether the batch is the first dimension.</param>
                /// <param name="enforce_sorted">Whether the sequences must come longest first; else they are sorted here.</param>
                public static PackedSequence pack_padded_sequence(
                    Tensor input, Tensor lengths, bool batch_first = false, bool enforce_sorted = true)
                {
                    using DisposeScope scope = NewDisposeScope();
                    Tensor? sorted = null;
                    Tensor? unsorted = null;
                    if (!enforce_sorted)
                    {
                        sorted = lengths.argsort(descending: true);
                        unsorted = sorted.argsort();
                        lengths = lengths.index_select(0, sorted);
                        input = input.index_select(batch_first ? 0 : 1, sorted);
                    }
                    (Tensor data, Tensor sizes) = Operator.Call2("aten::_pack_padded_sequence", input, lengths, batch_first);
                    return new PackedSequence(data, sizes, sorted, unsorted).MoveToOuterDisposeScope();
                }

                /// <summary>Packs sequences of different lengths.</summary>
                public static PackedSequence pack_sequence(IEnumerable<Tensor> sequences, bool enforce_sorted = true)
                {
                    using DisposeScope scope = NewDisposeScope();
                    Tensor[] all = [.. sequences];
                    Tensor lengths = torch.tensor(all.Select(sequence => sequence.shape[0]).ToArray());
                    return pack_padded_sequence(pad_sequence(all), lengths, enforce_sorted: enforce_sorted).MoveToOuterDisposeScope();
                }

                /// <summary>Fills packed sequences up: gives them in their original order, with their lengths.</summary>
                public static (Tensor, Tensor) pad_packed_sequence(
                    PackedSequence sequence, bool batch_first = false, double padding_value = 0.0, long? total_length = null)
                {
                    using DisposeScope scope = NewDisposeScope();
                    long length = total_length ?? sequence.batch_sizes.shape[0];
                    (Tensor padded, Tensor lengths) = Operator.Call2(
                        "aten::_pad_packed_sequence", sequence.data, sequence.batch_sizes, batch_first, (Scalar)padding_value, length);
                    if (sequence.unsorted_indices is { } order)
                    {
                        padded = padded.index_select(batch_first ? 0 : 1, order);
                        lengths = lengths.index_select(0, order);
                    }
                    return (padded.MoveToOuterDisposeScope(), lengths.MoveToOuterDisposeScope());
                }
            }
        }
    }
}
