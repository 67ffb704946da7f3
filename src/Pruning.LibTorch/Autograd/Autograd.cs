using Pruning.LibTorch.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Differentiation.</summary>
    public static partial class autograd
    {
        /// <summary>The gradients of the outputs' sum, weighted by <paramref name="grad_outputs"/>, with respect to the inputs.</summary>
        public static unsafe IList<Tensor> grad(
            IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor>? grad_outputs = null, bool retain_graph = false,
            bool create_graph = false, bool allow_unused = false)
        {
            using var from = new TensorLeases(outputs);
            using var to = new TensorLeases(inputs);
            using var weights = new TensorLeases(grad_outputs);
            var results = new nint[inputs.Count];
            fixed (nint* fromHandles = from.Handles, toHandles = to.Handles, weightHandles = weights.Handles, resultHandles = results)
            {
                NativeMethods.Check(NativeMethods.pt_autograd_grad(
                    fromHandles, from.Handles.Length, toHandles, to.Handles.Length, weightHandles, weights.Handles.Length,
                    retain_graph ? 1 : 0, create_graph ? 1 : 0, allow_unused ? 1 : 0, resultHandles));
            }
            return [.. results.Select(handle => Tensor.Of(handle)!)];
        }

        /// <summary>Adds the gradients of the tensors' sum to <see cref="Tensor.grad"/> of the leaves, or of the inputs only.</summary>
        public static unsafe void backward(
            IList<Tensor> tensors, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false,
            IList<Tensor>? inputs = null)
        {
            using var from = new TensorLeases(tensors);
            using var weights = new TensorLeases(grad_tensors);
            using var to = new TensorLeases(inputs);
            fixed (nint* fromHandles = from.Handles, weightHandles = weights.Handles, toHandles = to.Handles)
            {
                NativeMethods.Check(NativeMethods.pt_autograd_backward(
                    fromHandles, from.Handles.Length, weightHandles, weights.Handles.Length,
                    (retain_graph ?? create_graph) ? 1 : 0, create_graph ? 1 : 0, toHandles, to.Handles.Length));
            }
        }

        public static void backward(
            Tensor tensor, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false,
            IList<Tensor>? inputs = null) => backward([tensor], grad_tensors, retain_graph, create_graph, inputs);

        public static void backward(
            Tensor tensor, Tensor grad_tensor, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null) =>
            backward([tensor], [grad_tensor], retain_graph, create_graph, inputs);
    }
}
