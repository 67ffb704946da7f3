namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>All parameters and persistent buffers by their dotted paths: first the parameters, then the buffers.</summary>
            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null)
            {
                destination ??= [];
                foreach ((string path, Tensor parameter) in named_parameters())
                {
                    destination.TryAdd(Join(prefix, path), parameter);
                }
                foreach ((string path, Tensor buffer) in named_buffers(include_nonpersistent: false))
                {
                    destination.TryAdd(Join(prefix, path), buffer);
                }
                // What is shared appears above only once, here under all of its paths.
                foreach ((string child, Module module) in named_children())
                {
                    module.state_dict(destination, Join(prefix, child));
                }
                return destination;
            }

            /// <summary>Copies values into the parameters and buffers of the same names.</summary>
            /// <param name="source">The values by the paths of what they are for.</param>
            /// <param name="strict">Whether the source must have exactly the module's entries.</param>
            /// <param name="skip">Entries that are left alone, wherever they are missing.</param>
            /// <returns>The entries that the source lacks, and those that the module lacks.</returns>
            /// <exception cref="InvalidOperationException">
            /// Entries are missing or unexpected and the call is strict, or shapes differ.
            /// </exception>
            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(
                Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null)
            {
                HashSet<string> skipped = [.. skip ?? []];
                Dictionary<string, Tensor> destination = state_dict();
                List<string> unexpected = [.. source.Keys.Where(key => !skipped.Contains(key) && !destination.ContainsKey(key))];
                List<string> missing = [.. destination.Keys.Where(key => !skipped.Contains(key) && !source.ContainsKey(key))];
                if (strict && (missing.Count > 0 || unexpected.Count > 0))
                {
                    throw new InvalidOperationException(
                        "The loaded state_dict is not identical to the target dictionary: "
                        + $"{Describe("missing", missing)}, {Describe("unexpected", unexpected)}.");
                }
                (string Key, Tensor Target, Tensor Value)[] matched =
                [
                    .. source
                        .Where(entry => !skipped.Contains(entry.Key) && destination.ContainsKey(entry.Key))
                        .Select(entry => (entry.Key, destination[entry.Key], entry.Value)),
                ];
                foreach ((string key, Tensor target, Tensor value) in matched)
                {
                    if (!target.shape.SequenceEqual(value.shape))
                    {
                        throw new InvalidOperationException(
                            $"The entry '{key}' of the state_dict has the shape ({string.Join(", ", value.shape)}); "
                            + $"the module expects ({string.Join(", ", target.shape)}).");
                    }
                }
                using var notRecording = no_grad();
                foreach ((_, Tensor target, Tensor value) in matched)
                {
                    target.copy_(value);
                }
                return (missing, unexpected);
            }

            private static string Join(string? prefix, string path) => string.IsNullOrEmpty(prefix) ? path : $"{prefix}.{path}";

            private static string Describe(string kind, List<string> keys) =>
                keys.Count == 0 ? $"none {kind}" : $"{keys.Count} {kind}, the first is '{keys[0]}'";
        }
    }
}
