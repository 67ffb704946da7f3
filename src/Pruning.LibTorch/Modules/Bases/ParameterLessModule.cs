using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Marks the modules that have neither parameters nor buffers, so that moving and saving can pass them by.</summary>
public interface IParameterLessModule
{
}

/// <summary>What parameter-less modules refuse to take in.</summary>
internal static class Stateless
{
    public static InvalidOperationException Refusal(string kind, string name) =>
        new($"Cannot register the {kind} '{name}' on a module that is declared parameter-less.");

    public static void Require(nn.Module? submodule, string name)
    {
        if (submodule is not (null or IParameterLessModule))
        {
            throw new InvalidOperationException(
                $"The submodule '{name}' of a parameter-less module must be parameter-less too; it is a {submodule.GetType()}.");
        }
    }
}
