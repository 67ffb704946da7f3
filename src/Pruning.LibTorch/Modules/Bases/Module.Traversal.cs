using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>The direct submodules with their names.</summary>
            public virtual IEnumerable<(string name, Module module)> named_children() => _internal_submodules;

            public virtual IEnumerable<Module> children() => named_children().Select(child => child.module);

            /// <summary>All modules below this one with their dotted paths: first the children, then what is below each of them.</summary>
            public virtual IEnumerable<(string name, Module module)> named_modules()
            {
                foreach ((string, Module) child in named_children())
                {
                    yield return child;
                }
                foreach ((string childName, Module child) in named_children())
                {
                    foreach ((string path, Module module) in child.named_modules())
                    {
                        yield return ($"{childName}.{path}", module);
                    }
                }
            }

            public virtual IEnumerable<Module> modules() => named_modules().Select(below => below.module);

            /// <summary>The parameters with their dotted paths; one that is shared appears once, at its first place.</summary>
            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true) =>
                Distinct(Below(_internal_params, recurse, child => child.named_parameters()));

            public virtual IEnumerable<Parameter> parameters(bool recurse = true) =>
                named_parameters(recurse).Select(entry => entry.parameter);

            /// <summary>The buffers with their dotted paths; one that is shared appears once, at its first place.</summary>
            /// <param name="recurse">Whether those of the modules below are included.</param>
            /// <param name="include_nonpersistent">Whether buffers that are no part of the state dictionary are included.</param>
            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(
                bool recurse = true, bool include_nonpersistent = true)
            {
                IEnumerable<(string Name, (Tensor Buffer, bool IsPersistent) Entry)> registered = _internal_buffers;
                IEnumerable<(string, Tensor)> own = registered
                    .Where(buffer => include_nonpersistent || buffer.Entry.IsPersistent)
                    .Select(buffer => (buffer.Name, buffer.Entry.Buffer));
                return Distinct(Below(own, recurse, child => child.named_buffers(true, include_nonpersistent)));
            }

            public virtual IEnumerable<Tensor> buffers(bool recurse = true, bool include_nonpersistent = true) =>
                named_buffers(recurse, include_nonpersistent).Select(entry => entry.buffer);

            public virtual bool has_parameter(string target) => get_parameter(target) is not null;

            public virtual bool has_buffer(string target) => get_buffer(target) is not null;

            /// <summary>The parameter at a dotted path, or null.</summary>
            public virtual Parameter? get_parameter(string target) =>
                Registered(target) ?? AtChild(target, (child, rest) => child.get_parameter(rest));

            /// <summary>The buffer at a dotted path, or null.</summary>
            public virtual Tensor? get_buffer(string target) =>
                RegisteredBuffer(target) ?? AtChild(target, (child, rest) => child.get_buffer(rest));

            private IEnumerable<(string, T)> Below<T>(
                IEnumerable<(string, T)> own, bool recurse, Func<Module, IEnumerable<(string, T)>> ofChild)
            {
                foreach ((string, T) entry in own)
                {
                    yield return entry;
                }
                if (!recurse)
                {
                    yield break;
                }
                foreach ((string childName, Module child) in named_children())
                {
                    foreach ((string path, T tensor) in ofChild(child))
                    {
                        yield return ($"{childName}.{path}", tensor);
                    }
                }
            }

            private static IEnumerable<(string, T)> Distinct<T>(IEnumerable<(string Path, T Tensor)> entries)
                where T : class =>
                entries.DistinctBy(entry => (object)entry.Tensor, ReferenceEqualityComparer.Instance);

            private T? AtChild<T>(string target, Func<Module, string, T?> find)
                where T : class
            {
                int dot = target.IndexOf('.');
                return dot < 0
                    ? null
                    : named_children()
                        .Where(child => child.name == target[..dot])
                        .Select(child => find(child.module, target[(dot + 1)..]))
                        .FirstOrDefault(found => found is not null);
            }
        }
    }
}
