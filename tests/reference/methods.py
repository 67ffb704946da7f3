"""Writes methods.json: reference numbers of the pruning methods, for random inputs, from the formulas of the papers.

Where the folder ../shared has numbers for other inputs, tests read those; elsewhere they read these. The formulas are written down here
a second time, with NumPy and PyTorch's autograd, in double precision, and share nothing with the library.

Usage: python3 tests/reference/methods.py [seed] [file]
"""
import itertools
import json
import math
import os
import sys

import numpy as np
import torch
import torch.nn.functional as F

SEED = int(sys.argv[1]) if len(sys.argv) > 1 else 1
FILE = sys.argv[2] if len(sys.argv) > 2 else os.path.join(os.path.dirname(__file__), "methods.json")
random = np.random.default_rng(SEED)
torch.set_default_dtype(torch.float64)
fixtures, oracles = {}, []


def draw(*shape, digits=2, scale=1.0):
    return np.round(random.normal(size=shape) * scale, digits)


def uniform(*shape, low=0.0, high=1.0, digits=2):
    return np.round(random.uniform(low, high, size=shape), digits)


def plain(value):
    if isinstance(value, torch.Tensor):
        value = value.detach().numpy()
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (float, np.floating)):
        return round(float(value), 6) + 0.0
    return int(value) if isinstance(value, np.integer) else value


def oracle(name, inputs, expected):
    oracles.append({"id": name, "inputs": plain(inputs), "expected": plain(expected)})


def fixture(name, value):
    fixtures[name] = plain(value)
    return np.array(value)


def ascending(scores):
    return sorted(range(len(scores)), key=lambda index: (scores[index], index))


def without(count, gone):
    return [index for index in range(count) if index not in gone]


# --- weights ---------------------------------------------------------------------------------------------------------------------------
W4, W5, gamma4 = fixture("W4", draw(4, 2, 2, 2)), fixture("W5", draw(3, 4, 2, 2)), fixture("gamma4", draw(4))
rows4 = W4.reshape(4, -1)
l1, l2 = np.abs(rows4).sum(1), np.sqrt((rows4 ** 2).sum(1))
oracle("l1_filter", {"W": "W4"}, {"score": l1, "order_ascending": ascending(l1)})
oracle("l2_filter", {"W": "W4"}, {"score": l2, "mean_abs": l1 / 8})
members = np.stack([l2 ** 2, gamma4 ** 2, (W5 ** 2).sum((0, 2, 3))])
oracle("group_norm_coupled", {"p": 2, "W_out": "W4", "bn": "gamma4", "W_in": "W5"}, {
    "per_member_pow2": members, "sum": members.sum(0), "mean": members.mean(0), "group_l2": np.sqrt(members.sum(0))})


def distances(rows):
    return np.sqrt(((rows[:, None] - rows[None]) ** 2).sum(2))


def weiszfeld(rows):
    point = rows.mean(0)
    for _ in range(2000):
        inverse = 1 / np.maximum(np.sqrt(((rows - point) ** 2).sum(1)), 1e-12)
        point = (rows * inverse[:, None]).sum(0) / inverse.sum()
    return point


# The filter nearest the median need not be the one with the smallest sum; it is so for these.
apart, median = distances(rows4), weiszfeld(rows4)
nearest = np.sqrt(((rows4 - median) ** 2).sum(1))
if ascending(apart.sum(1))[0] != ascending(nearest)[0]:
    raise SystemExit("choose another seed: the filter with the smallest sum of distances is not the one nearest to the median")
oracle("fpgm", {"W": "W4"}, {
    "pairwise_l2": apart, "score_sum_of_distances": apart.sum(1), "prune_first": ascending(apart.sum(1))[0],
    "weiszfeld_median": median, "dist_to_weiszfeld": nearest})
W6 = fixture("W6_fpgm_mixed", draw(5, 2, scale=3))
norms = np.sqrt((W6 ** 2).sum(1))
survivors = ascending(norms)[1:]
sums = distances(W6[survivors]).sum(1)
oracle("fpgm_mixed", {"W": "W6_fpgm_mixed", "prune_by_norm": 1, "prune_by_dist": 1}, {
    "norm": norms, "pruned_by_norm": ascending(norms)[:1], "survivors_by_ascending_norm": survivors, "dist_sums_in_that_order": sums,
    "pruned_by_dist": [survivors[ascending(sums)[0]]]})
pearson = np.corrcoef(rows4)
off = np.abs(pearson) - np.eye(4)
pair = min(((a, b) for a in range(4) for b in range(a + 1, 4)), key=lambda ab: -off[ab])
oracle("filter_correlation", {"W": "W4"}, {
    "pearson": pearson, "mean_abs_offdiag": off.sum(1) / 3, "most_correlated_pair": list(pair),
    "drop_smaller_l1_of_pair": min(pair, key=lambda index: l1[index])})

gammas = [uniform(3, low=0.05, digits=4), uniform(5, low=0.05, digits=4), uniform(4, low=0.05, digits=4)]
flat, percent = np.sort(np.concatenate(gammas)), 0.4
place = int(len(flat) * percent)
oracle("slimming_global", {"gammas": gammas, "percent": percent}, {
    "sorted": flat, "threshold_index": place, "threshold": flat[place],
    "keep_masks": [(np.abs(gamma) > flat[place]).astype(int) for gamma in gammas]})
gamma, grad = np.array([0.4, -0.3, 0.0, 0.7]), draw(4)
oracle("slimming_subgradient", {"gamma": gamma, "grad": grad, "lambda": 0.001}, {"grad_after": grad + 0.001 * np.sign(gamma)})
scores = uniform(5, low=0.1, high=5)
exponentials = np.exp(scores - scores.max())
oracle("layer_normalisers", {"s": scores}, {
    "standard_score_population_std": (scores - scores.mean()) / scores.std(), "tss (sum)": scores / scores.sum(),
    "linear_scaling (min-max)": (scores - scores.min()) / (scores.max() - scores.min()), "softmax": exponentials / exponentials.sum(),
    "l2": scores / np.sqrt((scores ** 2).sum()), "mean": scores / scores.mean(), "max": scores / scores.max()})
squared = [uniform(4, low=0.1, high=9), uniform(3, low=0.01, high=0.3), uniform(2, low=0.5, high=2)]


def lamp(values):
    order, result = ascending(values), np.zeros(len(values))
    for rank, index in enumerate(order):
        result[index] = values[index] / sum(values[other] for other in order[rank:])
    return result


lamps = [lamp(values) for values in squared]
everything = np.sort(np.concatenate(lamps))
kept = round(0.5 * len(everything))
threshold = everything[len(everything) - kept]
counts = [int((values >= threshold).sum()) for values in lamps]
oracle("slamp", {"squared_filter_norms": squared, "global_prune_ratio": 0.5}, {
    "scores": lamps, "n_keep": kept, "threshold": threshold, "kept_per_layer": counts,
    "prune_ratio_per_layer": [1 - count / len(values) for count, values in zip(counts, lamps)]})
oracle("channel_index_parser", {"text": "77, 3-5, 4, 12"}, {"indices": [3, 4, 5, 12, 77]})
absolute = np.abs(W4)
oracle("granularity", {"W": "W4"}, {
    "shapes": {
        "weight": [4, 2, 2, 2], "kernel (sum kh,kw)": [4, 2], "filter (sum in,kh,kw)": [4],
        "shared_kernel (sum out,kh,kw) = input channel": [2], "column/shared_weight (sum out) = GEMM column": [2, 2, 2],
        "row(kw)": [4, 2, 2], "layer": [1]},
    "kernel": absolute.sum((2, 3)), "shared_kernel": absolute.sum((0, 2, 3)), "column": absolute.sum(0), "layer": absolute.sum()})
weights = draw(12)
mask = np.zeros(12)
for block in range(3):
    for index in ascending(np.abs(weights[block * 4:block * 4 + 4]))[2:]:
        mask[block * 4 + index] = 1
oracle("nm_sparsity", {"w": weights}, {"mask": mask})
rows = np.concatenate([draw(2, 3), draw(1, 3, scale=0.1)])
sizes = np.sqrt((rows ** 2).sum(1))


def shrunk(by):
    return rows * np.maximum(0, 1 - by / sizes)[:, None]


oracle("group_lasso", {"W_rows_are_groups": rows, "lambda": 0.7, "lr": 0.2}, {
    "penalty_plain": 0.7 * sizes.sum(), "penalty_sqrt_size": 0.7 * math.sqrt(3) * sizes.sum(), "subgradient": 0.7 * rows / sizes[:, None],
    "prox(lr*lambda)": shrunk(0.14), "prox(0.6)": shrunk(0.6)})
vectors = np.abs(draw(3, 6))
quotient = np.abs(vectors).sum(1) / np.sqrt((vectors ** 2).sum(1))
oracle("hoyer_index", {"v": vectors}, {
    "hoyer": (math.sqrt(6) - quotient) / (math.sqrt(6) - 1), "effective_count = (l1/l2)^2": quotient ** 2})
going = 2
while True:
    by_member = uniform(2, 4)
    chosen = [set(ascending(member)[:going]) for member in by_member]
    if len(chosen[0] | chosen[1]) == 3:  # one agrees, and one channel stays in any case
        break
oracle("coupled_policy", {"scores_by_member": by_member, "n_prune": going}, {
    **{f"{name}_prune": sorted(ascending(reduced)[:going]) for name, reduced in (
        ("sum", by_member.sum(0)), ("average", by_member.mean(0)), ("max", by_member.max(0)), ("product", by_member.prod(0)))},
    "intersection_prune": sorted(chosen[0] & chosen[1]), "union_prune": sorted(chosen[0] | chosen[1])})

# --- activations -----------------------------------------------------------------------------------------------------------------------
maps = np.maximum(draw(3, 4, 2, 2), 0) * (uniform(3, 4, 2, 2) < 0.8)
maps[:, 2] *= uniform(3, 2, 2) < 0.2
zeros = (maps == 0).mean((0, 2, 3))
oracle("apoz", {"A_after_relu": maps}, {
    "apoz": zeros, "mean": zeros.mean(), "std_population": zeros.std(),
    "prune_if_gt_mean_plus_std": [int(index) for index in np.flatnonzero(zeros > zeros.mean() + zeros.std())]})
X, W = fixture("IB.X", draw(3, 2, 3, 3)), fixture("IB.W", draw(2, 2, 2, 2))
each = torch.stack([torch.stack([F.conv2d(torch.tensor(X[:, s:s + 1]), torch.tensor(W[t:t + 1, s:s + 1])).flatten(1).norm(dim=1)
                                 for s in range(2)]) for t in range(2)]).numpy()
oracle("inbound_variance", {"X": "IB.X", "W": "IB.W", "padding": 0}, {
    "fro_norm_t_s_n": each, "sigma_ts_population_var": each.var(2), "sigma_ts_sample_var": each.var(2, ddof=1)})
whole = F.conv2d(torch.tensor(X), torch.tensor(W)).flatten(2).norm(dim=2).numpy()
responses = draw(6, 4)
responses[:, 3] = 0.8 * responses[:, 0] + 1.1 * responses[:, 2]
fixture("RR.Y", responses)
A = np.linalg.lstsq(responses[:, :3], responses, rcond=None)[0].T
oracle("reduce_reuse", {"X": "IB.X", "W": "IB.W", "Y_samples_by_filters": "RR.Y", "kept": [0, 1, 2]}, {
    "sigma_t_population_var": whole.var(0), "A": A, "reconstruction_residual_fro": np.linalg.norm(responses - responses[:, :3] @ A.T)})


def bins_of(column, bins):
    low, high = column.min(), column.max()
    return np.zeros(len(column), int) if low == high else np.minimum(((column - low) / (high - low) * bins).astype(int), bins - 1)


def entropy(labels):
    shares = np.unique(labels, return_counts=True)[1] / len(labels)
    return float(-(shares * np.log(shares)).sum())


M = uniform(9, 3, digits=3)
oracle("entropy", {"M": M, "bins": 5}, {"H_nats": [entropy(bins_of(column, 5)) for column in M.T]})
M, y = uniform(8, 3, digits=3), [0, 1, 2, 0, 1, 2, 0, 1]
oracle("mutual_information", {"M": M, "y": y, "bins": 3}, {"MI_nats": [
    entropy(bins_of(column, 3)) + entropy(np.array(y)) - entropy(bins_of(column, 3) * 10 + np.array(y)) for column in M.T]})
maps = draw(2, 3, 3, 3)
maps[0, 1] = np.outer([1, 2, 0.5], [1, -1, 3])
singular = np.linalg.svd(maps, compute_uv=False)
ranks = np.linalg.matrix_rank(maps)
oracle("nuclear_norm", {"A_N_C_H_W": maps}, {
    "nuclear_per_sample": singular.sum(2), "score_nuclear_mean_over_N": singular.sum(2).mean(0), "rank_per_sample": ranks,
    "score_hrank_mean_over_N": ranks.mean(0)})
maps = uniform(3, 3, 2, 2)
mean = maps.mean(0)
attention = {f"p={p}": (mean ** p).mean((1, 2)) for p in (1, 2, 4)}
threshold = 1.2 * 400 / 1000
oracle("aap_score", {"A_N_C_H_W": maps, "T_global": 1.2, "nonzero_params_per_layer": [400, 600], "this_layer": 0}, {
    **attention, "layer_threshold": threshold,
    "pruned(score<=thr,p=1)": [int(index) for index in np.flatnonzero(attention["p=1"] <= threshold)]})

# --- the first network ------------------------------------------------------------------------------------------------------------------
net = {name: fixture(f"NET1.{name}", draw(*shape, scale=0.5)) for name, shape in (
    ("conv1.w", (3, 2, 3, 3)), ("conv1.b", (3,)), ("conv2.w", (4, 3, 3, 3)), ("conv2.b", (4,)), ("fc.w", (3, 4)), ("fc.b", (3,)))}
net = {name: torch.tensor(value, requires_grad=True) for name, value in net.items()}
X1, y1 = torch.tensor(fixture("NET1.X", draw(4, 2, 4, 4))), torch.tensor(fixture("NET1.y", random.integers(0, 3, 4)))


def run1(m1=None, m2=None, filters2=None):
    """Logits, with factors at the channels (N, C) of a1 and a2, or at the filters of the second layer."""
    a1 = F.relu(F.conv2d(X1, net["conv1.w"], net["conv1.b"], padding=1))
    if m1 is not None:
        a1 = a1 * m1[:, :, None, None]
    z2 = F.conv2d(a1, net["conv2.w"], padding=1)
    if filters2 is not None:
        z2 = z2 * filters2[:, :, None, None]
    a2 = F.relu(z2 + net["conv2.b"][:, None, None])
    if m2 is not None:
        a2 = a2 * m2[:, :, None, None]
    return a2.mean((2, 3)) @ net["fc.w"].T + net["fc.b"]


def losses1(**masks):
    return F.cross_entropy(run1(**masks), y1, reduction="none")


def gates1(name, channels):
    mask = torch.ones(4, channels, requires_grad=True)
    return torch.autograd.grad(losses1(**{name: mask}).sum(), mask)[0].numpy()


def change1(name, channels, channel):
    mask = torch.ones(4, channels)
    mask[:, channel] = 0
    return (losses1(**{name: mask}).mean() - losses1().mean()).item()


oracle("net1_forward", {"net": "NET1"}, {"logits": run1(), "per_sample_loss": losses1(), "L": losses1().mean()})
t1, t2, tf = gates1("m1", 3), gates1("m2", 4), gates1("filters2", 4)
theta1, theta2 = np.abs(t1 / 16).mean(0), np.abs(t2 / 16).mean(0)
a1 = F.relu(F.conv2d(X1, net["conv1.w"], net["conv1.b"], padding=1)).detach().requires_grad_()
logits = F.relu(F.conv2d(a1, net["conv2.w"], net["conv2.b"], padding=1)).mean((2, 3)) @ net["fc.w"].T + net["fc.b"]
slopes = torch.autograd.grad(F.cross_entropy(logits, y1, reduction="sum"), a1)[0]
oracle("taylor_activation", {"net": "NET1", "tap": "a1"}, {
    "per_sample_sum_a_g": t1, "theta_mean_of_abs": theta1, "theta_abs_of_mean": np.abs((t1 / 16).mean(0)),
    "theta_mean_of_abs_l2normalised": theta1 / np.linalg.norm(theta1), "gradient_only_abs_mean": slopes.mean((0, 2, 3)).abs()})
first, second = [change1("m1", 3, c) for c in range(3)], [change1("m2", 4, c) for c in range(4)]
steps = []
for channel in range(3):
    mask = torch.zeros(4, 3)
    mask[:, channel] = 1e-5
    steps.append(((losses1(m1=1 + mask).mean() - losses1(m1=1 - mask).mean()) / 2e-5).item())
oracle("gate_gradient_identity", {"net": "NET1", "tap": "a1", "loss": "L (mean)"}, {
    "dL_dmask_autograd": t1.mean(0), "sum_n_hw_a_g_over_N": (a1 * slopes).sum((2, 3)).mean(0), "central_difference_eps1e-5": steps,
    "oracle_delta_loss_if_channel_zeroed_a1": first, "oracle_delta_loss_if_channel_zeroed_a2": second})
gradients = dict(zip(net, torch.autograd.grad(losses1().mean(), list(net.values()))))
products = {name: (net[name] * gradients[name]).detach().numpy() for name in net}
wg = products["conv1.w"].reshape(3, -1)
with_bias = wg.sum(1) + products["conv1.b"]
oracle("taylor_weight", {"net": "NET1", "layer": "conv1", "loss": "L (mean, one batch)"}, {
    "sum_of_squares(wg)^2": (wg ** 2).sum(1), "square_of_sum": wg.sum(1) ** 2, "sum_abs": np.abs(wg).sum(1), "abs_sum": np.abs(wg.sum(1)),
    "sum_wg_with_bias": with_bias, "check_vs_gate": t1.mean(0)})
layers = ["conv1.w", "conv2.w", "fc.w"]
total = sum(np.abs(products[name]).sum() for name in layers)
shares = {name: np.abs(products[name]) / total for name in layers}
everything = np.sort(np.concatenate([share.flatten() for share in shares.values()]))[::-1]
kept = int(0.3 * len(everything) + 1e-9)
oracle("snip", {"net": "NET1", "layers": layers, "keep_ratio": 0.3}, {
    "norm_factor": total, "n_weights": len(everything), "n_keep": kept, "threshold": everything[kept - 1],
    "kept_per_layer": [int((shares[name] >= everything[kept - 1]).sum()) for name in layers],
    "conv1_channel_sum": shares["conv1.w"].sum((1, 2, 3)), "conv2_channel_sum": shares["conv2.w"].sum((1, 2, 3))})
oracle("fisher_single", {"net": "NET1", "tap": "a1"}, {
    "delta_c = 1/(2N) sum_n (sum_hw a g)^2": (t1 ** 2).mean(0) / 2, "accumulated_sum_n": (t1 ** 2).sum(0)})
u, S = tf.mean(0), tf.T @ tf / 8
subsets = {"".join("1" if c in kept else "0" for c in range(4)): kept for kept in itertools.combinations(range(4), 2)}


def objective(kept, S):
    beta = np.array([float(c in kept) - 1 for c in range(4)])
    return float(beta @ u + beta @ S @ beta)


oracle("ccp", {"net": "NET1", "layer": "conv2 (weights only, out channels)", "keep_p": 2}, {
    "t_n_i": tf, "u": u, "S": S, "objective_by_beta": {name: objective(kept, S) for name, kept in subsets.items()},
    "best_beta": min(subsets, key=lambda name: objective(subsets[name], S)),
    "linear_only_choice_keep": list(min(subsets.values(), key=lambda kept: objective(kept, 0 * S)))})
dropped = {}
for one, other in itertools.product(range(3), range(4)):
    m1, m2 = torch.ones(4, 3), torch.ones(4, 4)
    m1[:, one], m2[:, other] = 0, 0
    dropped[f"{one},{other}"] = losses1(m1=m1, m2=m2).mean().item()
oracle("search_exhaustive", {"net": "NET1"}, {
    "loss_by_dropped(conv1,conv2)": dropped, "optimum": min(dropped, key=dropped.get), "optimum_loss": min(dropped.values())})


def spearman(one, other):
    return float(np.corrcoef(np.argsort(np.argsort(one)), np.argsort(np.argsort(other)))[0, 1])


changes = np.abs(first + second)
fisher = np.concatenate([(t1 ** 2).mean(0), (t2 ** 2).mean(0)]) / 2
taylor = np.concatenate([theta1, theta2])
l1s = np.concatenate([np.abs(net[name].detach().numpy()).sum((1, 2, 3)) for name in layers[:2]])
oracle("oracle_rank_correlation", {"net": "NET1", "channels": "a1[0..2] then a2[0..3]"}, {
    "abs_delta_L": changes, "fisher": fisher, "taylor": taylor, "l1": l1s,
    "spearman": {name: spearman(values, changes) for name, values in (("fisher", fisher), ("taylor", taylor), ("l1", l1s))},
    "signed_first_order_gate": np.concatenate([t1.mean(0), t2.mean(0)])})
normalised = np.concatenate([theta1 / np.linalg.norm(theta1), theta2 / np.linalg.norm(theta2)])
gone = sorted(ascending(normalised)[:3])
oracle("pruned_layer_histogram", {"net": "NET1", "criterion": "taylor_activation, layer l2-normalised", "n_prune": 3}, {
    "normalised": normalised, "pruned_global_ids": gone,
    "histogram": {"conv1": sum(c < 3 for c in gone), "conv2": sum(c >= 3 for c in gone)}})
mask = torch.ones(4, 3)
mask[:, 2] = 0
oracle("masked_equals_removed", {"net": "NET1", "remove_a1_channel": 2}, {"logits": run1(m1=mask), "max_abs_difference": 0.0})


def cost1(c1, c2):
    return (c1 * 19 + c2 * (9 * c1 + 1) + 3 * c2 + 3, 16 * (18 * c1 + 9 * c1 * c2) + 3 * c2, 16 * (c1 + c2))


before, after = cost1(3, 4), cost1(2, 4)
oracle("metrics", {"net": "NET1", "prune": "one of the 3 conv1 channels removed"}, {
    "params": before[0], "macs": before[1], "flops_2x": 2 * before[1], "params_after": after[0], "macs_after": after[1],
    "compression_ratio": before[0] / after[0], "theoretical_speedup": before[1] / after[1],
    "param_reduction_pct": 100 * (before[0] - after[0]) / before[0],
    "memory_elems_before(conv outputs)": before[2], "memory_elems_after": after[2]})
features = fixture("FRL", uniform(6, 4, digits=5))


def rank(values):
    return np.argsort(np.argsort(values)).astype(float)


final = uniform(4)
sigma = features.std(0) / features.std(0).max()
rho = np.corrcoef(np.stack([rank(column) for column in features.T]))
adjacency = 0.5 * np.maximum(sigma[:, None], sigma[None]) + 0.5 * (1 - np.abs(rho))
r = 0.9 / np.abs(np.linalg.eigvals(adjacency)).max()
oracle("nisp", {"net": "NET1", "frl_score_for_a2_channels": final, "frl_features": "FRL", "alpha": 0.5, "r": "0.9/spectral radius"}, {
    "score_a1_channels = sum_o s_o sum|W2[o,c]|": final @ np.abs(net["conv2.w"].detach().numpy()).sum((2, 3)),
    "inffs_A": adjacency, "inffs_score": (np.linalg.inv(np.eye(4) - r * adjacency) - np.eye(4)).sum(1)})

# --- the second network -----------------------------------------------------------------------------------------------------------------
a, b, c = (torch.tensor(fixture(f"NET2.{name}", draw(*shape, scale=0.5))) for name, shape in (
    ("a", (3, 2, 3, 3)), ("b", (3, 3, 3, 3)), ("c", (2, 3, 1, 1))))
X2, y2 = torch.tensor(fixture("NET2.X", draw(4, 2, 4, 4))), torch.tensor(fixture("NET2.y", random.integers(0, 2, 4)))


def gates2(at_b, at_c):
    mask, one = torch.ones(4, 3, requires_grad=True), torch.ones(4, 3)
    h0 = F.relu(F.conv2d(X2, a, padding=1))
    h1 = F.relu(h0 + F.conv2d(h0 * (mask if at_b else one)[:, :, None, None], b, padding=1))
    logits = F.conv2d(h1 * (mask if at_c else one)[:, :, None, None], c).mean((2, 3))
    return torch.autograd.grad(F.cross_entropy(logits, y2, reduction="sum"), mask)[0].numpy()


tb, tc, both = gates2(True, False), gates2(False, True), gates2(True, True)
s, memory, flops = (both ** 2).sum(0), 32, 16 * (9 * (2 + 3 + 3) + 2)
oracle("group_fisher", {"net": "NET2", "ancestors_of_group": ["a", "b"]}, {
    "t_n_i_from_b": tb, "t_n_i_from_c": tc, "t_n_i_group": both, "s_i = sum_n t^2": s, "s_i_over_2N": s / 8,
    "WRONG_sum_of_member_fishers": (tb ** 2).sum(0) + (tc ** 2).sum(0), "delta_memory_per_image": memory, "delta_flops_per_image": flops,
    "s_over_memory(1e6 elems)": s / memory * 1e6, "s_over_flops(1e9)": s / flops * 1e9, "prune_first": ascending(s)[0]})
t = draw(2, 4)
tg = t.reshape(2, 2, 2).sum(2)
oracle("group_fisher_gconv", {"t_n_c": t, "groups": 2}, {"t_n_g = sum over c/g": tg, "s_g": (tg ** 2).sum(0)})
oracle("layer_grouping", {
    "layers_in_order": ["C1", "C2", "C3", "C4", "C5", "C6"], "is_gconv": {"C4": True},
    "parents": {"C1": [], "C2": ["C1"], "C3": ["C1", "C2"], "C4": ["C3"], "C5": ["C4"], "C6": ["C4"]}},
    {"groups": [["C1"], ["C2", "C3"], ["C4", "C5", "C6"]]})

# --- least squares ----------------------------------------------------------------------------------------------------------------------
X, y, theta = fixture("LSQ.X", draw(6, 4)), fixture("LSQ.y", draw(6)), draw(4)
grad, hessian = X.T @ (X @ theta - y) / 6, X.T @ X / 6
diagonal = np.diag(hessian)
quadratic = -grad * theta + diagonal * theta ** 2 / 2


def loss(theta):
    return ((X @ theta - y) ** 2).sum() / 12


oracle("loss_models", {"X": "LSQ.X", "y": "LSQ.y", "theta": theta, "L": "1/(2N)||X th-y||^2"}, {
    "grad": grad, "H_diag": diagonal, "MP": theta ** 2, "OBD": diagonal * theta ** 2 / 2, "LM_abs": np.abs(grad * theta),
    "QM_signed": quadratic, "QM_abs": np.abs(quadratic),
    "true_delta_L": [loss(theta * (np.arange(4) != k)) - loss(theta) for k in range(4)],
    "LM_abs_plus_lambda_half_theta2 (lambda=0.1)": np.abs(grad * theta) + 0.05 * theta ** 2})
best, inverse = np.linalg.lstsq(X, y, rcond=None)[0], np.linalg.inv(hessian)


def refit_rise(gone):
    kept = without(4, gone)
    again = np.zeros(4)
    again[kept] = np.linalg.lstsq(X[:, kept], y, rcond=None)[0]
    return loss(again) - loss(best), again - best


oracle("obs", {"X": "LSQ.X", "y": "LSQ.y", "theta": "least-squares optimum", "group": [0, 2]}, {
    "theta_star": best, "saliency": best ** 2 / (2 * np.diag(inverse)), "delta_theta_for_q0": refit_rise([0])[1],
    "refit_delta_loss": [refit_rise([q])[0] for q in range(4)], "group_saliency": refit_rise([0, 2])[0],
    "group_delta_theta": refit_rise([0, 2])[1]})
X, W, y = fixture("SM.X", draw(5, 3)), fixture("SM.W", draw(3, 3)), [1, 2, 0, 0, 1]
p = torch.softmax(torch.tensor(X @ W.T), 1).numpy()
oracle("gauss_newton_diag", {"X": "SM.X", "W": "SM.W", "y": y}, {
    "G_diag": np.einsum("no,ni->oi", p * (1 - p), X ** 2) / 5})

# --- selection and reconstruction -------------------------------------------------------------------------------------------------------
Z = draw(6, 4)
products = Z.T @ Z


def error(gone):
    return float(products[np.ix_(gone, gone)].sum())


removed = []
for _ in range(2):
    removed.append(min(without(4, removed), key=lambda j: error(removed + [j])))
pairs = {f"{i},{j}": error([i, j]) for i, j in itertools.combinations(range(4), 2)}
kept = without(4, removed)
scale = np.linalg.lstsq(Z[:, kept], Z.sum(1), rcond=None)[0]
oracle("thinet", {"X_samples_by_channels": Z, "y": "row sums", "remove": 2}, {
    "removed_in_order": removed, "objective_after_each": [error(removed[:1]), error(removed)], "bruteforce_pair_objective": pairs,
    "bruteforce_best_pair": min(pairs, key=pairs.get), "kept": kept, "ls_scale_w": scale,
    "residual_before": ((Z.sum(1) - Z[:, kept].sum(1)) ** 2).sum(), "residual_after": ((Z.sum(1) - Z[:, kept] @ scale) ** 2).sum()})
X, W = fixture("CP.X", draw(8, 4)), fixture("CP.W", draw(2, 4))
Y, parts = X @ W.T, [np.outer(X[:, i], W[:, i]) for i in range(4)]
Q = np.array([[(one * other).sum() for other in parts] for one in parts])
r = np.array([(part * Y).sum() for part in parts])


def lasso(penalty):
    beta = np.ones(4)
    while True:
        before = beta.copy()
        for i in range(4):
            value = r[i] - Q[i] @ beta + Q[i, i] * beta[i]
            beta[i] = math.copysign(max(abs(value) - 8 * penalty, 0), value) / Q[i, i]
        if np.abs(beta - before).max() < 1e-13:
            return beta


path = {str(penalty): lasso(penalty) for penalty in (0.0, 0.05, 0.1, 0.2, 0.4, 0.6)}
supports = [[int(index) for index in np.flatnonzero(np.abs(lasso(penalty)) > 1e-9)] for penalty in np.geomspace(1e-3, 10, 400)]
selected = next(support for support in supports if len(support) == 2)
refitted = np.linalg.lstsq(X[:, selected], Y, rcond=None)[0].T
oracle("lasso_channel", {"X": "CP.X", "W": "CP.W", "Y": "X W^T"}, {
    "beta_by_lambda": path, "selected_at_0.6": selected, "W_reconstructed": refitted,
    "residual_fro": np.linalg.norm(Y - X[:, selected] @ refitted.T),
    "residual_no_reconstruction": np.linalg.norm(Y - X[:, selected] @ W[:, selected].T)})
W, bias = draw(2, 3), draw(2)
oracle("bias_propagation", {"W_next[2,3]": W, "b_next": bias, "pruned_channel": 1, "its_constant_output_after_activation": 0.7}, {
    "b_next_folded": bias + 0.7 * W[:, 1]})

# --- training ---------------------------------------------------------------------------------------------------------------------------
w, grad = draw(4), draw(4)
insensitive = np.maximum(0, 1 - np.abs(grad))
stepped = w - 0.1 * grad
oracle("lobster", {"w": w, "grad": grad, "lr": 0.1, "lambda": 0.02}, {
    "insensitivity": insensitive, "w_after (simultaneous form)": stepped - 0.02 * w * insensitive,
    "w_after (official order: SGD then shrink the new w)": stepped * (1 - 0.02 * insensitive)})
J, W = draw(3, 4), draw(4, 2)
S = np.abs(J).mean(0)
oracle("serene", {"J[k outputs, i neurons] = d ybar_k/d p_i": J, "W_rows_are_neurons": W, "lambda": 0.02, "alpha": "1/C with C=3"}, {
    "S_full": S, "S_lower_bound |sum_k alpha J|": np.abs(J.mean(0)), "insensitivity": np.maximum(0, 1 - S),
    "W_after_shrink": W * (1 - 0.02 * np.maximum(0, 1 - S))[:, None]})
W, alpha, G = draw(3, 4), np.array([0.8, -0.05, 0.3]), draw(3, 4)
nu = np.where(np.abs(alpha) < 0.1, 0, alpha)
exact = (G * W).sum(1)
oracle("psp", {"W_rows_are_structures": W, "alpha": alpha, "eps": 0.1, "dE_dQ": G, "lr": 0.2, "weight_decay": 0.03}, {
    "nu": nu, "Q = nu*W": nu[:, None] * W, "dE_dalpha_STE_exact = sum(G*W)": exact, "dE_dalpha_paper = sum(G)": G.sum(1),
    "alpha_next_exact_wd": alpha - 0.2 * (exact + 0.03 * alpha), "alpha_next_exact_l1": alpha - 0.2 * (exact + 0.03 * np.sign(alpha))})
log_alpha, u = draw(5, scale=2), uniform(5, low=0.05, high=0.95)
beta, low, high = 2 / 3, -0.1, 1.1


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


stretched = sigmoid((np.log(u) - np.log(1 - u) + log_alpha) / beta) * (high - low) + low
probability = sigmoid(log_alpha - beta * math.log(-low / high))
oracles.append({"id": "l0_hard_concrete", "inputs": plain({"log_alpha": log_alpha, "u": u}) | {"beta": beta, "gamma": low, "zeta": high},
                "expected": plain({
                    "z_sample": np.clip(stretched, 0, 1), "P(z!=0)": probability,
                    "z_test": np.clip(sigmoid(log_alpha) * (high - low) + low, 0, 1), "expected_L0": probability.sum()})})
w, groups = draw(6), draw(5, 2)


def ball(values, radius):
    low, high = 0.0, float(np.abs(values).max())
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if np.maximum(np.abs(values) - middle, 0).sum() > radius else (low, middle)
    return np.sign(values) * np.maximum(np.abs(values) - high, 0)


l0 = np.where(np.isin(np.arange(6), ascending(np.abs(w))[-3:]), w, 0)
cut = math.sqrt(2 * 0.05 / 0.4)
oracle("lc_cstep", {"w": w, "kappa_l0": 3, "kappa_l1": 1.2, "alpha": 0.05, "mu": 0.4, "groups": groups, "kappa_groups": 2,
                    "lambda_prev": [0] * 6}, {
    "l0_constraint": l0, "l1_constraint_projection": ball(w, 1.2), "l0_penalty_threshold sqrt(2a/mu)": cut,
    "l0_penalty": np.where(np.abs(w) > cut, w, 0), "l1_penalty_soft(a/mu)": np.sign(w) * np.maximum(np.abs(w) - 0.125, 0),
    "group_l0_keep": sorted(ascending((groups ** 2).sum(1))[-2:]),
    "lambda_next = lambda - mu(w-theta) with theta=l0_constraint": -0.4 * (w - l0)})
w, mask, rate = draw(8), (uniform(8) < 0.6).astype(float), 0.3
mu, std = np.abs(w).mean(), np.abs(w).std()
a, b = 0.9 * (mu + rate * std), 1.1 * (mu + rate * std)
oracle("dynamic_network_surgery", {"w": w, "mask_before": mask, "c_rate": rate}, {
    "mu": mu, "std": std, "a": a, "b": b, "mask_after": np.where(np.abs(w) <= a, 0, np.where(np.abs(w) > b, 1, mask)),
    "update_prob_at_iter_10000(gamma=1e-4,power=1)": 0.5})
oracle("sfp", {"W": "W4", "prune_rate": 0.6}, {"n_zeroed = floor(4*0.3)": 2, "zeroed": sorted(ascending(l2)[:2])})
W0, B, A, x = draw(4, 3), draw(4, 2), draw(2, 3), draw(2, 3)
P, columns, rows = draw(3, 2, 2), draw(3, 2, 1), draw(3, 1, 2)
fused, out, into = W0 + B @ A, [0, 1, 3], [0, 2]
oracle("adapters", {
    "W0": W0, "B_cols[out,r]": B, "A_rows[r,in]": A, "x": x, "keep_in": into, "keep_out": out, "splopa_pos_weights[n,2,2]": P,
    "splopa_cols[n,2,1]": columns, "splopa_rows[n,1,2]": rows}, {
    "W_fused": fused, "W_pruned = fused[out][:,in] = W0[out,in]+B[out]A[:,in]": fused[np.ix_(out, into)], "y_fused": x @ fused.T,
    "learned_params_full": (4 + 3) * 2, "learned_params_pruned": (3 + 2) * 2,
    "splopa_delta_W 4x4": sum(np.kron(P[n], columns[n] @ rows[n]) for n in range(3))})

# --- schedules and procedures -----------------------------------------------------------------------------------------------------------
start, end = 0.1, 0.9


def rise(share):
    return start + (end - start) * share


oracle("schedules", {"start": start, "end": end, "positions": "key"}, {str(t): {
    "linear": rise(t), "cos": rise((1 - math.cos(math.pi * t)) / 2), "agp": rise(1 - (1 - t) ** 3),
    "iterative3": rise(math.ceil(round(t * 3, 9)) / 3), "one_cycle": rise((1 + math.exp(6 - 14)) / (1 + math.exp(6 - 14 * t))),
    "dsd": rise((1 + math.cos(math.pi * (1 - 2 * t))) / 2), "exponential": 1 - (1 - start) * ((1 - end) / (1 - start)) ** t}
    for t in (0.0, 0.2, 0.33, 0.5, 0.8, 1.0)})


def asymptotic(goal, knee, epochs):
    low, high = 1e-9, 64 / knee
    for _ in range(300):
        k = (low + high) / 2
        low, high = (k, high) if (1 - math.exp(-k * knee)) / (1 - math.exp(-k)) <= 0.75 else (low, k)
    scale = goal / (1 - math.exp(-low))
    return low / epochs, -scale, scale


k, a, b = asymptotic(0.5, 0.25, 120)
epochs = [0, 7, 30, 60, 100, 120]
rates = [a * math.exp(-k * epoch) + b for epoch in epochs]
oracle("asfp_schedule", {"P_goal": 0.5, "D": 0.25, "epochs": 120, "at": epochs}, {
    "k": k, "a": a, "b": b, "rates": rates, "n_filters_of_64_pruned": [int(64 * rate + 1e-9) for rate in rates]})
first, final, percent = draw(7), draw(7, digits=3), 0.45
going = round(percent * 7)
mask = (np.argsort(np.argsort(np.abs(final))) >= going).astype(int)
oracle("lottery_ticket", {"w_init": first, "w_final": final, "percent": going / 7 + 1e-6, "rounds": 4, "rate": 0.3}, {
    "mask": mask, "rewound": first * mask, "remaining_after_rounds": [0.7 ** n for n in range(1, 5)],
    "mask_with_google_code_rule (cutoff=sorted[round(p*n)], prune <=)": (np.abs(final) > np.sort(np.abs(final))[going]).astype(int)})
oracle("rethinking_scratch", {"epochs": 90, "flops_full": 3e8, "flops_pruned": 1e8}, {
    "scratch_E": 90, "scratch_B": 270.0, "scratch_B_capped_x2(ImageNet rule when ratio>2)": 180})
oracle("efficientnet", {"alpha": 1.15, "beta": 1.2, "gamma": 1.1, "phi": [-1, 1, 3], "width_round_divisor": 8}, {
    "flops_factor_per_phi_step": 1.15 * 1.2 ** 2 * 1.1 ** 2, "depth_mult": [1.15 ** phi for phi in (-1, 1, 3)],
    "width_mult": [1.2 ** phi for phi in (-1, 1, 3)], "res_mult": [1.1 ** phi for phi in (-1, 1, 3)],
    "round_width(32*1.1,40*0.909091,24*1.21)": [32, 40, 32], "round_depth ceil(3*1.2)": 4})
weights, tolerance = np.array([0.1, 0.25, 0.3, 0.6, 1.1]), 0.1


def loss_at(threshold):
    return 1 + 0.5 * sum(value ** 2 for value in weights if value < threshold)


allowed = [value for value in sorted(weights) if loss_at(value + 1e-9) <= 1 + tolerance]
oracle("bisection_threshold", {"abs_weights": weights, "loss(T)": "1+0.5*sum(v^2 for v<T)", "twt": tolerance}, {
    "bound": 1 + tolerance, "loss_at": {str(at): loss_at(at) for at in (0.2, 0.4, 0.9)}, "max_prunable_set": allowed,
    "any_returned_T_in": [allowed[-1], min(value for value in weights if value > allowed[-1])]})
E, eps, strength, W_gamma, delta = 91.2, 0.5, 0.001, 0.08, 0.5
cases = [91.0, 90.9, 90.1]
left = [max(0.0, current - (E - eps)) for current in cases]
oracle("play_and_prune", {"E": E, "eps": eps, "lambda": strength, "W_gamma": W_gamma, "delta_w": delta, "C_cases": cases}, {
    "cases": [{"T_r": value, "W_A": delta * value * W_gamma, "lambda_A": value * strength} for value in left]})


def controller(measure, rounds, step=1.0, target=0.5):
    """The published controller of adaptive activation-based pruning."""
    T, size, accepted, fails, log = 0.0, step, [], 0, []
    sizes, thresholds = {}, {}
    for number in range(rounds):
        v = measure(T)
        tried = T
        if v <= target:
            accepted.append(number)
            sizes[number], thresholds[number], fails = size, T, 0
            T, action = T + size, "accept"
        else:
            fails += 1
            base = accepted[-1]
            action = f"rollback_to_{base}"
            if fails <= 2:
                size = sizes[base] / 2 ** fails
                T = thresholds[base] + size
            else:
                size, T, fails = size / 2, thresholds[base], 0
                accepted.pop()
                action += "_pop"
        log.append([number, tried, v, action, T, size])
        if not accepted:
            break
    return log


oracle("aap_controller", {"lambda0": 1.0, "target": 0.5, "rounds": 12}, {
    "log2": controller(lambda T: 0.0 if T <= 2 else 9.0, 9),
    "log[round,T,v,action,next_T,next_lambda]": controller(lambda T: max(0.0, T - 2.2) ** 2, 12)})

with open(FILE + ".new", "w") as file:
    json.dump({"about": f"seed {SEED}, torch {torch.__version__}", "fixtures": fixtures, "oracles": oracles}, file)
    file.write("\n")
os.replace(FILE + ".new", FILE)
