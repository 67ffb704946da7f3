using static Pruning.LibTorch.Native.Operator;

namespace TorchSharp;

// Losses.
public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            public static Tensor cross_entropy(
                Tensor input, Tensor target, Tensor? weight = null, long ignore_index = -100, Reduction reduction = Reduction.Mean,
                double label_smoothing = 0) =>
                Call("aten::cross_entropy_loss", input, target, weight, (long)reduction, ignore_index, label_smoothing);

            public static Tensor nll_loss(
                Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                Call("aten::nll_loss_nd", input, target, weight, (long)reduction);

            public static Tensor mse_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                Call("aten::mse_loss", input, target, (long)reduction);

            public static Tensor l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                Call("aten::l1_loss", input, target, (long)reduction);

            public static Tensor smooth_l1_loss(
                Tensor input, Tensor target, Reduction reduction = Reduction.Mean, double beta = 1) =>
                Call("aten::smooth_l1_loss", input, target, (long)reduction, beta);

            public static Tensor huber_loss(
                Tensor input, Tensor target, double delta = 1, Reduction reduction = Reduction.Mean) =>
                Call("aten::huber_loss", input, target, (long)reduction, delta);

            public static Tensor kl_div(
                Tensor input, Tensor target, bool log_target = true, Reduction reduction = Reduction.Mean) =>
                Call("aten::kl_div", input, target, (long)reduction, log_target);

            public static Tensor binary_cross_entropy(
                Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                Call("aten::binary_cross_entropy", input, target, weight, (long)reduction);

            public static Tensor binary_cross_entropy_with_logits(
                Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean, Tensor? pos_weights = null) =>
                Call("aten::binary_cross_entropy_with_logits", input, target, weight, pos_weights, (long)reduction);

            public static Tensor cosine_embedding_loss(
                Tensor input1, Tensor input2, Tensor target, double margin = 0, Reduction reduction = Reduction.Mean) =>
                Call("aten::cosine_embedding_loss", input1, input2, target, margin, (long)reduction);

            public static Tensor ctc_loss(
                Tensor log_probs, Tensor targets, Tensor input_lengths, Tensor target_lengths, long blank = 0,
                bool zero_infinity = false, Reduction reduction = Reduction.Mean) =>
                Call(
                    "aten::ctc_loss.Tensor", log_probs, targets, input_lengths, target_lengths, blank, (long)reduction, zero_infinity);

            public static Tensor hinge_embedding_loss(
                Tensor input, Tensor target, double margin = 0, Reduction reduction = Reduction.Mean) =>
                Call("aten::hinge_embedding_loss", input, target, margin, (long)reduction);

            public static Tensor margin_ranking_loss(
                Tensor input1, Tensor input2, Tensor target, double margin = 0, Reduction reduction = Reduction.Mean) =>
                Call("aten::margin_ranking_loss", input1, input2, target, margin, (long)reduction);

            public static Tensor multi_label_margin_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                Call("aten::multilabel_margin_loss", input, target, (long)reduction);

            public static Tensor multi_margin_loss(
                Tensor input, Tensor target, int p = 1, double margin = 1, Tensor? weight = null,
                Reduction reduction = Reduction.Mean) =>
                Call("aten::multi_margin_loss", input, target, p, margin, weight, (long)reduction);

            public static Tensor multilabel_soft_margin_loss(
                Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                WrappedTensorDisposeScope(() =>
                {
                    Tensor missed = target.mul(input.log_sigmoid());
                    Tensor wrong = target.neg().add(1).mul(input.neg().log_sigmoid());
                    Tensor loss = missed.add(wrong).neg();
                    return Reduced((weight is null ? loss : loss.mul(weight)).mean([-1]), reduction);
                });

            public static Tensor soft_margin_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                Call("aten::soft_margin_loss", input, target, (long)reduction);

            public static Tensor poisson_nll_loss(
                Tensor input, Tensor target, bool log_input = true, bool full = false, float eps = 1E-08f,
                Reduction reduction = Reduction.Mean) =>
                Call("aten::poisson_nll_loss", input, target, log_input, full, eps, (long)reduction);

            public static Tensor gaussian_nll_loss(
                Tensor input, Tensor target, Tensor variance, bool full = false, float eps = 1E-06f,
                Reduction reduction = Reduction.Mean) =>
                WrappedTensorDisposeScope(() =>
                {
                    Tensor bounded;
                    using (no_grad())
                    {
                        bounded = variance.clone().clamp_min_(eps);
                    }
                    // The bound takes part in no gradient; the variance does.
                    bounded = variance.add(bounded.sub(variance).detach());
                    Tensor loss = bounded.log().add(input.sub(target).pow(2).div(bounded)).mul(0.5);
                    return Reduced(full ? loss.add(0.5 * Math.Log(2 * Math.PI)) : loss, reduction);
                });

            public static Tensor triplet_margin_loss(
                Tensor anchor, Tensor positive, Tensor negative, double margin = 1, long p = 2, double eps = 1E-06, bool swap = false,
                Reduction reduction = Reduction.Mean) =>
                Call("aten::triplet_margin_loss", anchor, positive, negative, margin, (double)p, eps, swap, (long)reduction);

            public static Tensor triplet_margin_with_distance_loss(
                Tensor anchor, Tensor positive, Tensor negative, Func<Tensor, Tensor, Tensor>? distance = null, double margin = 1,
                bool swap = false, Reduction reduction = Reduction.Mean) =>
                WrappedTensorDisposeScope(() =>
                {
                    distance ??= (left, right) => pairwise_distance(left, right);
                    Tensor near = distance(anchor, positive);
                    Tensor far = distance(anchor, negative);
                    if (swap)
                    {
                        far = far.minimum(distance(positive, negative));
                    }
                    return Reduced(near.sub(far).add(margin).clamp_min(0), reduction);
                });

            public static Tensor pairwise_distance(
                Tensor input1, Tensor input2, double p = 2, double eps = 1E-06, bool keepdim = false) =>
                Call("aten::pairwise_distance", input1, input2, p, eps, keepdim);

            public static Tensor cosine_similarity(Tensor x1, Tensor x2, long dim = 1, double eps = 1E-08) =>
                Call("aten::cosine_similarity", x1, x2, dim, eps);

            private static Tensor Reduced(Tensor losses, Reduction reduction) => reduction switch
            {
                Reduction.Mean => losses.mean(),
                Reduction.Sum => losses.sum(),
                _ => losses,
            };
        }
    }
}
