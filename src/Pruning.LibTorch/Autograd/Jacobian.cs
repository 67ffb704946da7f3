namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>Derivatives of functions.</summary>
        public static partial class functional
        {
            /// <summary>The derivatives of all elements of the result by all of the input; its shape is the result's, then the input's.</summary>
            public static Tensor jacobian(Func<Tensor, Tensor> function, Tensor inputs)
            {
                using DisposeScope scope = NewDisposeScope();
                using IDisposable graded = enable_grad();
                Tensor input = inputs.detach().requires_grad_();
                Tensor result = function(input);
                Tensor flat = result.reshape(-1);
                var rows = new Tensor[flat.numel()];
                for (int i = 0; i < rows.Length; i++)
                {
                    rows[i] = grad([flat[i]], [input], retain_graph: true, allow_unused: true)[0] ?? input.zeros_like();
                }
                return stack(rows).reshape([.. result.shape, .. inputs.shape]).MoveToOuterDisposeScope();
            }
        }
    }
}
