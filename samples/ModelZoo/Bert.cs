using Pruning;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelZoo;

/// <summary>The sizes of a BERT; by default those of the base model.</summary>
public sealed class BertConfig
{
    public long Vocabulary { get; set; } = 30522;

    public long Positions { get; set; } = 512;

    public long Segments { get; set; } = 2;

    public long Width { get; set; } = 768;

    public long Hidden { get; set; } = 3072;

    public int Layers { get; set; } = 12;

    public long Heads { get; set; } = 12;

    public double Dropout { get; set; } = 0.1;
}

/// <summary>
/// An encoder in the manner of BERT (Devlin et al. 2019). Takes words, segments and which words are not padding; gives the features of
/// every word, and those of the first one for a classifier.
/// </summary>
public abstract class BertModel : Module<Tensor, Tensor, Tensor, (Tensor, Tensor)>
{
    private readonly BertEmbeddings embeddings;
    private readonly ModuleList<BertLayer> encoder = new();
    private readonly Linear pooler;

    protected BertModel(string name, BertConfig config)
        : base(name)
    {
        embeddings = new BertEmbeddings(config);
        for (var layer = 0; layer < config.Layers; layer++)
        {
            encoder.Add(new BertLayer(config));
        }
        pooler = Linear(config.Width, config.Width);
        RegisterComponents();
    }

    public override (Tensor, Tensor) forward(Tensor words, Tensor segments, Tensor mask)
    {
        using var scope = NewDisposeScope();
        var bias = (1.0 - mask.unsqueeze(1).unsqueeze(2)) * -10000.0;
        var x = embeddings.call(words, segments);
        foreach (var layer in encoder)
        {
            x = layer.call(x, bias);
        }
        var pooled = pooler.call(x[.., 0]).tanh();
        return (x.MoveToOuterDisposeScope(), pooled.MoveToOuterDisposeScope());
    }

    private sealed class BertEmbeddings : Module<Tensor, Tensor, Tensor>
    {
        private readonly Embedding word_embeddings;
        private readonly Embedding position_embeddings;
        private readonly Embedding token_type_embeddings;
        private readonly LayerNorm LayerNorm;
        private readonly Dropout dropout;
        private readonly Tensor position_ids;

        public BertEmbeddings(BertConfig config)
            : base(nameof(BertEmbeddings))
        {
            word_embeddings = Embedding(config.Vocabulary, config.Width, padding_idx: 0);
            position_embeddings = Embedding(config.Positions, config.Width);
            token_type_embeddings = Embedding(config.Segments, config.Width);
            LayerNorm = nn.LayerNorm(config.Width, eps: 1e-12);
            dropout = Dropout(config.Dropout);
            position_ids = arange(config.Positions, dtype: ScalarType.Int64).unsqueeze(0);
            RegisterComponents();
        }

        public override Tensor forward(Tensor words, Tensor segments)
        {
            var positions = position_ids[.., ..(int)words.shape[1]];
            var x = word_embeddings.call(words) + token_type_embeddings.call(segments) + position_embeddings.call(positions);
            return dropout.call(LayerNorm.call(x));
        }
    }

    private sealed class BertSelfAttention : Module<Tensor, Tensor, Tensor>
    {
        private readonly Linear query;
        private readonly Linear key;
        private readonly Linear value;
        private readonly Linear dense;
        private readonly Dropout dropout;
        private readonly long _heads;
        private readonly long _headWidth;

        public BertSelfAttention(BertConfig config)
            : base(nameof(BertSelfAttention))
        {
            _heads = config.Heads;
            _headWidth = config.Width / config.Heads;
            query = Linear(config.Width, config.Width);
            key = Linear(config.Width, config.Width);
            value = Linear(config.Width, config.Width);
            dense = Linear(config.Width, config.Width);
            dropout = Dropout(config.Dropout);
            RegisterComponents();
        }

        public override Tensor forward(Tensor x, Tensor bias)
        {
            var q = Transpose(query.call(x));
            var k = Transpose(key.call(x));
            var v = Transpose(value.call(x));
            var scores = matmul(q, k.transpose(-1, -2)) / Math.Sqrt(_headWidth) + bias;
            var weights = dropout.call(scores.softmax(-1));
            var context = matmul(weights, v).permute(0, 2, 1, 3).contiguous();
            return dense.call(context.flatten(2));
        }

        private Tensor Transpose(Tensor x)
        {
            var shape = x.shape[..^1].Append(_heads).Append(_headWidth).ToArray();
            return x.view(shape).permute(0, 2, 1, 3);
        }
    }

    private sealed class BertLayer : Module<Tensor, Tensor, Tensor>
    {
        private readonly BertSelfAttention attention;
        private readonly LayerNorm attention_norm;
        private readonly Linear intermediate;
        private readonly Linear output;
        private readonly LayerNorm output_norm;
        private readonly Dropout dropout;

        public BertLayer(BertConfig config)
            : base(nameof(BertLayer))
        {
            attention = new BertSelfAttention(config);
            attention_norm = nn.LayerNorm(config.Width, eps: 1e-12);
            intermediate = Linear(config.Width, config.Hidden);
            output = Linear(config.Hidden, config.Width);
            output_norm = nn.LayerNorm(config.Width, eps: 1e-12);
            dropout = Dropout(config.Dropout);
            RegisterComponents();
        }

        public override Tensor forward(Tensor x, Tensor bias)
        {
            x = attention_norm.call(x + dropout.call(attention.call(x, bias)));
            var y = output.call(functional.gelu(intermediate.call(x)));
            return output_norm.call(x + dropout.call(y));
        }
    }
}

/// <summary>BERT base: 12 layers of 768.</summary>
[Prunable("N,T", "N,T", "N,T")]
public sealed partial class Bert() : BertModel(nameof(Bert), new BertConfig());

/// <summary>An encoder for trying things out.</summary>
[Prunable("N,T", "N,T", "N,T")]
public sealed partial class BertSmall() : BertModel(
    nameof(BertSmall), new BertConfig { Vocabulary = 64, Positions = 32, Width = 32, Hidden = 64, Layers = 2, Heads = 4 });
