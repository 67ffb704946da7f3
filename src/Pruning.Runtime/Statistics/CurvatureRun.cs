using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning;

/// <summary>Second derivatives with respect to the parameters that the groups touch.</summary>
internal sealed class CurvatureRun(Graph graph, Module<Tensor, Tensor> model, long seed) : IDisposable
{
    // More backward passes than this for one batch are surely a mistake.
    private const long MostExact = 20_000;

    // One for all batches: errors of estimates by the same signs would not cancel.
    private readonly Generator _signs = new((ulong)seed, CPU);

    private readonly (string Name, Parameter Parameter)[] _parameters =
    [
        .. model.named_parameters()
            .Where(named => graph.Parameters.Any(layout => layout.Name == named.name))
            .Select(named => (named.name, named.parameter)),
    ];

    /// <summary>The diagonal of the generalised Gauss-Newton matrix of the cross-entropy, one sample after the other.</summary>
    /// <param name="logits">(N, classes), with a graph behind them.</param>
    public IEnumerable<CurvatureDiagonal> GaussNewton(Tensor logits)
    {
        if (logits.dim() != 2)
        {
            throw new PruningException(
                $"The Gauss-Newton matrix is that of the cross-entropy of logits (N, classes), but the network gave " +
                $"[{string.Join(", ", logits.shape)}]. Take {nameof(CurvatureMatrix)}.{nameof(CurvatureMatrix.Hessian)}.");
        }

        // diag(p) - p pᵀ is the expectation of the outer products of e_k - p under p, and Jᵀ(e_k - p) is the gradient of ln p_k.
        Tensor logProbabilities = functional.log_softmax(logits, 1);
        for (long sample = 0; sample < logits.shape[0]; sample++)
        {
            for (long label = 0; label < logits.shape[1]; label++)
            {
                using DisposeScope scope = NewDisposeScope();
                Tensor chosen = logProbabilities[sample, label];
                double probability = Math.Exp(chosen.to_type(ScalarType.Float64).item<double>());
                Dictionary<string, Tensor> entries = Named(Gradients(chosen), gradient => gradient.square() * probability);
                yield return new CurvatureDiagonal(label == 0 ? 1 : 0, entries);
            }
        }
    }

    /// <summary>The diagonal of the Hessian of a sum of losses, or estimates of it, which have it as their mean.</summary>
    public CurvatureDiagonal Hessian(Tensor losses, int? probes)
    {
        Tensor[] wanted = [.. _parameters.Select(named => (Tensor)named.Parameter)];
        Tensor[] gradients = [.. autograd.grad([losses.sum()], wanted, retain_graph: true, create_graph: true, allow_unused: true)];
        int[] used = [.. Enumerable.Range(0, wanted.Length).Where(index => gradients[index] is { requires_grad: true })];
        return new CurvatureDiagonal(
            losses.shape[0],
            probes is int count ? Estimated(wanted, gradients, used, count) : Exact(wanted, gradients, used));
    }

    public void Dispose() => _signs.Dispose();

    private Dictionary<string, Tensor> Exact(Tensor[] parameters, Tensor[] gradients, int[] used)
    {
        if (used.Sum(index => parameters[index].numel()) is var weights and > MostExact)
        {
            throw new PruningException(
                $"The exact diagonal of the Hessian takes a backward pass for each of the {weights} weights. Set " +
                $"{nameof(Calibration)}.{nameof(Calibration.HessianProbes)} to estimate it, or take " +
                $"{nameof(CurvatureMatrix)}.{nameof(CurvatureMatrix.GaussNewton)}.");
        }
        var diagonal = new Dictionary<string, Tensor>();
        foreach (int index in used)
        {
            Tensor flat = gradients[index].flatten();
            Tensor entries = zeros_like(parameters[index]).flatten();
            for (long entry = 0; entry < flat.shape[0]; entry++)
            {
                using DisposeScope scope = NewDisposeScope();
                if (autograd.grad([flat[entry]], [parameters[index]], retain_graph: true, allow_unused: true)[0] is { } row)
                {
                    entries[entry] = row.detach().flatten()[entry];
                }
            }
            diagonal.Add(_parameters[index].Name, entries.view_as(parameters[index]));
        }
        return diagonal;
    }

    private Dictionary<string, Tensor> Estimated(Tensor[] parameters, Tensor[] gradients, int[] used, int probes)
    {
        Tensor[] sums = [.. used.Select(index => zeros_like(parameters[index]))];
        for (int probe = 0; probe < probes; probe++)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor[] signs = [.. used.Select(index => Signs(parameters[index]))];
            IList<Tensor> products = autograd.grad(
                [.. used.Select(index => gradients[index])], [.. used.Select(index => parameters[index])], signs, retain_graph: true,
                allow_unused: true);
            for (int place = 0; place < used.Length; place++)
            {
                if (products[place] is { } product)
                {
                    using IDisposable noGradient = no_grad();
                    sums[place].add_(product.detach() * signs[place] / probes);
                }
            }
        }
        return used.Select((index, place) => (_parameters[index].Name, Sum: sums[place])).ToDictionary(pair => pair.Name, pair => pair.Sum);
    }

    private Tensor Signs(Tensor parameter) =>
        (randint(0, 2, parameter.shape, dtype: parameter.dtype, generator: _signs) * 2 - 1).to(parameter.device);

    private IList<Tensor> Gradients(Tensor scalar) =>
        autograd.grad([scalar], [.. _parameters.Select(named => (Tensor)named.Parameter)], retain_graph: true, allow_unused: true);

    private Dictionary<string, Tensor> Named(IList<Tensor> gradients, Func<Tensor, Tensor> map) => _parameters
        .Select((named, index) => (named.Name, Gradient: gradients[index]))
        .Where(pair => pair.Gradient is not null)
        .ToDictionary(pair => pair.Name, pair => map(pair.Gradient));
}
