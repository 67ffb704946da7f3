namespace Pruning;

public static partial class Methods
{
    /// <summary>What spreads budgets, masks, trains, and measures.</summary>
    private static IEnumerable<Method> Others =>
    [
        Works("03", "threshold", "Magnitude thresholding", "Han et al. 2015", MethodKind.Allocation, DataNeeds.None),
        Works("03b", "magnitude-threshold", "Thresholds of weights and filters", "Han et al. 2015", MethodKind.Mask, DataNeeds.None) with
        {
            IsStructured = false,
        },
        Works("06", "slamp", "LAMP and its structured form", "Lee et al. 2021", MethodKind.Allocation, DataNeeds.None),
        Works("06b", "erdos-renyi", "Density by size, Erdős–Rényi with kernels", "Evci et al. 2020", MethodKind.Allocation, DataNeeds.None),
        Works("06c", "uniform-plus", "Uniform but for the ends", "Gale et al. 2019", MethodKind.Allocation, DataNeeds.None),
        Works("07", "normalisers", "Normalisation of scores by group", "NetsPresso", MethodKind.Allocation, DataNeeds.None),
        Works("08", "channel-list", "Channels by their indices", "NetsPresso", MethodKind.Allocation, DataNeeds.None),
        Works("09", "recommendation", "One ratio in, a table of ratios out", "NetsPresso", MethodKind.Allocation, DataNeeds.None),
        Works("23b", "snip-weights", "Connection sensitivity of weights", "Lee et al. 2019", MethodKind.Mask, DataNeeds.Gradients) with
        {
            IsStructured = false,
        },
        Planned("30", "lrp", "Layer-wise relevance propagation", "Yeom et al. 2021", MethodKind.Criterion, DataNeeds.Gradients),
        Planned("34", "dcp", "Discrimination-aware pruning", "Zhuang et al. 2018", MethodKind.Selector, DataNeeds.Training),
        Planned("36", "genetic", "Genetic algorithm over masks", "", MethodKind.Selector, DataNeeds.Search),
        Planned("37", "particle-filter", "Evolutionary particle filter", "Anwar et al. 2015", MethodKind.Selector, DataNeeds.Search),
        Planned("38", "n2n", "Layer removal and shrinkage by policies", "Ashok et al. 2018", MethodKind.Procedure, DataNeeds.Search),
        Planned("40", "variational-dropout", "Variational dropout", "Molchanov et al. 2017", MethodKind.Training, DataNeeds.Training),
        Planned("41", "beta-bernoulli", "Beta-Bernoulli dropout", "Lee et al. 2018", MethodKind.Training, DataNeeds.Training),
        Works("42", "l0", "L0 regularisation, hard concrete gates", "Louizos et al. 2017", MethodKind.Training, DataNeeds.Training),
        Planned("43", "scsp", "Spectral clustering of filters", "Zhuo et al. 2018", MethodKind.Selector, DataNeeds.Training),
        Planned("44", "subspace", "Subspace clustering of feature maps", "Wang et al. 2018", MethodKind.Selector, DataNeeds.Samples),
        Works("35c", "recalibration", "Statistics of batch norms anew", "Li et al. 2020", MethodKind.Procedure, DataNeeds.Samples),
        Works("45", "compound-scaling", "Compound scaling", "Tan and Le 2019", MethodKind.Evaluation, DataNeeds.None),
        Works("46", "play-and-prune", "Play and Prune", "Singh et al. 2019", MethodKind.Procedure, DataNeeds.Training),
        Planned("47", "amc", "Automatic ratios by reinforcement", "He et al. 2018", MethodKind.Allocation, DataNeeds.Search),
        Works("48", "learning-compression", "Learning-Compression", "Carreira-Perpinan 2018", MethodKind.Procedure, DataNeeds.Training),
        Works("49", "sensitivity-scan", "What each group can bear", "Li et al. 2016", MethodKind.Allocation, DataNeeds.Search),
        Works("50", "group-lasso", "Structured sparsity learning", "Wen et al. 2016", MethodKind.Training, DataNeeds.Training),
        Planned("51", "sparse-cnn", "Sparse decomposition", "Liu et al. 2015", MethodKind.Training, DataNeeds.Training) with
        {
            IsStructured = false,
        },
        Works("52b", "slimming", "Network slimming: sparse training", "Liu et al. 2017", MethodKind.Training, DataNeeds.Training),
        Works("53", "psp", "Parameterised structured pruning", "Schindler et al. 2019", MethodKind.Training, DataNeeds.Training),
        Works("54", "serene", "Sensitivity regularisation", "Tartaglione et al. 2021", MethodKind.Training, DataNeeds.Training),
        Works("55", "lobster", "Loss sensitivity", "Tartaglione et al. 2020", MethodKind.Training, DataNeeds.Training) with
        {
            IsStructured = false,
        },
        Works("56", "compressed-size", "Quantised and entropy-coded size", "Bragagnolo et al. 2021", MethodKind.Evaluation, DataNeeds.None),
        Works("57", "lottery-ticket", "Lottery tickets", "Frankle and Carbin 2019", MethodKind.Procedure, DataNeeds.Training) with
        {
            IsStructured = false,
        },
        Works("58", "scratch", "Training from scratch, E and B", "Liu et al. 2018", MethodKind.Evaluation, DataNeeds.Training),
        Works("59", "closer-look", "Reduced width and depth from scratch", "Crowley et al. 2018", MethodKind.Evaluation, DataNeeds.Training),
        Works("60", "sfp", "Soft filter pruning", "He et al. 2018", MethodKind.Training, DataNeeds.Training) with { IsReversible = true },
        Works("61", "asfp", "Asymptotic soft filter pruning", "He et al. 2019", MethodKind.Training, DataNeeds.Training) with
        {
            IsReversible = true,
        },
        Works("62", "dns", "Dynamic network surgery", "Guo et al. 2016", MethodKind.Training, DataNeeds.Training) with
        {
            IsStructured = false,
            IsReversible = true,
        },
        Planned("63", "morphnet", "MorphNet", "Gordon et al. 2018", MethodKind.Procedure, DataNeeds.Training),
        Works("64", "aap", "Adaptive threshold with rollback", "Zhao et al. 2022", MethodKind.Procedure, DataNeeds.Training) with
        {
            IsReversible = true,
        },
        Works("65", "adapters", "Structured pruning adapters", "Hedegaard et al. 2022", MethodKind.Training, DataNeeds.Training),
        Works("66", "granularity", "Weights, rows, columns, blocks, N:M", "Mishra et al. 2021", MethodKind.Mask, DataNeeds.None) with
        {
            IsStructured = false,
            IsReversible = true,
        },
        Works("67", "kernel", "Kernels", "Anwar et al. 2015", MethodKind.Mask, DataNeeds.None) with
        {
            IsStructured = false,
            IsReversible = true,
        },
        Planned("68", "pkp", "Progressive kernel pruning", "Zhu and Pei 2022", MethodKind.Mask, DataNeeds.Training) with
        {
            IsStructured = false,
        },
        Works("68b", "effective-units", "Density by unequal units", "after Zhu and Pei 2022", MethodKind.Allocation, DataNeeds.None) with
        {
            IsStructured = false,
        },
        Works("69", "shared-kernel", "Kernels that read one channel", "", MethodKind.Mask, DataNeeds.None) with { IsReversible = true },
        Works("72", "schedules", "Schedules: one-shot, gradual, one-cycle …", "Zhu and Gupta 2017", MethodKind.Procedure, DataNeeds.Training),
        Works("73", "layer-by-layer", "One group after the other", "Li et al. 2016", MethodKind.Procedure, DataNeeds.Training),
        Planned("77", "dynamic", "Feature boosting and suppression", "Gao et al. 2019", MethodKind.Training, DataNeeds.Training),
    ];

    private static Method Works(string id, string name, string title, string source, MethodKind kind, DataNeeds data) =>
        new(id, name, title, source, kind, data);

    private static Method Planned(string id, string name, string title, string source, MethodKind kind, DataNeeds data) =>
        new(id, name, title, source, kind, data) { Status = MethodStatus.Planned };
}
