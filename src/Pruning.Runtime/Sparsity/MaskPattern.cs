using TorchSharp;
using static TorchSharp.torch;

namespace Pruning;

/// <summary>
/// What is set to zero together in one weight tensor (O, I, kh, kw) or (O, I). A unit is worth the sum of the magnitudes of its elements;
/// the units that are worth the least go, of equal ones the first.
/// </summary>
/// <param name="Name">Its name, for reports.</param>
public abstract record MaskPattern(string Name)
{
    /// <summary>Single weights.</summary>
    public static MaskPattern Unstructured { get; } = new Slices("unstructured", _ => []);

    /// <summary>The two-dimensional kernels (o, i).</summary>
    public static MaskPattern Kernel { get; } = new Slices("kernel", dimensions => [.. Dimensions(2, dimensions)]);

    /// <summary>The rows of kernels (o, i, kh).</summary>
    public static MaskPattern Row { get; } = new Slices("row", dimensions => [.. Dimensions(3, dimensions)]);

    /// <summary>All kernels that read one input channel (i): what goes when the channel that is read goes.</summary>
    public static MaskPattern SharedKernel { get; } = new Slices("shared kernel", dimensions => [0, .. Dimensions(2, dimensions)]);

    /// <summary>The columns of the matrix that a convolution is computed with (i, kh, kw).</summary>
    public static MaskPattern Column { get; } = new Slices("column", _ => [0]);

    /// <summary>Filters (o).</summary>
    public static MaskPattern Filter { get; } = new Slices("filter", dimensions => [.. Dimensions(1, dimensions)]);

    /// <summary>The whole tensor.</summary>
    public static MaskPattern Layer { get; } = new Slices("layer", dimensions => [.. Dimensions(0, dimensions)]);

    /// <summary>Blocks of the matrix (O, I · kh · kw); those at the ends are smaller where the sizes do not divide.</summary>
    /// <param name="rows">Rows of a block. Default: 32.</param>
    /// <param name="columns">Columns of a block. Default: 32.</param>
    public static MaskPattern Block(int rows = 32, int columns = 32) => new Blocks(rows, columns);

    /// <summary>
    /// N:M sparsity (Mishra et al., 2021): of every <paramref name="of"/> consecutive weights of a row of the matrix (O, I · kh · kw), the
    /// <paramref name="kept"/> largest stay, of equal ones the last. It has a sparsity of its own.
    /// </summary>
    /// <param name="kept">How many stay. Default: 2.</param>
    /// <param name="of">Of how many. Default: 4.</param>
    public static MaskPattern Fine(int kept = 2, int of = 4) => new FineGrained(kept, of);

    /// <summary>What each unit is worth: one number per unit, of a shape that is broadcast over the weight, or a grid of blocks.</summary>
    /// <param name="magnitudes">A number of at least 0 for each weight, usually its absolute value.</param>
    public abstract Tensor Worth(Tensor magnitudes);

    /// <summary>Which weights stay: a tensor of ones and zeros of the weight's shape and element type.</summary>
    /// <param name="magnitudes">A number of at least 0 for each weight, usually its absolute value.</param>
    /// <param name="sparsity">The fraction of units that goes, from 0 to 1: of n units, <c>floor(sparsity · n)</c> go.</param>
    public Tensor Mask(Tensor magnitudes, double sparsity)
    {
        ArgumentNullException.ThrowIfNull(magnitudes);
        if (!(sparsity is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(sparsity), sparsity, "The fraction of units that goes must be from 0 to 1.");
        }
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        return MaskOf(magnitudes.detach(), sparsity).contiguous().MoveToOuterDisposeScope();
    }

    /// <summary>Which weights stay: those of units that are worth more than a threshold.</summary>
    /// <param name="magnitudes">A number of at least 0 for each weight, usually its absolute value.</param>
    /// <param name="threshold">What a unit must be worth more than.</param>
    /// <exception cref="PruningException">The pattern has a sparsity of its own.</exception>
    public Tensor MaskAbove(Tensor magnitudes, double threshold)
    {
        ArgumentNullException.ThrowIfNull(magnitudes);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Tensor above = Worth(magnitudes.detach()).gt(threshold).to_type(magnitudes.dtype);
        return Spread(above, magnitudes.shape).contiguous().MoveToOuterDisposeScope();
    }

    /// <summary>One number for each weight: that of its unit.</summary>
    /// <param name="units">One number per unit, as <see cref="Worth"/> gives them.</param>
    /// <param name="shape">The weight's shape.</param>
    internal abstract Tensor Spread(Tensor units, long[] shape);

    private protected virtual Tensor MaskOf(Tensor magnitudes, double sparsity) =>
        Spread(WithoutLowest(Worth(magnitudes), sparsity), magnitudes.shape);

    /// <summary>Ones, and zeros in the places of the lowest numbers.</summary>
    private protected static Tensor WithoutLowest(Tensor worth, double sparsity)
    {
        var count = (long)Math.Floor((sparsity * worth.NumberOfElements) + 1e-9);
        Tensor order = worth.flatten().sort(0, descending: false, stable: true).Indices;
        return ones_like(worth).flatten().index_fill_(0, order.narrow(0, 0, count), 0).view(worth.shape);
    }

    private static IEnumerable<long> Dimensions(int first, int count) =>
        Enumerable.Range(first, Math.Max(0, count - first)).Select(dimension => (long)dimension);

    private sealed record Slices(string Name, Func<int, long[]> Summed) : MaskPattern(Name)
    {
        public override Tensor Worth(Tensor magnitudes) =>
            Summed((int)magnitudes.dim()) is { Length: > 0 } dimensions ? magnitudes.sum(dimensions, keepdim: true) : magnitudes;

        internal override Tensor Spread(Tensor units, long[] shape) => units.expand(shape);
    }

    private sealed record Blocks : MaskPattern
    {
        private readonly int _rows;
        private readonly int _columns;

        public Blocks(int rows, int columns)
            : base($"{rows}×{columns} blocks")
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
            ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
            _rows = rows;
            _columns = columns;
        }

        public override Tensor Worth(Tensor magnitudes)
        {
            Tensor matrix = magnitudes.flatten(1);
            long down = (matrix.shape[0] + _rows - 1) / _rows;
            long across = (matrix.shape[1] + _columns - 1) / _columns;
            Tensor padded = nn.functional.pad(
                matrix, [0, (across * _columns) - matrix.shape[1], 0, (down * _rows) - matrix.shape[0]]);
            return padded.view(down, _rows, across, _columns).sum([1, 3]);
        }

        internal override Tensor Spread(Tensor units, long[] shape) => units
            .repeat_interleave(_rows, 0)
            .repeat_interleave(_columns, 1)
            .narrow(0, 0, shape[0])
            .narrow(1, 0, shape[1..].Aggregate(1L, (product, length) => product * length))
            .reshape(shape);
    }

    private sealed record FineGrained : MaskPattern
    {
        private readonly int _kept;
        private readonly int _of;

        public FineGrained(int kept, int of)
            : base($"{kept}:{of}")
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(kept, 1);
            ArgumentOutOfRangeException.ThrowIfLessThan(of, kept);
            _kept = kept;
            _of = of;
        }

        public override Tensor Worth(Tensor magnitudes) => magnitudes;

        internal override Tensor Spread(Tensor units, long[] shape) => throw new PruningException(
            $"{Name} sparsity keeps {_kept} of {_of} weights whatever they are worth, so there is no threshold. Take another pattern.");

        private protected override Tensor MaskOf(Tensor magnitudes, double sparsity)
        {
            Tensor matrix = magnitudes.flatten(1);
            long columns = matrix.shape[1];
            if (columns % _of != 0)
            {
                throw new PruningException(
                    $"{Name} sparsity needs rows of a multiple of {_of} weights, but a weight of the shape " +
                    $"[{string.Join(", ", magnitudes.shape)}] has rows of {columns}. Leave such layers out.");
            }
            Tensor places = matrix.reshape(-1, _of);
            Tensor lowest = places.sort(1, descending: false, stable: true).Indices.narrow(1, 0, _of - _kept);
            return ones_like(places).scatter_(1, lowest, zeros_like(places)).view(magnitudes.shape);
        }
    }
}
