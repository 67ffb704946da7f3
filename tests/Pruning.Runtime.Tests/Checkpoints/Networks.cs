using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.Tests.Checkpoints;

/// <summary>Small networks for the checkpoint tests, and what is in them.</summary>
internal static class Networks
{
    /// <summary>The network of network.pt and its relatives.</summary>
    public static Sequential Tiny() => Sequential(Conv2d(1, 2, 3, bias: false), BatchNorm2d(2), Flatten(), Linear(2, 3));

    public static Dictionary<string, double[]> Values(Module module) =>
        module.state_dict().ToDictionary(pair => pair.Key, pair => Values(pair.Value));

    /// <summary>All of the module's state in one text, for comparison.</summary>
    public static string State(Module module) =>
        string.Join('\n', Values(module).Select(pair => $"{pair.Key}: {string.Join(", ", pair.Value)}"));

    /// <summary>The elements in row-major order; a complex one is two numbers.</summary>
    public static double[] Values(Tensor tensor)
    {
        if (tensor.numel() == 0)
        {
            return [];
        }
        using var scope = NewDisposeScope();
        if (tensor.dtype == ScalarType.ComplexFloat32)
        {
            return [.. MemoryMarshal.Cast<byte, float>(Bytes(tensor)).ToArray().Select(value => (double)value)];
        }
        return tensor.detach().to_type(ScalarType.Float64).contiguous().data<double>().ToArray();
    }

    public static byte[] Bytes(Tensor tensor)
    {
        using var bytes = new MemoryStream();
        using Tensor contiguous = tensor.contiguous();
        contiguous.WriteBytesToStream(bytes);
        return bytes.ToArray();
    }

    public static long LiveTensors() => DisposeScopeManager.Statistics.ThreadTotalLiveCount;
}

/// <summary>A module whose parameters are of any type and memory layout.</summary>
internal sealed class Holder : Module
{
    /// <summary>Holds one parameter, <c>values</c>.</summary>
    public Holder(Tensor values)
        : this([("values", values)])
    {
    }

    public Holder((string Name, Tensor Values)[] parameters)
        : base(nameof(Holder))
    {
        foreach ((string name, Tensor values) in parameters)
        {
            register_parameter(name, new Parameter(values, requires_grad: is_floating_point(values.dtype)));
        }
    }

    public Tensor values => state_dict()["values"];
}
