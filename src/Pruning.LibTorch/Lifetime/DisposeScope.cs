namespace TorchSharp;

/// <summary>Disposes, when it is itself disposed of, of everything that was made while it was the thread's innermost scope.</summary>
public sealed class DisposeScope : IDisposable
{
    private readonly Lock _gate = new(); // a tensor may be disposed of by another thread than the scope's
    private DisposeScopeManager? _manager;
    private HashSet<IDisposable> _disposables = new(ReferenceEqualityComparer.Instance);

    internal DisposeScope(DisposeScopeManager manager, DisposeScope? outer)
    {
        _manager = manager;
        Outer = outer;
    }

    internal DisposeScope? Outer { get; }

    public IReadOnlyList<IDisposable> DisposablesView
    {
        get
        {
            lock (_gate)
            {
                return [.. _disposables];
            }
        }
    }

    public int DisposablesCount
    {
        get
        {
            lock (_gate)
            {
                return _disposables.Count;
            }
        }
    }

    private LifetimeStatistics Statistics => (_manager ?? throw new ObjectDisposedException(nameof(DisposeScope))).Tensors;

    public bool Contains(IDisposable disposable)
    {
        lock (_gate)
        {
            return _disposables.Contains(disposable);
        }
    }

    public void Attach(IDisposable disposable) => Add(disposable, attached: true);

    public void Attach(params IDisposable[] disposables) => Attach((IEnumerable<IDisposable>)disposables);

    public IReadOnlyList<IDisposable> Attach(IEnumerable<IDisposable> disposables)
    {
        var all = disposables.ToArray();
        foreach (IDisposable disposable in all)
        {
            Attach(disposable);
        }
        return all;
    }

    public T Detach<T>(T disposable)
        where T : IDisposable
    {
        Move(disposable, null);
        return disposable;
    }

    public (T1 first, T2 second) Detach<T1, T2>(T1 first, T2 second)
        where T1 : IDisposable
        where T2 : IDisposable => (Detach(first), Detach(second));

    public (T1 first, T2 second, T3 third) Detach<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable
        where T2 : IDisposable
        where T3 : IDisposable => (Detach(first), Detach(second), Detach(third));

    public void Detach(params IDisposable[] disposables) => Detach((IEnumerable<IDisposable>)disposables);

    public void Detach(IEnumerable<IDisposable> disposables)
    {
        foreach (IDisposable disposable in disposables)
        {
            Move(disposable, null);
        }
    }

    public T MoveToOuter<T>(T disposable)
        where T : IDisposable
    {
        Move(disposable, Outer);
        return disposable;
    }

    public (T1 first, T2 second) MoveToOuter<T1, T2>(T1 first, T2 second)
        where T1 : IDisposable
        where T2 : IDisposable => (MoveToOuter(first), MoveToOuter(second));

    public (T1 first, T2 second, T3 third) MoveToOuter<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable
        where T2 : IDisposable
        where T3 : IDisposable => (MoveToOuter(first), MoveToOuter(second), MoveToOuter(third));

    public void MoveToOuter(params IDisposable[] disposables) => MoveToOuter((IEnumerable<IDisposable>)disposables);

    public void MoveToOuter(IEnumerable<IDisposable> disposables)
    {
        foreach (IDisposable disposable in disposables)
        {
            Move(disposable, Outer);
        }
    }

    public T MoveToOther<T>(DisposeScope? scope, T disposable)
        where T : IDisposable
    {
        Move(disposable, scope);
        return disposable;
    }

    public (T1 first, T2 second) MoveToOther<T1, T2>(DisposeScope? scope, T1 first, T2 second)
        where T1 : IDisposable
        where T2 : IDisposable => (MoveToOther(scope, first), MoveToOther(scope, second));

    public (T1 first, T2 second, T3 third) MoveToOther<T1, T2, T3>(DisposeScope? scope, T1 first, T2 second, T3 third)
        where T1 : IDisposable
        where T2 : IDisposable
        where T3 : IDisposable => (MoveToOther(scope, first), MoveToOther(scope, second), MoveToOther(scope, third));

    public void MoveToOther(DisposeScope? scope, params IDisposable[] disposables) =>
        MoveToOther(scope, (IEnumerable<IDisposable>)disposables);

    public void MoveToOther(DisposeScope? scope, IEnumerable<IDisposable> disposables)
    {
        foreach (IDisposable disposable in disposables)
        {
            Move(disposable, scope);
        }
    }

    public void DisposeEverything() => DisposeEverythingBut([]);

    public T DisposeEverythingBut<T>(T keep)
        where T : IDisposable
    {
        DisposeEverythingBut((IEnumerable<IDisposable>)[keep]);
        return keep;
    }

    public (T1 first, T2 second) DisposeEverythingBut<T1, T2>(T1 first, T2 second)
        where T1 : IDisposable
        where T2 : IDisposable
    {
        DisposeEverythingBut((IEnumerable<IDisposable>)[first, second]);
        return (first, second);
    }

    public (T1 first, T2 second, T3 third) DisposeEverythingBut<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable
        where T2 : IDisposable
        where T3 : IDisposable
    {
        DisposeEverythingBut((IEnumerable<IDisposable>)[first, second, third]);
        return (first, second, third);
    }

    public void DisposeEverythingBut(params IDisposable[] keep) => DisposeEverythingBut((IEnumerable<IDisposable>)keep);

    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        var keep = new HashSet<IDisposable>(inKeep, ReferenceEqualityComparer.Instance);
        HashSet<IDisposable> all;
        lock (_gate)
        {
            all = _disposables;
            _disposables = keep;
        }
        foreach (IDisposable disposable in all)
        {
            if (!keep.Contains(disposable))
            {
                disposable.Dispose();
            }
        }
    }

    public void MarkAsDisposed(IDisposable disposable)
    {
        lock (_gate)
        {
            _disposables.Remove(disposable);
        }
        if (disposable is torch.Tensor tensor)
        {
            _manager?.Tensors.DisposedInScope();
            tensor.Scope = null;
        }
    }

    public void Dispose()
    {
        if (_manager is null)
        {
            return;
        }
        DisposeEverything();
        _manager.Remove(this);
        _manager = null;
    }

    /// <summary>Takes a new tensor, or one that another scope gives.</summary>
    internal void Add(IDisposable disposable, bool attached)
    {
        if (disposable is torch.Tensor tensor)
        {
            DisposeScope? owner = tensor.Scope;
            if (owner == this)
            {
                return;
            }
            owner?.Forget(disposable);
            tensor.Scope = this;
            if (attached)
            {
                Statistics.Attached();
            }
        }
        lock (_gate)
        {
            _disposables.Add(disposable);
        }
    }

    private void Move(IDisposable disposable, DisposeScope? target)
    {
        if (!Forget(disposable))
        {
            return;
        }
        var tensor = disposable as torch.Tensor;
        if (tensor is not null)
        {
            tensor.Scope = null;
        }
        if (target is not null)
        {
            target.Add(disposable, attached: false);
        }
        else if (tensor is not null)
        {
            Statistics.Detached();
        }
    }

    private bool Forget(IDisposable disposable)
    {
        lock (_gate)
        {
            return _disposables.Remove(disposable);
        }
    }
}
