using static TorchSharp.torch;

namespace Pruning.LibTorch.Tests.Operators;

internal static partial class Cases
{
    private static Dictionary<string, Func<Tensor[], Tensor[]>> Shapes => new()
    {
        ["view"] = x => [x[0].view(3, -1)],
        ["reshape"] = x => [x[0].t().reshape(-1)],
        ["transpose"] = x => [x[0].transpose(0, 2)],
        ["permute"] = x => [x[0].permute(2, 0, 1)],
        ["T"] = x => [x[0].T],
        ["unsqueeze"] = x => [x[0].unsqueeze(-1)],
        ["squeeze"] = x => [x[0].squeeze()],
        ["squeeze_dim"] = x => [x[0].squeeze(0)],
        ["flatten"] = x => [x[0].flatten(1)],
        ["unflatten"] = x => [x[0].unflatten(1, 2, 3)],
        ["expand"] = x => [x[0].expand(2, -1, 4)],
        ["broadcast_to"] = x => [x[0].broadcast_to(2, 3)],
        ["repeat"] = x => [x[0].repeat(2, 1, 2)],
        ["repeat_interleave"] = x => [x[0].repeat_interleave(3, 1)],
        ["tile"] = x => [x[0].tile([2])],
        ["narrow"] = x => [x[0].narrow(1, 1, 2)],
        ["select"] = x => [x[0].select(1, -1)],
        ["slice"] = x => [x[0].slice(1, 1, 4, 2)],
        ["chunk"] = x => x[0].chunk(3, 1),
        ["split"] = x => x[0].split(2, 1),
        ["split_sizes"] = x => x[0].split([1L, 3L], 1),
        ["tensor_split"] = x => x[0].tensor_split(2, 1),
        ["unbind"] = x => x[0].unbind(1),
        ["cat"] = x => [cat([x[0], x[1]], 1)],
        ["stack"] = x => [stack([x[0], x[1]], 1)],
        ["hstack"] = x => [hstack(x[0], x[1])],
        ["vstack"] = x => [vstack([x[0], x[1]])],
        ["movedim"] = x => [x[0].movedim([0], [2])],
        ["flip"] = x => [x[0].flip(0, 1)],
        ["roll"] = x => [x[0].roll(1, 1)],
        ["roll_dims"] = x => [x[0].roll((1, 2), (0, 1))],
        ["rot90"] = x => [x[0].rot90()],
        ["tril"] = x => [x[0].tril(-1)],
        ["triu"] = x => [x[0].triu(1)],
        ["diag"] = x => [x[0].diag()],
        ["diagonal"] = x => [x[0].diagonal(1, 0, 1)],
        ["diag_embed"] = x => [x[0].diag_embed()],
        ["unfold_dimension"] = x => [x[0].unfold(0, 3, 2)],
        ["as_strided"] = x => [x[0].as_strided([2, 2], [3, 1], 1)],
        ["meshgrid"] = x => meshgrid([x[0], x[1]]),
        ["block_diag"] = x => [block_diag(x[0], x[1])],
        ["channel_shuffle"] = x => [x[0].detach().channel_shuffle(2)],
        ["movement"] = x => [x[0].contiguous().clone().detach() * x[0]],
    };
}
