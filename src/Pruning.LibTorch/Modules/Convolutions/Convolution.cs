using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What all convolutions share: sizes, padding, weight and bias.</summary>
public abstract class Convolution : nn.Module<Tensor, Tensor>
{
    // For functional.pad: before and after, from the last dimension to the first.
    protected long[] _reversed_padding_repeated_twice = [];

    protected Convolution(
        string name,
        long in_channels,
        long out_channels,
        long[] kernel_size,
        long[] stride,
        long[]? padding,
        Padding? padding_type,
        long[] dilation,
        bool transposed,
        long[] output_padding,
        long groups,
        bool bias,
        PaddingModes padding_mode,
        Device? device = null,
        ScalarType? dtype = null)
        : base(name)
    {
        if (transposed && padding_mode != PaddingModes.Zeros)
        {
            throw new ArgumentException("A transposed convolution can only be padded with zeros.", nameof(padding_mode));
        }
        if (groups < 1 || in_channels % groups != 0 || out_channels % groups != 0)
        {
            throw new ArgumentException(
                $"in_channels ({in_channels}) and out_channels ({out_channels}) must be divisible by groups ({groups}).", nameof(groups));
        }
        this.in_channels = in_channels;
        this.out_channels = out_channels;
        this.kernel_size = kernel_size;
        this.stride = stride;
        this.dilation = dilation;
        this.transposed = transposed;
        this.output_padding = output_padding;
        this.groups = groups;
        this.padding_mode = padding_mode;
        if (padding_type is { } type)
        {
            SetPadding(type);
        }
        else
        {
            SetPadding(padding ?? Sizes.Repeat(0, kernel_size.Length));
        }

        long[] channels = transposed ? [in_channels, out_channels / groups] : [out_channels, in_channels / groups];
        weight = DefaultInitialization.Parameter([.. channels, .. kernel_size], device, dtype);
        this.bias = bias ? DefaultInitialization.Parameter([out_channels], device, dtype) : null;
        reset_parameters();
    }

    public long in_channels { get; }

    public long out_channels { get; }

    public long[] kernel_size { get; set; }

    public long[] stride { get; set; }

    /// <summary>Before and after each dimension, or null where <see cref="padding_type"/> says how much.</summary>
    public long[]? padding { get; private set; }

    public Padding? padding_type { get; private set; }

    public long[] dilation { get; set; }

    public bool transposed { get; }

    public long[] output_padding { get; set; }

    public long groups { get; set; }

    public PaddingModes padding_mode { get; set; }

    public Parameter weight
    {
        get => Registered(nameof(weight))!;
        set => Register(nameof(weight), value);
    }

    public Parameter? bias
    {
        get => Registered(nameof(bias));
        set => Register(nameof(bias), value);
    }

    public void reset_parameters() => DefaultInitialization.FanInUniform(weight, bias);

    public void SetPadding(long[] padding)
    {
        this.padding = padding;
        padding_type = null;
        _reversed_padding_repeated_twice = [.. padding.Reverse().SelectMany(size => Sizes.Repeat(size, 2))];
    }

    /// <summary>No padding, or as much as keeps the input's size.</summary>
    /// <exception cref="ArgumentException">The convolution is transposed, or <c>Same</c> is asked of one with a stride.</exception>
    public void SetPadding(Padding padding)
    {
        if (transposed)
        {
            throw new ArgumentException("A transposed convolution takes its padding as numbers.", nameof(padding));
        }
        if (padding == Padding.Same && stride.Any(step => step != 1))
        {
            throw new ArgumentException("Padding.Same is not possible for a convolution with a stride.", nameof(padding));
        }
        this.padding = null;
        padding_type = padding;
        var totals = kernel_size.Zip(dilation, (kernel, spacing) => padding == Padding.Same ? spacing * (kernel - 1) : 0);
        _reversed_padding_repeated_twice = [.. totals.Reverse().SelectMany(total => new[] { total / 2, total - total / 2 })];
    }

    protected bool ValidateShape(Tensor input, long dimensions) =>
        (input.dim() == dimensions + 2 && input.shape[1] == in_channels)
        || (input.dim() == dimensions + 1 && input.shape[0] == in_channels);

    /// <summary>
    /// Convolves with zero padding where the operator can do that itself, else pads first: in another mode, or by an odd amount.
    /// </summary>
    private protected Tensor Padded(Tensor input, Func<Tensor, long[], Tensor> convolve)
    {
        if (padding_mode == PaddingModes.Zeros)
        {
            if (padding is not null)
            {
                return convolve(input, padding);
            }
            long[] reversed = _reversed_padding_repeated_twice;
            if (!reversed.Where((before, index) => index % 2 == 0 && before != reversed[index + 1]).Any())
            {
                return convolve(input, [.. reversed.Where((_, index) => index % 2 == 0).Reverse()]);
            }
        }
        PaddingModes mode = padding_mode == PaddingModes.Zeros ? PaddingModes.Constant : padding_mode;
        using Tensor padded = nn.functional.pad(input, _reversed_padding_repeated_twice, mode);
        return convolve(padded, Sizes.Repeat(0, kernel_size.Length));
    }

    private protected Tensor RequireShape(Tensor input, long dimensions)
    {
        if (!ValidateShape(input, dimensions))
        {
            throw new ArgumentException(
                $"{GetName()} expects {dimensions + 1} dimensions, or {dimensions + 2} with a batch, and {in_channels} channels; "
                + $"the input is ({string.Join(", ", input.shape)}).",
                nameof(input));
        }
        return input;
    }
}
