using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What all padding modules share: how much, before and after, from the last dimension to the first, and with what.</summary>
public abstract class PadBase : ParameterLessModule<Tensor, Tensor>
{
    private readonly PaddingModes _mode;

    protected PadBase(string name, PaddingModes mode, double value, params long[] padding)
        : base(name)
    {
        _mode = mode;
        this.value = value;
        this.padding = padding;
    }

    public long[] padding { get; set; }

    public double value { get; set; }

    public override Tensor forward(Tensor input) => nn.functional.pad(input, padding, _mode, value);
}
