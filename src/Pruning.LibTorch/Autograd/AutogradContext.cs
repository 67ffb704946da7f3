namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>What a function's forward pass keeps for its backward pass.</summary>
        public sealed class AutogradContext : IDisposable
        {
            private readonly Dictionary<string, object> _data = [];
            private readonly HashSet<nint> _notDifferentiable = [];
            private List<Tensor> _saved = [];

            internal AutogradContext()
            {
            }

            /// <summary>Whether gradients that nobody computed come to the backward pass as zeros, not as null.</summary>
            public bool MaterializeGrads { get; private set; } = true;

            public void set_materialize_grads(bool value) => MaterializeGrads = value;

            public void save_data(string key, object value) => _data[key] = value;

            public object get_data(string key) => _data[key];

            public void save_for_backward(List<Tensor> tensors)
            {
                Release();
                _saved = [.. tensors.Select(tensor => tensor is null ? null! : Kept(tensor))];
            }

            public List<Tensor> get_saved_variables() =>
                [.. _saved.Select(tensor => tensor is null ? null! : tensor.Shared().MoveToOtherDisposeScope(CurrentDisposeScope))];

            /// <summary>These results take part in no gradient.</summary>
            public void mark_non_differentiable(List<Tensor> tensors) =>
                _notDifferentiable.UnionWith(tensors.Select(tensor => tensor.Handle));

            public void Dispose() => Release();

            internal bool IsDifferentiable(Tensor result) =>
                (result.is_floating_point() || result.is_complex()) && !_notDifferentiable.Contains(result.Handle);

            // A result, which becomes a part of the graph later on, would hold the graph that holds it.
            private static Tensor Kept(Tensor tensor) => tensor.requires_grad ? tensor.Shared() : tensor.detach().DetachFromDisposeScope();

            private void Release()
            {
                foreach (Tensor tensor in _saved)
                {
                    tensor?.Dispose();
                }
                _saved = [];
            }
        }
    }
}
