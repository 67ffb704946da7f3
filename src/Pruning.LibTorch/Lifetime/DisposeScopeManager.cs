namespace TorchSharp;

/// <summary>The dispose scopes of one thread, innermost last.</summary>
public class DisposeScopeManager
{
    [ThreadStatic]
    private static DisposeScopeManager? _ofThread;

    private readonly List<DisposeScope> _scopes = [];

    /// <summary>What happened to tensors on this thread.</summary>
    public static ThreadDisposeScopeStatistics Statistics => OfThread.ThreadStatistics;

    internal static DisposeScopeManager OfThread => _ofThread ??= new DisposeScopeManager();

    internal ThreadDisposeScopeStatistics ThreadStatistics { get; } = new();

    internal LifetimeStatistics Tensors => ThreadStatistics.TensorStatistics;

    internal DisposeScope? Current => _scopes.Count == 0 ? null : _scopes[^1];

    /// <summary>Puts a new tensor under the thread's innermost scope.</summary>
    internal static void Register(torch.Tensor tensor)
    {
        DisposeScopeManager manager = OfThread;
        if (manager.Current is { } scope)
        {
            manager.Tensors.CreatedInScope();
            scope.Add(tensor, attached: false);
        }
        else
        {
            manager.Tensors.CreatedOutsideScope();
        }
    }

    internal DisposeScope New()
    {
        var scope = new DisposeScope(this, Current);
        _scopes.Add(scope);
        return scope;
    }

    internal void Remove(DisposeScope scope) => _scopes.Remove(scope);
}
