using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A tensor that a module trains.</summary>
public class Parameter : Tensor
{
    /// <summary>Takes over the data; the tensor it came from is empty afterwards.</summary>
    public Parameter(Tensor data, bool requires_grad = true)
        : this(data.Scope, Take(data, requires_grad))
    {
    }

    private Parameter(DisposeScope? scope, nint handle)
        : base(handle)
    {
        if (!ReferenceEquals(Scope, scope))
        {
            this.DetachFromDisposeScope();
            scope?.Attach(this);
        }
    }

    private static nint Take(Tensor data, bool requiresGrad)
    {
        nint handle = data.detach().requires_grad_(requiresGrad).DecoupleFromNativeHandle();
        data.Dispose();
        return handle;
    }
}
