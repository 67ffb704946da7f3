using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.utils.rnn;

namespace Pruning.LibTorch.Tests.Modules;

/// <summary>Packed sequences give what each sequence gives alone.</summary>
public class SequenceTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_packed_batch_gives_what_its_sequences_give_alone(bool batchFirst)
    {
        using DisposeScope scope = NewDisposeScope();
        LSTM network = LSTM(3, 4, batchFirst: batchFirst, bidirectional: true);
        Tensor[] sequences = [randn(2, 3), randn(5, 3), randn(4, 3)];
        Tensor padded = pad_sequence(sequences, batchFirst, -1);
        PackedSequence packed = pack_padded_sequence(padded, tensor(new long[] { 2, 5, 4 }), batchFirst, enforce_sorted: false);
        packed.batch_sizes.data<long>().ToArray().ShouldBe([3, 3, 2, 2, 1]);

        (PackedSequence outputs, Tensor hidden, Tensor cell) = network.call(packed);
        (Tensor unpacked, Tensor lengths) = pad_packed_sequence(outputs, batchFirst);

        lengths.data<long>().ToArray().ShouldBe([2, 5, 4]);
        for (int i = 0; i < sequences.Length; i++)
        {
            int batch = batchFirst ? 0 : 1;
            (Tensor alone, Tensor lastHidden, Tensor lastCell) = network.call(sequences[i].unsqueeze(batch));
            unpacked.select(batch, i).narrow(0, 0, sequences[i].shape[0]).allclose(alone.squeeze(batch), atol: 1e-6).ShouldBeTrue();
            hidden.select(1, i).allclose(lastHidden.squeeze(1), atol: 1e-6).ShouldBeTrue();
            cell.select(1, i).allclose(lastCell.squeeze(1), atol: 1e-6).ShouldBeTrue();
        }
    }

    [Fact]
    public void Sequences_are_packed_as_they_are()
    {
        using DisposeScope scope = NewDisposeScope();
        PackedSequence packed = pack_sequence([tensor(new[] { 1f, 2, 3 }), tensor(new[] { 4f })]);
        packed.data.data<float>().ToArray().ShouldBe([1, 4, 2, 3]);
        GRU network = GRU(1, 2);
        (PackedSequence outputs, Tensor hidden) = network.call(pack_sequence([randn(3, 1), randn(1, 1)]));
        outputs.data.shape.ShouldBe([4, 2]);
        hidden.shape.ShouldBe([1, 2, 2]);
    }

    [SkippableFact]
    public void Masks_forbid_attention()
    {
        TorchSharpDifferences.SkipIfTorchSharp("a mask of truth values is added to the scores instead of hiding them");
        using DisposeScope scope = NewDisposeScope();
        MultiheadAttention attention = MultiheadAttention(4, 2, add_zero_attn: true);
        attention.eval();
        Tensor x = randn(3, 2, 4);
        Tensor causal = ones(3, 3, @bool).triu(1);
        Tensor padding = tensor(new[,] { { false, false, true }, { false, false, false } });
        (_, Tensor weights) = attention.call(x, x, x, padding, attn_mask: causal);
        weights.shape.ShouldBe([2, 3, 4]);
        weights.sum(-1).allclose(ones(2, 3)).ShouldBeTrue();
        weights.narrow(2, 0, 3).masked_select(causal).abs().sum().item<float>().ShouldBe(0);
        weights[0].narrow(1, 2, 1).abs().sum().item<float>().ShouldBe(0);
        weights[1, 2, 2].item<float>().ShouldBeGreaterThan(0);
    }
}
