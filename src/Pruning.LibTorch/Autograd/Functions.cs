namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>A function whose gradient is written by hand.</summary>
        public abstract class Function<T>
            where T : Function<T>, new()
        {
            public abstract string Name { get; }

            /// <summary>Runs the forward pass, and links its results to the backward pass.</summary>
            protected static List<Tensor> apply_internal(params object[] vars)
            {
                var context = new AutogradContext();
                var function = new T();
                List<Tensor> results;
                using (no_grad())
                {
                    results = function.Forward(context, vars);
                }
                Tensor[] inputs = [.. vars.OfType<Tensor>()];
                if (is_grad_enabled() && inputs.Any(input => input.requires_grad))
                {
                    // A result that is an input, or a view of one, must not drag that input into the graph.
                    results =
                    [
                        .. results.Select(result => inputs.Any(input => ReferenceEquals(input, result)) ? result.view_as(result) : result),
                    ];
                    Tensor[] differentiable = [.. results.Where(context.IsDifferentiable)];
                    var pass = new BackwardPass(context, gradients => function.Gradients(context, vars, gradients));
                    BackwardPass.Link(inputs, differentiable, pass);
                }
                else
                {
                    context.Dispose();
                }
                return results;
            }

            private protected abstract List<Tensor> Forward(AutogradContext context, object[] vars);

            private protected abstract List<Tensor> Backward(AutogradContext context, List<Tensor> gradients);

            /// <summary>The gradients of the tensors among the arguments.</summary>
            private IReadOnlyList<Tensor?> Gradients(AutogradContext context, object[] vars, List<Tensor> given)
            {
                List<Tensor> found = Backward(context, given);
                int tensors = vars.Count(value => value is Tensor);
                if (found.Count == tensors)
                {
                    return found;
                }
                return found.Count == vars.Length
                    ? [.. found.Where((_, i) => vars[i] is Tensor)]
                    : throw new InvalidOperationException(
                        $"{Name} gave {found.Count} gradients for {vars.Length} arguments, {tensors} of them tensors.");
            }
        }

        /// <summary>A function with one tensor as its result.</summary>
        public abstract class SingleTensorFunction<T> : Function<T>
            where T : SingleTensorFunction<T>, new()
        {
            public abstract Tensor forward(AutogradContext ctx, params object[] vars);

            public abstract List<Tensor> backward(AutogradContext ctx, Tensor grad_output);

            public static Tensor apply(params object[] vars) => apply_internal(vars)[0];

            private protected override List<Tensor> Forward(AutogradContext context, object[] vars) => [forward(context, vars)];

            private protected override List<Tensor> Backward(AutogradContext context, List<Tensor> gradients) =>
                backward(context, gradients[0]);
        }

        /// <summary>A function with several tensors as its results.</summary>
        public abstract class MultiTensorFunction<T> : Function<T>
            where T : MultiTensorFunction<T>, new()
        {
            public abstract List<Tensor> forward(AutogradContext ctx, params object[] vars);

            public abstract List<Tensor> backward(AutogradContext ctx, List<Tensor> grad_outputs);

            public static List<Tensor> apply(params object[] vars) => apply_internal(vars);

            private protected override List<Tensor> Forward(AutogradContext context, object[] vars) => forward(context, vars);

            private protected override List<Tensor> Backward(AutogradContext context, List<Tensor> gradients) =>
                backward(context, gradients);
        }
    }
}
