using System.IO.Compression;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning;

/// <summary>
/// What a network takes when it is stored: as it is, as sparse rows, and quantised and entropy-coded, which is where pruned channels and
/// masked weights can be compared fairly. Source: Bragagnolo et al., On the Role of Structured Pruning for Neural Network Compression
/// (2021).
/// </summary>
/// <param name="Dense">Bytes of all entries of the state dict.</param>
/// <param name="SparseRows">
/// Bytes of the same when weights of two dimensions or more are stored as compressed sparse rows: the elements that are not zero, their
/// columns and the rows' starts, 32 bits each.
/// </param>
/// <param name="Coded">
/// Bytes when these weights are rounded to 8 bits, symmetrically and with a factor of 32 bits for each row, and everything is packed by
/// Brotli at its highest quality.
/// </param>
public sealed record CompressedSize(long Dense, long SparseRows, long Coded)
{
    /// <summary>Measures a network; it is left as it is.</summary>
    public static CompressedSize Of(Module model)
    {
        ArgumentNullException.ThrowIfNull(model);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        long sparse = 0;
        using var packed = new MemoryStream();
        using (var coder = new BrotliStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            foreach (Tensor tensor in model.state_dict().Values)
            {
                using DisposeScope inner = NewDisposeScope();
                Tensor values = tensor.detach().cpu().contiguous();
                if (values.dim() > 1 && values.is_floating_point())
                {
                    Tensor rows = values.flatten(1).to_type(ScalarType.Float32);
                    sparse += 4 * ((2 * rows.ne(0).sum().item<long>()) + rows.shape[0] + 1);
                    Tensor largest = rows.abs().amax(1).unsqueeze(1), factors = largest / 127;
                    coder.Write(factors.bytes);
                    coder.Write((rows / where(largest.gt(0), factors, ones_like(factors))).round().to_type(ScalarType.Int8).bytes);
                }
                else
                {
                    sparse += values.bytes.Length;
                    coder.Write(values.bytes);
                }
            }
        }
        return new CompressedSize(Evaluation.StateBytes(model), sparse, packed.Length);
    }
}
