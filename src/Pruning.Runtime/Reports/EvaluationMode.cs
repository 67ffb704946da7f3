using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning;

/// <summary>
/// Evaluation mode without gradients, until it is disposed of. Then every module gets the mode back that it had, also where a part was
/// frozen.
/// </summary>
internal sealed class EvaluationMode : IDisposable
{
    private readonly (Module Module, bool Training)[] _modes;
    private readonly IDisposable _noGradient = no_grad();

    public EvaluationMode(Module model)
    {
        _modes = [.. model.modules().Prepend(model).Select(module => (module, module.training))];
        model.eval();
    }

    public void Dispose()
    {
        // Parents come before their children, whom train() reaches too.
        foreach ((Module module, bool training) in _modes)
        {
            if (module.training != training)
            {
                module.train(training);
            }
        }
        _noGradient.Dispose();
    }
}
