using System.Collections.Immutable;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning;

/// <summary>
/// Refits the weights and bias of every layer that reads pruned channels, such that its outputs come as near as possible to those of the
/// same layer in the dense network, in the least squares over samples and positions: W' = argmin ‖Y - X W'ᵀ‖². The layers follow each other
/// in the order in which they run, and X is what the pruned network, refitted so far, gives the layer; so errors do not add up. Sums are
/// kept in double precision. Needs samples, no labels. Source: He et al., Channel Pruning for Accelerating Very Deep Neural Networks
/// (2017).
/// </summary>
/// <param name="Ridge">
/// What is added to the diagonal of X Xᵀ, as a share of its mean; it makes the solution unique where inputs depend on each other.
/// </param>
public sealed record LeastSquaresReconstruction(double Ridge = 1e-6) : Reconstruction
{
    private static readonly InputOrder Order = new();

    /// <inheritdoc/>
    public override ImmutableArray<Statistic> Needs => [Order];

    /// <inheritdoc/>
    public override ReconstructionReport Apply(PrunedPair networks)
    {
        string[] layers = [.. networks.Readers()
            .Select(reader => (reader.Member.Layout.Layer, Place: reader.Group.Get(Order)[reader.Member.Layout.Layer]))
            .DistinctBy(reader => reader.Layer)
            .OrderBy(reader => reader.Place)
            .Select(reader => reader.Layer)];
        return new ReconstructionReport([.. layers.Select(layer => Refit(networks, layer))]);
    }

    private ReconstructedLayer Refit(PrunedPair networks, string layer)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        using var fit = new LayerFit(networks, layer);
        fit.Run();
        Tensor weight = networks.Weight($"{layer}.weight"), values = fit.Solution(Ridge); // (filters, inputs and one for the bias)
        long inputs = weight.numel() / weight.shape[0];
        weight.copy_(values.narrow(1, 0, inputs).reshape(weight.shape));
        if (fit.HasBias)
        {
            networks.Weight($"{layer}.bias").copy_(values.narrow(1, inputs, 1).flatten());
        }
        return new ReconstructedLayer(layer, $"{inputs} weights of each filter refitted over {fit.Rows} positions, ridge {Ridge:G2}", true);
    }
}

/// <summary>What a layer reads in the pruned network, and writes in the dense one, multiplied with each other.</summary>
internal sealed class LayerFit(PrunedPair networks, string layer) : IDisposable
{
    private readonly RunningSum _products = new(), _targets = new();

    public long Rows { get; private set; }

    public bool HasBias { get; } = networks.Pruned.state_dict().ContainsKey($"{layer}.bias");

    /// <summary>Runs both networks over the data.</summary>
    public void Run()
    {
        Module<Tensor, Tensor> reader = Find(networks.Pruned), writer = Find(networks.Dense);
        using var pruned = new EvaluationMode(networks.Pruned);
        using var dense = new EvaluationMode(networks.Dense);
        Tensor? read = null, written = null;
        var input = reader.register_forward_pre_hook((_, tensor) =>
        {
            read = InputWindows.All(reader, layer, tensor).DetachFromDisposeScope();
            return tensor;
        });
        var output = writer.register_forward_hook((_, _, tensor) =>
        {
            written = tensor.alias().DetachFromDisposeScope();
            return tensor;
        });
        try
        {
            var pass = new CalibrationPass(networks.Dense, networks.Graph.Model, networks.Calibration);
            pass.ReadAll(batch =>
            {
                pass.Forward(batch);
                networks.Pruned.call(batch.Inputs);
                if (read is null || written is null)
                {
                    read?.Dispose();
                    written?.Dispose();
                    throw new UnheardLayerException(nameof(LeastSquaresReconstruction), layer);
                }
                Add(read, written);
                read.Dispose();
                written.Dispose();
            });
        }
        finally
        {
            input.remove();
            output.remove();
        }
    }

    /// <summary>The best weights, and behind them the bias if there is one: (filters, inputs of a filter and the bias).</summary>
    public Tensor Solution(double ridge)
    {
        long blocks = Find(networks.Pruned) is Convolution convolution ? convolution.groups : 1;
        long bias = HasBias ? 1 : 0;
        long inputs = (_products.Value.shape[0] - bias) / blocks, filters = _targets.Value.shape[1] / blocks;
        return cat([.. Enumerable.Range(0, (int)blocks).Select(block =>
        {
            Tensor own = arange(block * inputs, (block + 1) * inputs, dtype: ScalarType.Int64);
            Tensor rows = HasBias ? cat([own, tensor((long[])[blocks * inputs])]) : own;
            Tensor targets = _targets.Value.index_select(0, rows).narrow(1, block * filters, filters);
            return LinearSystems.Solve(_products.Value.index_select(0, rows).index_select(1, rows), targets, ridge).t();
        })]);
    }

    public void Dispose()
    {
        _products.Dispose();
        _targets.Dispose();
    }

    private void Add(Tensor read, Tensor written)
    {
        // Rows are samples and positions; a layer of filters has its entries in dimension 1, a linear layer at the end.
        long entries = read.numel() / read.shape[0] / read.shape[^1];
        Tensor rows = read.reshape(read.shape[0], entries, read.shape[^1]).transpose(1, 2).reshape(-1, entries).to_type(ScalarType.Float64);
        Tensor outputs = Find(networks.Dense) is Convolution
            ? written.flatten(2).transpose(1, 2).reshape(-1, written.shape[1])
            : written.reshape(-1, written.shape[^1]);
        if (HasBias)
        {
            rows = cat([rows, ones([rows.shape[0], 1], dtype: ScalarType.Float64, device: rows.device)], 1);
        }
        Tensor kept = OutputsThatStay(outputs).to_type(ScalarType.Float64);
        _products.Add(rows.t().matmul(rows));
        _targets.Add(rows.t().matmul(kept));
        Rows += rows.shape[0];
    }

    private Tensor OutputsThatStay(Tensor outputs)
    {
        ParameterLayout layout = networks.Graph.Parameters.Single(parameter => parameter.Name == $"{layer}.weight");
        Dimension filters = layout.Dimensions[0];
        long[] kept = filters.KeptEntries(networks.Kept);
        return kept.Length == outputs.shape[1] ? outputs : outputs.index_select(1, tensor(kept, device: outputs.device));
    }

    private Module<Tensor, Tensor> Find(Module network) => network.named_modules().First(named => named.name == layer).module switch
    {
        Convolution convolution => convolution,
        Linear linear => linear,
        { } other => throw new PruningException(
            $"Layer '{layer}' is a {other.GetType().Name}; only convolutions and linear layers can be refitted."),
    };
}
