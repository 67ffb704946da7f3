using TorchSharp.Modules;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>The base of all modules: a tree of named parameters, buffers and submodules.</summary>
        public partial class Module : IDisposable
        {
            protected OrderedDict<string, Module> _internal_submodules = new();
            protected OrderedDict<string, (Tensor, bool)> _internal_buffers = new();
            protected OrderedDict<string, Parameter> _internal_params = new();
            protected string? name;

            private bool _training = true;

            protected Module(string name) => this.name = name;

            ~Module() => Dispose(false);

            /// <summary>Whether the module is in training mode, as after its construction.</summary>
            public virtual bool training => _training;

            /// <summary>The name given to the constructor.</summary>
            public virtual string GetName() => name ?? GetType().Name;

            /// <summary>Puts the module and all modules below it into training mode, or into evaluation mode.</summary>
            public virtual void train(bool train = true)
            {
                _training = train;
                foreach ((_, Module child) in named_children())
                {
                    child.train(train);
                }
            }

            /// <summary>Puts the module and all modules below it into evaluation mode.</summary>
            public virtual void eval() => train(false);

            /// <summary>Calls a function for every module below this one, children first, then for this one.</summary>
            public virtual Module apply(Action<Module> fn)
            {
                foreach ((_, Module child) in named_children())
                {
                    child.apply(fn);
                }
                fn(this);
                return this;
            }

            /// <summary>Drops the gradients of all parameters, or sets them to zero.</summary>
            public virtual void zero_grad(bool set_to_none = true)
            {
                foreach (Parameter parameter in parameters())
                {
                    Gradients.Clear(parameter, set_to_none);
                }
            }

            /// <summary>Disposes the parameters and buffers of the module and of all modules below it.</summary>
            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                if (!disposing)
                {
                    return;
                }
                foreach ((_, Tensor buffer) in named_buffers(recurse: false))
                {
                    buffer.DetachFromDisposeScope().Dispose();
                }
                foreach ((_, Parameter parameter) in named_parameters(recurse: false))
                {
                    parameter.DetachFromDisposeScope().Dispose();
                }
                foreach ((_, Module child) in named_children())
                {
                    child.Dispose();
                }
            }
        }
    }
}
