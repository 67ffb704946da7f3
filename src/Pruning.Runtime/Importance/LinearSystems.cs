using static TorchSharp.torch;

namespace Pruning;

/// <summary>Solves systems with symmetric matrices that may be singular, by adding to the diagonal.</summary>
internal static class LinearSystems
{
    /// <summary>The inverse of A + ridge · mean diagonal · I.</summary>
    public static Tensor Inverse(Tensor symmetric, double ridge) => linalg.inv(Damped(symmetric, ridge));

    /// <summary>The solution X of (A + ridge · mean diagonal · I) X = B.</summary>
    public static Tensor Solve(Tensor symmetric, Tensor right, double ridge) => linalg.solve(Damped(symmetric, ridge), right);

    private static Tensor Damped(Tensor symmetric, double ridge)
    {
        double mean = symmetric.diagonal().mean().item<double>();

        // A matrix of zeros (a dead layer) gets ones, so that what is solved for is zero.
        double added = mean == 0 ? 1 : ridge * mean;
        return symmetric + eye(symmetric.shape[0], dtype: symmetric.dtype, device: symmetric.device) * added;
    }
}
