using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            private bool _areComponentsRegistered;

            /// <summary>
            /// Registers the fields of the class and its bases that hold modules, parameters or other tensors (as buffers), under
            /// the fields' names. Works once: fields assigned later are not seen.
            /// </summary>
            protected virtual void RegisterComponents()
            {
                if (_areComponentsRegistered)
                {
                    return;
                }
                foreach ((string component, var field) in ComponentFields.Of(GetType()))
                {
                    if (IsRegistered(component))
                    {
                        continue;
                    }
                    switch (field.GetValue(this))
                    {
                        case Module module:
                            register_module(component, module);
                            break;
                        case Parameter parameter:
                            register_parameter(component, parameter);
                            break;
                        case Tensor tensor:
                            register_buffer(component, tensor);
                            break;
                    }
                }
                _areComponentsRegistered = true;
            }

            /// <summary>Registers a submodule, and its own components if that has not happened yet; null removes the name.</summary>
            /// <exception cref="ArgumentException">The name is empty or holds a dot.</exception>
            /// <exception cref="InvalidOperationException">The name is taken.</exception>
            public virtual void register_module(string name, Module submodule)
            {
                if (submodule is null)
                {
                    _internal_submodules.Remove(name);
                    return;
                }
                if (string.IsNullOrEmpty(name))
                {
                    throw new ArgumentException("A submodule needs a name that is not empty.", nameof(name));
                }
                if (name.Contains('.'))
                {
                    throw new ArgumentException($"The name of a submodule cannot contain '.': '{name}'.", nameof(name));
                }
                if (_internal_submodules.ContainsKey(name))
                {
                    throw new InvalidOperationException($"Sub-module {name} is already registered.");
                }
                submodule.RegisterComponents();
                _internal_submodules.Add(name, submodule);
            }

            public void add_module(string name, Module module) => register_module(name, module);

            /// <summary>Registers a parameter.</summary>
            /// <exception cref="InvalidOperationException">The name is taken.</exception>
            public virtual void register_parameter(string name, Parameter param)
            {
                ArgumentNullException.ThrowIfNull(param);
                if (_internal_params.ContainsKey(name))
                {
                    throw new InvalidOperationException($"Parameter {name} is already registered.");
                }
                _internal_params.Add(name, param);
            }

            /// <summary>
            /// Registers a tensor that belongs to the module's state but is not trained; only a persistent one is part of the state
            /// dictionary.
            /// </summary>
            /// <exception cref="InvalidOperationException">The name is taken.</exception>
            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
            {
                ArgumentNullException.ThrowIfNull(tensor);
                if (_internal_buffers.ContainsKey(name))
                {
                    throw new InvalidOperationException($"Tensor {name} is already registered.");
                }
                _internal_buffers.Add(name, (tensor, persistent));
            }

            protected void ConditionallyRegisterParameter(string name, Tensor? value) =>
                ConditionallyRegisterParameter(name, value as Parameter);

            /// <summary>Registers a parameter in the place of the one that has the name; null removes the name.</summary>
            protected void ConditionallyRegisterParameter(string name, Parameter? value)
            {
                if (value is null)
                {
                    _internal_params.Remove(name);
                }
                else
                {
                    _internal_params[name] = value;
                }
            }

            /// <summary>Registers a buffer in the place of the one that has the name; null removes the name.</summary>
            protected void ConditionallyRegisterBuffer(string name, Tensor? value, bool persistent = true)
            {
                if (value is null)
                {
                    _internal_buffers.Remove(name);
                }
                else
                {
                    _internal_buffers[name] = (value, persistent);
                }
            }

            protected void ClearModules() => _internal_submodules.Clear();

            private bool IsRegistered(string component) =>
                _internal_submodules.ContainsKey(component)
                || _internal_params.ContainsKey(component)
                || _internal_buffers.ContainsKey(component);

            /// <summary>The parameter of a built-in layer, which keeps no field beside the registration.</summary>
            internal Parameter? Registered(string parameter) =>
                _internal_params.TryGetValue(parameter, out Parameter? value) ? value : null;

            /// <summary>Replaces the parameter of a built-in layer, which owns and disposes it.</summary>
            internal void Register(string parameter, Parameter? value)
            {
                Parameter? old = Registered(parameter);
                if (ReferenceEquals(old, value))
                {
                    return;
                }
                old?.Dispose();
                ConditionallyRegisterParameter(parameter, (Parameter?)value?.DetachFromDisposeScope());
            }

            /// <summary>The buffer of a built-in layer.</summary>
            internal Tensor? RegisteredBuffer(string buffer) =>
                _internal_buffers.TryGetValue(buffer, out (Tensor Value, bool) entry) ? entry.Value : null;

            /// <summary>Replaces the buffer of a built-in layer, which owns and disposes it.</summary>
            internal void RegisterBuffer(string buffer, Tensor? value)
            {
                Tensor? old = RegisteredBuffer(buffer);
                if (ReferenceEquals(old, value))
                {
                    return;
                }
                old?.Dispose();
                ConditionallyRegisterBuffer(buffer, value?.DetachFromDisposeScope());
            }
        }
    }
}
