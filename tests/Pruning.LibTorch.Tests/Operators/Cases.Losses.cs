using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.LibTorch.Tests.Operators;

internal static partial class Cases
{
    private static Dictionary<string, Func<Tensor[], Tensor[]>> Losses => new()
    {
        ["F.cross_entropy"] = x => [functional.cross_entropy(x[0], x[1])],
        ["F.cross_entropy_weighted"] = x => [functional.cross_entropy(x[0], x[1], x[2].detach(), reduction: Reduction.Sum)],
        ["F.cross_entropy_smooth"] = x => [functional.cross_entropy(x[0], x[1], label_smoothing: 0.1)],
        ["F.cross_entropy_ignored"] = x => [functional.cross_entropy(x[0], x[1], ignore_index: 0, reduction: Reduction.None)],
        ["F.cross_entropy_soft"] = x => [functional.cross_entropy(x[0], x[1].softmax(1))],
        ["F.nll_loss"] = x => [functional.nll_loss(x[0].log_softmax(1), x[1])],
        ["F.mse_loss"] = x => [functional.mse_loss(x[0], x[1])],
        ["F.mse_loss_sum"] = x => [functional.mse_loss(x[0], x[1], Reduction.Sum)],
        ["F.l1_loss"] = x => [functional.l1_loss(x[0], x[1])],
        ["F.smooth_l1_loss"] = x => [functional.smooth_l1_loss(x[0], x[1], beta: 0.5)],
        ["F.huber_loss"] = x => [functional.huber_loss(x[0], x[1], 0.5)],
        ["F.kl_div"] = x => [functional.kl_div(x[0].log_softmax(1), x[1].softmax(1), log_target: false)],
        ["F.kl_div_log"] = x => [functional.kl_div(x[0].log_softmax(1), x[1].log_softmax(1), reduction: Reduction.Sum)],
        ["F.binary_cross_entropy"] = x => [functional.binary_cross_entropy(x[0].sigmoid(), x[1].sigmoid())],
        ["F.binary_cross_entropy_with_logits"] = x =>
            [functional.binary_cross_entropy_with_logits(x[0], x[1].sigmoid(), pos_weights: x[2].detach())],
        ["F.cosine_similarity"] = x => [functional.cosine_similarity(x[0], x[1])],
        ["F.cosine_embedding_loss"] = x => [functional.cosine_embedding_loss(x[0], x[1], tensor([1L, -1L]), 0.1)],
        ["F.pairwise_distance"] = x => [functional.pairwise_distance(x[0], x[1])],
        ["F.hinge_embedding_loss"] = x => [functional.hinge_embedding_loss(x[0], x[1].sign(), 1)],
        ["F.margin_ranking_loss"] = x => [functional.margin_ranking_loss(x[0], x[1], ones(3, float64), 0.2)],
        ["F.multi_margin_loss"] = x => [functional.multi_margin_loss(x[0], x[1])],
        ["F.multilabel_soft_margin_loss"] = x => [functional.multilabel_soft_margin_loss(x[0], (x[1] > 0).to(float64))],
        ["F.soft_margin_loss"] = x => [functional.soft_margin_loss(x[0], x[1].detach().sign())],
        ["F.poisson_nll_loss"] = x => [functional.poisson_nll_loss(x[0], x[1])],
        ["F.gaussian_nll_loss"] = x => [functional.gaussian_nll_loss(x[0], x[1], x[2])],
        ["F.triplet_margin_loss"] = x => [functional.triplet_margin_loss(x[0], x[1], x[2])],
    };
}
