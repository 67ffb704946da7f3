using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A module of six inputs that has neither parameters nor buffers.</summary>
public abstract class ParameterLessModule<T1, T2, T3, T4, T5, T6, TResult>
    : nn.Module<T1, T2, T3, T4, T5, T6, TResult>, IParameterLessModule
{
    protected ParameterLessModule(string name)
        : base(name)
    {
    }

    public override void register_parameter(string name, Parameter param) => throw Stateless.Refusal("parameter", name);

    public override void register_buffer(string name, Tensor tensor, bool persistent = true) => throw Stateless.Refusal("buffer", name);

    public override void register_module(string name, nn.Module submodule)
    {
        Stateless.Require(submodule, name);
        base.register_module(name, submodule);
    }
}
