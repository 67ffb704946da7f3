namespace Pruning;

public static partial class Methods
{
    private const GroupMembers Filters = GroupMembers.Producers;

    /// <summary>What scores channels, chooses sets of them, and mends what stays.</summary>
    private static IEnumerable<Method> Scoring =>
    [
        new("00", "random", "Random scores, the baseline", "", MethodKind.Criterion, DataNeeds.None)
        {
            Importance = () => new RandomImportance(0),
        },
        new("01", "l1", "Filter weight summing", "Li et al. 2016", MethodKind.Criterion, DataNeeds.None)
        {
            Importance = () => new GroupNormImportance(1) { Members = Filters, Reduction = GroupReduction.First },
        },
        new("02", "l2", "Euclidean norm of filters", "He et al. 2018", MethodKind.Criterion, DataNeeds.None)
        {
            Importance = () => new GroupNormImportance(2) { Members = Filters, Reduction = GroupReduction.Norm },
        },
        new("02b", "group-l2", "Norm of all coupled weights", "Fang et al. 2023", MethodKind.Criterion, DataNeeds.None)
        {
            Importance = () => new GroupNormImportance(2),
        },
        new("04", "fpgm", "Distance from the geometric median", "He et al. 2019", MethodKind.Criterion, DataNeeds.None)
        {
            Importance = () => new GeometricMedianImportance(),
        },
        new("04b", "fpgm-mixed", "Norm first, then geometric median", "He et al. 2019", MethodKind.Selector, DataNeeds.None)
        {
            Selector = () => new MixedMedianSelector(),
        },
        new("05", "correlation", "Correlation with other filters", "after Singh et al. 2018", MethodKind.Criterion, DataNeeds.None)
        {
            Importance = () => new CorrelationImportance(),
        },
        new("05b", "correlation-pairs", "One of the most correlated pair", "Singh et al. 2018", MethodKind.Selector, DataNeeds.None)
        {
            Selector = () => new CorrelationPairSelector(),
        },
        new("10", "intersection", "Members of a group agree on a channel", "NetsPresso", MethodKind.Selector, DataNeeds.None)
        {
            Selector = () => new MemberPolicySelector(MemberPolicy.Intersection),
        },
        new("10b", "union", "One member of a group is enough", "NetsPresso", MethodKind.Selector, DataNeeds.None)
        {
            Selector = () => new MemberPolicySelector(MemberPolicy.Union),
        },
        new("10c", "backward", "The member nearest the output counts", "NetsPresso", MethodKind.Criterion, DataNeeds.None)
        {
            Importance = () => new GroupNormImportance(1) { Members = Filters, Reduction = GroupReduction.Last },
        },
        new("11", "apoz", "Average percentage of zeros", "Hu et al. 2016", MethodKind.Criterion, DataNeeds.Samples)
        {
            Importance = () => new ZeroFractionImportance(),
            Normalization = Normalization.None,
        },
        new("12", "inbound", "Inbound pruning", "Polyak and Wolf 2015", MethodKind.Criterion, DataNeeds.Samples)
        {
            Importance = () => new InboundVarianceImportance(),
        },
        new("13", "reduce", "Reduce and Reuse: response variance", "Polyak and Wolf 2015", MethodKind.Criterion, DataNeeds.Samples)
        {
            Importance = () => new ResponseVarianceImportance(),
        },
        new("13b", "reuse", "Reduce and Reuse: combinations", "Polyak and Wolf 2015", MethodKind.Reconstruction, DataNeeds.Samples)
        {
            Reconstruction = () => new ReuseReconstruction(),
        },
        new("14", "entropy", "Entropy of mean activations", "Luo and Wu 2017", MethodKind.Criterion, DataNeeds.Samples)
        {
            Importance = () => new EntropyImportance(),
        },
        new("15", "nuclear-norm", "Nuclear norm of feature maps", "Yeom et al. 2021", MethodKind.Criterion, DataNeeds.Samples)
        {
            Importance = () => new NuclearNormImportance(),
        },
        new("16", "hrank", "Rank of feature maps", "Lin et al. 2020", MethodKind.Criterion, DataNeeds.Samples)
        {
            Importance = () => new MapRankImportance(),
        },
        new("17", "mutual-information", "Mutual information with labels", "Peng et al. 2005", MethodKind.Criterion, DataNeeds.Labels)
        {
            Importance = () => new MutualInformationImportance(),
        },
        new("17b", "mrmr", "Minimum redundancy, maximum relevance", "Peng et al. 2005", MethodKind.Selector, DataNeeds.Labels)
        {
            Selector = () => new MinimumRedundancySelector(),
        },
        new("18", "attention", "Attention maps", "Zhao et al. 2022", MethodKind.Criterion, DataNeeds.Samples)
        {
            Importance = () => new AttentionImportance(),
        },
        new("19", "obd", "Optimal Brain Damage", "LeCun et al. 1990", MethodKind.Criterion, DataNeeds.Gradients)
        {
            Importance = () => new BrainDamageImportance(),
            Normalization = Normalization.None,
        },
        new("20", "obs", "Optimal Brain Surgeon, layer by layer", "Hassibi and Stork 1993", MethodKind.Selector, DataNeeds.Samples)
        {
            Selector = () => new BrainSurgeonSelector(),
        },
        new("20b", "obs-saliency", "Optimal Brain Surgeon: saliency", "Hassibi and Stork 1993", MethodKind.Criterion, DataNeeds.Samples)
        {
            Importance = () => new BrainSurgeonImportance(),
        },
        new("21", "taylor", "Taylor expansion on activations", "Molchanov et al. 2016", MethodKind.Criterion, DataNeeds.Gradients)
        {
            Importance = () => new TaylorImportance(),
            Normalization = Normalization.Euclidean,
        },
        new("22", "taylor-weight", "Taylor expansion on weights", "Molchanov et al. 2019", MethodKind.Criterion, DataNeeds.Gradients)
        {
            Importance = () => new WeightTaylorImportance(),
            Normalization = Normalization.None,
        },
        new("22b", "taylor-gate", "Taylor expansion on gates", "Molchanov et al. 2019", MethodKind.Criterion, DataNeeds.Gradients)
        {
            Importance = () => new GateTaylorImportance(),
            Normalization = Normalization.None,
        },
        new("23", "snip", "Connection sensitivity", "Lee et al. 2019", MethodKind.Criterion, DataNeeds.Gradients)
        {
            Importance = () => new SnipImportance(),
            Normalization = Normalization.None,
        },
        new("24", "linear-loss", "Linear model of the loss", "Laurent et al. 2020", MethodKind.Criterion, DataNeeds.Gradients)
        {
            Importance = () => new LinearLossImportance(),
            Normalization = Normalization.None,
        },
        new("25", "quadratic-loss", "Quadratic model of the loss", "Laurent et al. 2020", MethodKind.Criterion, DataNeeds.Gradients)
        {
            Importance = () => new QuadraticLossImportance(),
            Normalization = Normalization.None,
        },
        new("26", "fisher", "Fisher pruning", "Theis et al. 2018", MethodKind.Criterion, DataNeeds.Gradients)
        {
            Importance = () => new FisherImportance(),
            Normalization = Normalization.None,
        },
        new("27", "group-fisher", "Group Fisher, per memory", "Liu et al. 2021", MethodKind.Criterion, DataNeeds.Gradients)
        {
            Importance = () => new FisherImportance { Per = ChannelCost.Memory },
            Normalization = Normalization.None,
        },
        new("29", "gradient", "Size of the mean gradient", "Sun et al. 2017", MethodKind.Criterion, DataNeeds.Gradients)
        {
            Importance = () => new GradientImportance(),
        },
        new("31", "thinet", "ThiNet", "Luo et al. 2017", MethodKind.Selector, DataNeeds.Samples)
        {
            Selector = () => new ThiNetSelector(),
        },
        new("31b", "thinet-scaling", "ThiNet: scaling of what stays", "Luo et al. 2017", MethodKind.Reconstruction, DataNeeds.Samples)
        {
            Reconstruction = () => new ScalingReconstruction(),
        },
        new("32", "lasso", "LASSO channel selection", "He et al. 2017", MethodKind.Selector, DataNeeds.Samples)
        {
            Selector = () => new LassoSelector(),
        },
        new("33", "nisp", "Propagated importance", "Yu et al. 2018", MethodKind.Criterion, DataNeeds.Samples)
        {
            Importance = () => new PropagatedImportance(),
        },
        new("35", "least-squares", "Least-squares refitting", "He et al. 2017", MethodKind.Reconstruction, DataNeeds.Samples)
        {
            Reconstruction = () => new LeastSquaresReconstruction(),
        },
        new("35b", "bias-folding", "Means into biases", "Bragagnolo and Barbano 2022", MethodKind.Reconstruction, DataNeeds.Samples)
        {
            Reconstruction = () => new BiasReconstruction(),
        },
        new("39", "ccp", "Collaborative channel pruning", "Peng et al. 2019", MethodKind.Selector, DataNeeds.Gradients)
        {
            Selector = () => new CollaborativeSelector(),
        },
        new("52", "batch-norm-scale", "Size of batch norm factors", "Liu et al. 2017", MethodKind.Criterion, DataNeeds.None)
        {
            Importance = () => new GroupNormImportance(1) { Members = GroupMembers.Scales },
            Normalization = Normalization.None,
        },
    ];
}
