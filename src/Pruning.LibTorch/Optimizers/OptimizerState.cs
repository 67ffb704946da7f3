using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What an optimizer remembers of one parameter between two steps.</summary>
public abstract class OptimizerState
{
    protected Parameter _parameter;

    protected OptimizerState(Parameter parameter) => _parameter = parameter;

    public abstract void Initialize(OptimizerOptions options);

    public abstract void SaveStateDict(BinaryWriter writer);

    public abstract void LoadStateDict(BinaryReader reader);

    public abstract void LoadStateDict(OptimizerState source);

    public virtual bool ApproximatelyEquals(OptimizerState other) => false;

    public virtual void to(Device device)
    {
    }

    protected static void SaveConditionalStateTensor(BinaryWriter writer, Tensor? tensor)
    {
        writer.Write(tensor is not null);
        tensor?.Save(writer);
    }

    protected static void LoadConditionalStateTensor(BinaryReader reader, ref Tensor? result, Device device)
    {
        Tensor? loaded = reader.ReadBoolean() ? TensorExtensionMethods.Load(reader) : null;
        result?.Dispose();
        result = loaded is null ? null : Keep(loaded, device);
    }

    /// <summary>A tensor on the device that no scope disposes of.</summary>
    private protected static Tensor Keep(Tensor tensor, Device device)
    {
        Tensor moved = tensor.to(device);
        if (!ReferenceEquals(moved, tensor))
        {
            tensor.Dispose();
        }
        return moved.DetachFromDisposeScope();
    }

    private protected Tensor Zeros() => torch.zeros_like(_parameter).requires_grad_(false).DetachFromDisposeScope();

    private protected Tensor? Copy(Tensor? source) => source?.detach().to(_parameter.device).clone().DetachFromDisposeScope();

    private protected static bool Close(Tensor? left, Tensor? right) =>
        left is null || right is null ? ReferenceEquals(left, right) : left.allclose(right);

    private protected T Of<T>(OptimizerState source)
        where T : OptimizerState =>
        source as T ?? throw new ArgumentException(
            $"The state of a {typeof(T).DeclaringType?.Name} cannot be loaded from that of a {source.GetType().DeclaringType?.Name}.",
            nameof(source));
}
