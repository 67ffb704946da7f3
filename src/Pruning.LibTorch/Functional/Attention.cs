namespace TorchSharp;

// Attention.
public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>softmax(query·keyᵀ/√d + mask)·value over the last two dimensions.</summary>
            public static Tensor scaled_dot_product_attention(
                Tensor query, Tensor key, Tensor value, Tensor? attn_mask = null, double p = 0, bool is_casual = false)
            {
                if (is_casual && attn_mask is not null)
                {
                    throw new ArgumentException("A causal attention takes no mask of its own.", nameof(attn_mask));
                }
                using DisposeScope scope = NewDisposeScope();
                // Half of the scale on either side keeps the products small.
                double scale = Math.Pow(query.size(-1), -0.25);
                Tensor scores = query.mul(scale).matmul(key.mul(scale).transpose(-2, -1));
                Tensor? mask = is_casual
                    ? torch.ones([query.size(-2), key.size(-2)], ScalarType.Bool, query.device).tril()
                    : attn_mask;
                if (mask is not null)
                {
                    scores = mask.dtype == ScalarType.Bool
                        ? scores.masked_fill(mask.logical_not(), double.NegativeInfinity)
                        : scores.add(mask);
                }
                Tensor weights = scores.softmax(-1);
                return dropout(weights, p, training: p > 0).matmul(value).MoveToOuterDisposeScope();
            }
        }
    }
}
