namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        // TorchSharp's .dat files: the number of entries as a LEB128 count, then for each entry its name and its tensor.
        public partial class Module
        {
            /// <summary>Makes a module and loads its state from a file.</summary>
            public static Module Create<T>(string path)
                where T : Module, new() => new T().load(path);

            /// <summary>Writes a state dictionary, without the entries to skip.</summary>
            public static void save_state_dict(BinaryWriter writer, Dictionary<string, Tensor> sd, IList<string>? skip = null)
            {
                (string Key, Tensor Value)[] entries =
                    [.. sd.Where(entry => skip is null || !skip.Contains(entry.Key)).Select(entry => (entry.Key, entry.Value))];
                writer.WriteCount(entries.Length);
                foreach ((string key, Tensor value) in entries)
                {
                    writer.Write(key);
                    value.Save(writer);
                }
            }

            public Module save(string location, IList<string>? skip = null)
            {
                using FileStream stream = File.Create(location);
                return save(stream, skip);
            }

            public Module save(Stream stream, IList<string>? skip = null)
            {
                using var writer = new BinaryWriter(stream);
                return save(writer, skip);
            }

            public Module save(BinaryWriter writer, IList<string>? skip = null)
            {
                save_state_dict(writer, state_dict(), skip);
                return this;
            }

            public virtual Module load(
                string location, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                using FileStream stream = File.OpenRead(location);
                return load(stream, strict, skip, loadedParameters);
            }

            public Module load(
                Stream stream, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                using var reader = new BinaryReader(stream);
                return load(reader, strict, skip, loadedParameters);
            }

            /// <summary>Loads the state from a file.</summary>
            /// <param name="reader">Where the file is read.</param>
            /// <param name="strict">Whether the file must have exactly the module's entries.</param>
            /// <param name="skip">Entries that are read but not taken over.</param>
            /// <param name="loadedParameters">Gets for each entry of the file whether the module has it.</param>
            /// <exception cref="ArgumentException">
            /// The call is strict and the entries differ, or an entry has another shape or type.
            /// </exception>
            public virtual Module load(
                BinaryReader reader, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                Dictionary<string, Tensor> state = state_dict();
                long count = reader.ReadCount();
                if (strict && count != state.Count)
                {
                    throw new ArgumentException($"Mismatched state_dict sizes: expected {state.Count}, but found {count} entries.");
                }
                for (long i = 0; i < count; i++)
                {
                    string key = reader.ReadString();
                    bool isKnown = state.TryGetValue(key, out Tensor? target);
                    if (!isKnown && strict)
                    {
                        throw new ArgumentException(
                            $"Mismatched module state names: the target modules does not have a submodule or buffer named '{key}'");
                    }
                    if (isKnown && skip?.Contains(key) != true)
                    {
                        LoadEntry(key, target!, reader);
                    }
                    else
                    {
                        using Tensor skipped = TensorExtensionMethods.Load(reader, skip: true);
                    }
                    loadedParameters?.Add(key, isKnown);
                }
                return this;
            }

            private static void LoadEntry(string key, Tensor target, BinaryReader reader)
            {
                try
                {
                    target.Load(reader);
                }
                catch (ArgumentException mismatch)
                {
                    throw new ArgumentException($"The entry '{key}' cannot be loaded. {mismatch.Message}", mismatch);
                }
            }
        }
    }
}
