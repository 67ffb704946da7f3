namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>What can be called with one input.</summary>
        public interface IModule<T, TResult>
        {
            TResult call(T input1);
        }

        /// <summary>A module whose <c>forward</c> takes one input.</summary>
        public abstract class Module<T, TResult>
            : HookableModule<
                Func<Module<T, TResult>, T, T>,
                Func<Module<T, TResult>, T, TResult, TResult>>,
              IModule<T, TResult>
        {
            protected Module(string name)
                : base(name)
            {
            }

            public abstract TResult forward(T input);

            /// <summary>Runs the hooks and <c>forward</c>.</summary>
            public TResult call(T input)
            {
                BeforeForward();
                foreach (var hook in pre_hooks.Values)
                {
                    input = hook(this, input) ?? input;
                }
                TResult result = forward(input);
                foreach (var hook in post_hooks.Values)
                {
                    result = hook(this, input, result) ?? result;
                }
                AfterForward();
                return result;
            }
        }
    }
}
