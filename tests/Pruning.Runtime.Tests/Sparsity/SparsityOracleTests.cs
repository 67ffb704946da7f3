using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Tests.Sparsity;

/// <summary>The formulas of training-time methods against the reference numbers, in double precision.</summary>
public sealed class SparsityOracleTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly IDisposable _noGradient = no_grad();

    public void Dispose()
    {
        _noGradient.Dispose();
        _scope.Dispose();
    }

    [SkippableFact]
    public void Units_are_worth_the_sums_of_their_magnitudes()
    {
        MethodOracle oracle = MethodOracle.Of("granularity");
        Tensor magnitudes = oracle.Input("W").Tensor().abs();
        MaskPattern.Kernel.Worth(magnitudes).ShouldBeClose(oracle.Expected("kernel"));
        MaskPattern.SharedKernel.Worth(magnitudes).ShouldBeClose(oracle.Expected("shared_kernel"));
        MaskPattern.Column.Worth(magnitudes).ShouldBeClose(oracle.Expected("column"));
        MaskPattern.Layer.Worth(magnitudes).ShouldBeClose(oracle.Expected("layer"));
        JsonElement shapes = oracle.Expected("shapes");
        foreach ((string name, MaskPattern pattern) in new[]
        {
            ("weight", MaskPattern.Unstructured), ("kernel (sum kh,kw)", MaskPattern.Kernel), ("filter (sum in,kh,kw)", MaskPattern.Filter),
            ("shared_kernel (sum out,kh,kw) = input channel", MaskPattern.SharedKernel),
            ("column/shared_weight (sum out) = GEMM column", MaskPattern.Column), ("row(kw)", MaskPattern.Row),
            ("layer", MaskPattern.Layer),
        })
        {
            double units = shapes.GetProperty(name).Numbers().Aggregate(1.0, (all, one) => all * one);
            pattern.Worth(magnitudes).NumberOfElements.ShouldBe((long)units);
        }
    }

    [SkippableFact]
    public void Of_every_four_weights_the_two_largest_stay()
    {
        MethodOracle oracle = MethodOracle.Of("nm_sparsity");
        MaskPattern.Fine(2, 4).Mask(oracle.Input("w").Tensor().view(1, -1).abs(), 0).ShouldBeClose(oracle.Expected("mask"));
    }

    [SkippableFact]
    public void Group_lasso_is_the_oracles()
    {
        MethodOracle oracle = MethodOracle.Of("group_lasso");
        Tensor rows = oracle.Input("W_rows_are_groups").Tensor();
        double strength = oracle.Input("lambda").GetDouble();
        double rate = oracle.Input("lr").GetDouble();
        Tensor norms = rows.norm(1);
        GroupLasso.Penalty(norms, strength).ShouldBeClose(oracle.Expected("penalty_plain"));
        (rows * GroupLasso.Shrinkage(norms, rate * strength).view(-1, 1)).ShouldBeClose(oracle.Expected("prox(lr*lambda)"));
        (rows * GroupLasso.Shrinkage(norms, 0.6).view(-1, 1)).ShouldBeClose(oracle.Expected("prox(0.6)"));
        (rows * GroupLasso.Slope(norms, strength).view(-1, 1)).ShouldBeClose(oracle.Expected("subgradient"));
        GroupLasso.Penalty(norms, strength * Math.Sqrt(rows.shape[1])).ShouldBeClose(oracle.Expected("penalty_sqrt_size"));
    }

    [SkippableFact]
    public void Network_slimming_adds_the_sign()
    {
        MethodOracle oracle = MethodOracle.Of("slimming_subgradient");
        Tensor gradient = oracle.Input("grad").Tensor();
        NetworkSlimming.AddSubgradient(oracle.Input("gamma").Tensor(), gradient, oracle.Input("lambda").GetDouble());
        gradient.ShouldBeClose(oracle.Expected("grad_after"));
    }

    [SkippableFact]
    public void Lobster_shrinks_what_the_loss_is_insensitive_to()
    {
        MethodOracle oracle = MethodOracle.Of("lobster");
        Tensor weight = oracle.Input("w").Tensor();
        Tensor gradient = oracle.Input("grad").Tensor();
        weight.sub_(gradient * oracle.Input("lr").GetDouble());
        Lobster.Shrink(weight, gradient, oracle.Input("lambda").GetDouble());
        weight.ShouldBeClose(oracle.Expected("w_after (official order: SGD then shrink the new w)"));
        Insensitivity.Of(gradient.abs()).ShouldBeClose(oracle.Expected("insensitivity"));
    }

    [SkippableTheory]
    [InlineData(ShrinkageOrder.WithStep, "w_after (simultaneous form)")]
    [InlineData(ShrinkageOrder.AfterStep, "w_after (official order: SGD then shrink the new w)")]
    public void Lobster_shrinks_the_weight_before_or_after_the_step(ShrinkageOrder order, string expected)
    {
        MethodOracle oracle = MethodOracle.Of("lobster");
        Tensor values = oracle.Input("w").Tensor();
        nn.Module<Tensor, Tensor> model = nn.Linear(values.shape[0], 1, hasBias: false).to(float64);
        Tensor weight = model.parameters().Single();
        weight.copy_(values);
        var method = new Lobster(oracle.Input("lambda").GetDouble()) { Order = order };
        using TrainingHook hook = method.Attach(new TrainingContext(model, 1, 1, 1));
        using var optimizer = optim.SGD(model.parameters(), oracle.Input("lr").GetDouble());
        using (enable_grad())
        {
            model.call(oracle.Input("grad").Tensor()).sum().backward(); // the gradient of a linear layer is what it reads
        }
        hook.AfterBackward(default);
        optimizer.step();
        hook.AfterStep(default);
        weight.ShouldBeClose(oracle.Expected(expected));
    }

    [SkippableFact]
    public void SeReNe_shrinks_the_neurons_that_the_outputs_are_insensitive_to()
    {
        MethodOracle oracle = MethodOracle.Of("serene");
        Tensor derivatives = oracle.Input("J[k outputs, i neurons] = d ybar_k/d p_i").Tensor();
        Tensor[] perOutput = [.. Enumerable.Range(0, (int)derivatives.shape[0]).Select(output => derivatives[output].view(1, -1))];
        Tensor full = SeReNe.MeanMagnitude(perOutput);
        full.ShouldBeClose(oracle.Expected("S_full"));
        SeReNe.MeanMagnitude([derivatives.mean([0L]).view(1, -1)])
            .ShouldBeClose(oracle.Expected("S_lower_bound |sum_k alpha J|"));
        Insensitivity.Of(full).ShouldBeClose(oracle.Expected("insensitivity"));
        Tensor weight = oracle.Input("W_rows_are_neurons").Tensor();
        SeReNe.Shrink(weight, full, oracle.Input("lambda").GetDouble());
        weight.ShouldBeClose(oracle.Expected("W_after_shrink"));
    }

    [SkippableFact]
    public void Structure_gates_are_the_oracles()
    {
        MethodOracle oracle = MethodOracle.Of("psp");
        Tensor weight = oracle.Input("W_rows_are_structures").Tensor();
        Tensor alpha = oracle.Input("alpha").Tensor().view(-1, 1);
        Tensor gradient = oracle.Input("dE_dQ").Tensor();
        double rate = oracle.Input("lr").GetDouble();
        var exact = new StructureGates(MaskPattern.Filter)
        {
            Threshold = oracle.Input("eps").GetDouble(),
            Decay = oracle.Input("weight_decay").GetDouble(),
        };
        exact.Opened(alpha).ShouldBeClose(oracle.Expected("nu"));
        (exact.Opened(alpha) * weight).ShouldBeClose(oracle.Expected("Q = nu*W"));
        Tensor found = exact.GradientOf(weight, gradient);
        found.ShouldBeClose(oracle.Expected("dE_dalpha_STE_exact = sum(G*W)"));
        (exact with { Gradient = GateGradient.Published }).GradientOf(weight, gradient)
            .ShouldBeClose(oracle.Expected("dE_dalpha_paper = sum(G)"));
        (alpha - (exact.Decayed(alpha, found) * rate)).ShouldBeClose(oracle.Expected("alpha_next_exact_wd"));
        (alpha - ((exact with { DecayKind = GateDecay.Constant }).Decayed(alpha, found) * rate))
            .ShouldBeClose(oracle.Expected("alpha_next_exact_l1"));
    }

    [SkippableFact]
    public void Hard_concrete_gates_are_the_oracles_and_their_slopes_those_of_autograd()
    {
        MethodOracle oracle = MethodOracle.Of("l0_hard_concrete");
        Tensor logAlpha = oracle.Input("log_alpha").Tensor();
        Tensor uniform = oracle.Input("u").Tensor();
        var gates = new HardConcrete(
            oracle.Input("beta").GetDouble(), oracle.Input("gamma").GetDouble(), oracle.Input("zeta").GetDouble());
        gates.Sample(logAlpha, uniform).ShouldBeClose(oracle.Expected("z_sample"));
        gates.InUse(logAlpha).ShouldBeClose(oracle.Expected("z_test"));
        gates.Probability(logAlpha).ShouldBeClose(oracle.Expected("P(z!=0)"));
        gates.Probability(logAlpha).sum().ShouldBeClose(oracle.Expected("expected_L0"));

        using IDisposable gradients = enable_grad();
        Tensor leaf = logAlpha.clone().requires_grad_();
        gates.Sample(leaf, uniform).sum().backward();
        (leaf.grad! - gates.SampleSlope(logAlpha, uniform)).abs().max().item<double>().ShouldBe(0, 1e-12);
        leaf = logAlpha.clone().requires_grad_();
        gates.Probability(leaf).sum().backward();
        (leaf.grad! - gates.ProbabilitySlope(logAlpha)).abs().max().item<double>().ShouldBe(0, 1e-12);
    }

    [SkippableFact]
    public void Compressions_are_the_oracles()
    {
        MethodOracle oracle = MethodOracle.Of("lc_cstep");
        Tensor weights = oracle.Input("w").Tensor();
        double mu = oracle.Input("mu").GetDouble(), alpha = oracle.Input("alpha").GetDouble();
        double kept = oracle.Input("kappa_l0").GetDouble() / weights.NumberOfElements;
        Tensor One(Compression compression) => compression.Compress([weights], mu)[0];

        Tensor compressed = One(Compression.KeepWeights(kept));
        compressed.ShouldBeClose(oracle.Expected("l0_constraint"));
        One(Compression.Ball(oracle.Input("kappa_l1").GetDouble())).ShouldBeClose(oracle.Expected("l1_constraint_projection"));
        One(Compression.CountPenalty(alpha)).ShouldBeClose(oracle.Expected("l0_penalty"));
        double threshold = oracle.Expected("l0_penalty_threshold sqrt(2a/mu)").GetDouble();
        (weights * MaskPattern.Unstructured.MaskAbove(weights.abs(), threshold)).ShouldBeClose(oracle.Expected("l0_penalty"));
        One(Compression.MagnitudePenalty(alpha)).ShouldBeClose(oracle.Expected("l1_penalty_soft(a/mu)"));
        LearningCompression.NextMultiplier(oracle.Input("lambda_prev").Tensor(), weights, compressed, mu)
            .ShouldBeClose(oracle.Expected("lambda_next = lambda - mu(w-theta) with theta=l0_constraint"));

        Tensor filters = oracle.Input("groups").Tensor();
        double share = oracle.Input("kappa_groups").GetDouble() / filters.shape[0];
        Tensor left = cat([.. Compression.KeepFilters(share).Compress([filters[..1], filters[1..]], mu)]);
        Enumerable.Range(0, (int)filters.shape[0]).Where(row => left[row].abs().sum().item<double>() > 0).Select(row => (double)row)
            .ShouldBeClose(oracle.Expected("group_l0_keep"));
    }

    [SkippableFact]
    public void Dynamic_network_surgery_cuts_and_splices_as_the_oracle()
    {
        MethodOracle oracle = MethodOracle.Of("dynamic_network_surgery");
        Tensor weight = oracle.Input("w").Tensor();
        var surgery = new DynamicNetworkSurgery(oracle.Input("c_rate").GetDouble());
        (double cut, double splice) = surgery.Thresholds(weight);
        ((double[])[cut]).ShouldBeClose(oracle.Expected("a"));
        ((double[])[splice]).ShouldBeClose(oracle.Expected("b"));
        (new DynamicNetworkSurgery(0).Thresholds(weight).Cut / 0.9).ShouldBeClose(oracle.Expected("mu"));
        ((new DynamicNetworkSurgery(1).Thresholds(weight).Cut - new DynamicNetworkSurgery(0).Thresholds(weight).Cut) / 0.9)
            .ShouldBeClose(oracle.Expected("std"));
        surgery.Updated(oracle.Input("mask_before").Tensor(), weight, cut, splice)
            .ShouldBeClose(oracle.Expected("mask_after"));
        ((double[])[surgery.Probability(10_000)])
            .ShouldBeClose(oracle.Expected("update_prob_at_iter_10000(gamma=1e-4,power=1)"));
    }

    [SkippableFact]
    public void Low_rank_adapters_fuse_and_lose_rows_and_columns()
    {
        MethodOracle oracle = MethodOracle.Of("adapters");
        Tensor dense = oracle.Input("W0").Tensor();
        Tensor down = oracle.Input("B_cols[out,r]").Tensor(), up = oracle.Input("A_rows[r,in]").Tensor();
        var method = new LowRankAdapters((int)up.shape[0]);
        nn.Module<Tensor, Tensor> model = Fused(method, dense, down, up);
        model.parameters().Single().ShouldBeClose(oracle.Expected("W_fused"));
        model.call(oracle.Input("x").Tensor()).ShouldBeClose(oracle.Expected("y_fused"));
        method.LearnedParameters(model).ShouldBe(oracle.Expected("learned_params_full").GetInt64());

        // Rows of W and B go, and columns of W and A.
        Tensor rows = tensor((long[])[.. oracle.Input("keep_out").Numbers().Select(row => (long)row)]);
        Tensor columns = tensor((long[])[.. oracle.Input("keep_in").Numbers().Select(column => (long)column)]);
        nn.Module<Tensor, Tensor> pruned = Fused(
            method, dense.index_select(0, rows).index_select(1, columns), down.index_select(0, rows), up.index_select(1, columns));
        pruned.parameters().Single().ShouldBeClose(oracle.Expected("W_pruned = fused[out][:,in] = W0[out,in]+B[out]A[:,in]"));
        method.LearnedParameters(pruned).ShouldBe(oracle.Expected("learned_params_pruned").GetInt64());
        PrototypeAdapters.Delta(
                oracle.Input("splopa_pos_weights[n,2,2]").Tensor(),
                oracle.Input("splopa_cols[n,2,1]").Tensor(),
                oracle.Input("splopa_rows[n,1,2]").Tensor())
            .ShouldBeClose(oracle.Expected("splopa_delta_W 4x4"));

        // A linear layer with this weight and adapters that have learnt these parts, as it is used in the end.
        static nn.Module<Tensor, Tensor> Fused(LowRankAdapters method, Tensor weight, Tensor down, Tensor up)
        {
            nn.Module<Tensor, Tensor> layer = nn.Linear(weight.shape[1], weight.shape[0], hasBias: false).to(float64);
            layer.parameters().Single().copy_(weight);
            using TrainingHook hook = method.Attach(new TrainingContext(layer, 1, 1, 1));
            hook.State["part.0"].copy_(down);
            hook.State["part.1"].copy_(up);
            hook.BeginEvaluation();
            return layer;
        }
    }

    [SkippableFact]
    public void Unequal_units_are_worth_fewer()
    {
        MethodOracle oracle = MethodOracle.Of("hoyer_index");
        double[][] vectors = oracle.Input("v").Rows();
        vectors.Select(Hoyer.Index).ShouldBeClose(oracle.Expected("hoyer"));
        vectors.Select(Hoyer.EffectiveCount).ShouldBeClose(oracle.Expected("effective_count = (l1/l2)^2"));

        // Kernels with these magnitudes: so many stay, rounded up.
        foreach ((double[] vector, double count) in vectors.Zip(oracle.Numbers("effective_count = (l1/l2)^2")))
        {
            nn.Module<Tensor, Tensor> layer = nn.Conv2d(vector.Length, 1, 2, bias: false).to(float64);
            layer.parameters().Single().copy_((tensor(vector) / 4).view(1, -1, 1, 1).expand(1, -1, 2, 2));
            double sparsity = LayerSparsities.EffectiveUnits(layer, MaskPattern.Kernel)["weight"];
            sparsity.ShouldBe(1 - (Math.Ceiling(count - 1e-6) / vector.Length), 1e-9);
            LayerSparsities.EffectiveUnits(layer, MaskPattern.Kernel, factor: vector.Length)["weight"].ShouldBe(0);
        }
    }

    [SkippableFact]
    public void Soft_filter_pruning_zeroes_the_oracles_filter_which_then_learns_again()
    {
        MethodOracle oracle = MethodOracle.Of("sfp");
        Tensor weights = oracle.Input("W").Tensor();
        int filters = (int)weights.shape[0], inputs = (int)weights.shape[1];
        nn.Module<Tensor, Tensor> model = nn.Sequential(
            ("conv", nn.Conv2d(inputs, filters, 2, bias: false)), ("flat", nn.Flatten()), ("linear", nn.Linear(filters, 2))).to(float64);
        model.state_dict()["conv.weight"].copy_(weights);
        var graph = new Graph(
            "Tests.Sfp",
            "",
            [new("conv", filters)],
            [
                new("conv.weight", Dimension.Output(new Segment(Factor.Of(0, filters)))),
                new("linear.weight", Dimension.Fixed(2), Dimension.Input(new Segment(Factor.Of(0, filters)))),
            ],
            widths => new Cost(widths[0], widths[0], widths[0]));
        var method = new SoftFilterPruning(graph, new PruningRatios(oracle.Input("prune_rate").GetDouble()));
        using TrainingHook hook = method.Attach(new TrainingContext(model, 1, 1, 1));
        double[] Zeroed() =>
            [.. Enumerable.Range(0, filters).Where(filter => model.state_dict()["conv.weight"][filter].abs().sum().item<double>() == 0)
                .Select(filter => (double)filter)];

        hook.EpochEnds(1);

        Zeroed().ShouldBeClose(oracle.Expected("zeroed"));
        ((double[])[Zeroed().Length]).ShouldBeClose(oracle.Expected("n_zeroed = floor(4*0.3)"));

        using (IDisposable gradients = enable_grad())
        {
            using var optimizer = optim.SGD(model.parameters(), 0.1);
            model.call(ones([1, inputs, 2, 2], ScalarType.Float64)).select(1, 0).sum().backward();
            hook.AfterBackward(default);
            optimizer.step();
        }
        Zeroed().ShouldBeEmpty();
    }
}
