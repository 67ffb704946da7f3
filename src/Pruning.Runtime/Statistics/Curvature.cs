using TorchSharp;
using static TorchSharp.torch;

namespace Pruning;

/// <summary>
/// The diagonal of the loss's curvature, weighed by the weights: the sum over a channel's weights of H_kk w_k², where H is the second
/// derivative of the mean loss, or an approximation of it.
/// </summary>
/// <param name="Of">Which matrix.</param>
/// <param name="Members">Which members' weights count.</param>
public sealed record Curvature(CurvatureMatrix Of, GroupMembers Members) : Statistic<double[]>
{
    /// <inheritdoc/>
    public override Sources Sources => Of switch
    {
        CurvatureMatrix.GaussNewton => Sources.GaussNewton,
        CurvatureMatrix.Hessian => Sources.Hessian,
        _ => throw new InvalidOperationException($"There is no matrix {Of}."),
    };

    /// <inheritdoc/>
    public override Collector<double[]> Collect(CoupledGroup group) => new Sums(group, Members);

    private sealed class Sums(CoupledGroup group, GroupMembers kinds) : Collector<double[]>
    {
        private double[] _sums = new double[group.Group.Channels];
        private long _samples;

        public override void Curvature(CurvatureDiagonal diagonal)
        {
            foreach (GroupMember member in group.MembersOf(kinds))
            {
                using DisposeScope scope = NewDisposeScope();
                if (diagonal.Of(member.Layout.Name) is { } entries)
                {
                    _sums = Vectors.Sum([_sums, member.SumPerChannel(entries * member.Tensor.detach().square())]);
                }
            }
            _samples += diagonal.Samples;
        }

        public override double[] Result() => Vectors.Scaled(_sums, 1.0 / _samples);
    }
}

/// <summary>A matrix of second derivatives.</summary>
public enum CurvatureMatrix
{
    /// <summary>
    /// The generalised Gauss-Newton matrix of the cross-entropy, never negative: the mean over the samples of Jᵀ (diag(p) - p pᵀ) J, where
    /// J is the Jacobian of the logits. Exact; costs one backward pass per sample and class.
    /// </summary>
    GaussNewton,

    /// <summary>
    /// The Hessian itself. Exact for small models, by one backward pass per weight; for others estimated by random signs (Hutchinson), with
    /// <see cref="Calibration.HessianProbes"/>.
    /// </summary>
    Hessian,
}

/// <summary>The diagonal of a curvature matrix, summed over some samples.</summary>
public sealed class CurvatureDiagonal
{
    private readonly IReadOnlyDictionary<string, Tensor> _entries;

    internal CurvatureDiagonal(long samples, IReadOnlyDictionary<string, Tensor> entries)
    {
        Samples = samples;
        _entries = entries;
    }

    /// <summary>How many samples it is the sum of.</summary>
    public long Samples { get; }

    /// <summary>The entries that belong to a parameter, in its shape; null where the loss does not depend on it.</summary>
    /// <param name="parameter">Its name in the state dict.</param>
    public Tensor? Of(string parameter) => _entries.GetValueOrDefault(parameter);
}
