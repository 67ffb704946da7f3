using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static Linear Linear(
            long inputSize, long outputSize, bool hasBias = true, Device? device = null, ScalarType? dtype = null) =>
            new(inputSize, outputSize, hasBias, device, dtype);

        public static Linear Linear(Parameter weight, Parameter? bias = null) => new(weight, bias);

        public static Identity Identity() => new();

        public static Bilinear Bilinear(
            long in1_features,
            long in2_features,
            long out_features,
            bool hasBias = true,
            Device? device = null,
            ScalarType? dtype = null) =>
            new(in1_features, in2_features, out_features, hasBias, device, dtype);

        public static CosineSimilarity CosineSimilarity(long dim = 1, double eps = 1e-8) => new(dim, eps);

        public static PairwiseDistance PairwiseDistance(double p = 2.0, double eps = 1e-6, bool keepdim = false) => new(p, eps, keepdim);

        public static Embedding Embedding(
            long num_embeddings,
            long embedding_dims,
            long? padding_idx = null,
            double? max_norm = null,
            double norm_type = 2,
            bool scale_grad_by_freq = false,
            bool sparse = false,
            Device? device = null,
            ScalarType? dtype = null) =>
            new(num_embeddings, embedding_dims, padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse, device, dtype);

        /// <summary>A table with the given rows, which training leaves alone unless <paramref name="freeze"/> is false.</summary>
        public static Embedding Embedding_from_pretrained(
            Tensor embeddings,
            bool freeze = true,
            long? padding_idx = null,
            double? max_norm = null,
            double norm_type = 2,
            bool scale_grad_by_freq = false,
            bool sparse = false,
            Device? device = null,
            ScalarType? dtype = null)
        {
            long[] shape = embeddings.shape;
            Embedding table = Embedding(
                shape[0], shape[1], padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse, device, dtype ?? embeddings.dtype);
            EmbeddingTable.Fill(table.weight!, embeddings, freeze);
            return table;
        }

        public static EmbeddingBag EmbeddingBag(
            long num_embeddings,
            long embedding_dims,
            double? max_norm = null,
            double norm_type = 2,
            bool scale_grad_by_freq = false,
            EmbeddingBagMode mode = EmbeddingBagMode.Mean,
            bool sparse = false,
            bool include_last_offset = false,
            long padding_index = -1,
            Device? device = null,
            ScalarType? dtype = null) =>
            new(
                num_embeddings,
                embedding_dims,
                max_norm,
                norm_type,
                scale_grad_by_freq,
                mode,
                sparse,
                include_last_offset,
                padding_index,
                device,
                dtype);

        /// <summary>A table of bags with the given rows, which training leaves alone unless <paramref name="freeze"/> is false.</summary>
        public static EmbeddingBag EmbeddingBag_from_pretrained(
            Tensor embeddings,
            bool freeze = true,
            double? max_norm = null,
            double norm_type = 2,
            bool scale_grad_by_freq = false,
            EmbeddingBagMode mode = EmbeddingBagMode.Mean,
            bool sparse = false,
            bool include_last_offset = false,
            long padding_index = -1,
            Device? device = null,
            ScalarType? dtype = null)
        {
            long[] shape = embeddings.shape;
            EmbeddingBag table = EmbeddingBag(
                shape[0],
                shape[1],
                max_norm,
                norm_type,
                scale_grad_by_freq,
                mode,
                sparse,
                include_last_offset,
                padding_index,
                device,
                dtype ?? embeddings.dtype);
            EmbeddingTable.Fill(table.weight!, embeddings, freeze);
            return table;
        }
    }
}
