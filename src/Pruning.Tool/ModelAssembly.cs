using System.Reflection;
using System.Runtime.Loader;

namespace Pruning.Tool;

/// <summary>Finds the graphs that the generator wrote into an assembly.</summary>
internal static class ModelAssembly
{
    /// <summary>The graph of each model, in the order of their names.</summary>
    /// <param name="path">The assembly, with what it depends on beside it, as a build leaves it.</param>
    /// <exception cref="ToolException">It cannot be loaded, or has no models.</exception>
    public static IReadOnlyList<Graph> GraphsOf(string path)
    {
        try
        {
            Assembly assembly = new PluginContext(Path.GetFullPath(path)).LoadFromAssemblyPath(Path.GetFullPath(path));
            Graph[] graphs =
            [
                .. from type in assembly.GetTypes()
                   let property = type.IsGenericType ? null : type.GetProperty(nameof(Graph), BindingFlags.Public | BindingFlags.Static)
                   where property?.PropertyType == typeof(Graph) && property.DeclaringType == type
                   orderby type.FullName
                   select (Graph)property.GetValue(null)!,
            ];
            return graphs.Length > 0 ? graphs : throw new ToolException(
                $"'{path}' has no prunable models: no class there bears [Prunable], or the compiler could not read any of them. " +
                "The warnings of the build say why.");
        }
        catch (Exception exception) when (exception is BadImageFormatException or FileNotFoundException or FileLoadException
            or ReflectionTypeLoadException or TargetInvocationException or InvalidOperationException)
        {
            string reason = (exception as ReflectionTypeLoadException)?.LoaderExceptions.FirstOrDefault()?.Message
                ?? exception.InnerException?.Message ?? exception.Message;
            throw new ToolException($"'{path}' cannot be loaded: {reason}");
        }
    }

    /// <summary>
    /// The assembly with its own dependencies, but this program's runtime and what that refers to (torch), so that its graphs are of this
    /// program's type.
    /// </summary>
    private sealed class PluginContext(string path) : AssemblyLoadContext(path)
    {
        private static readonly Assembly Runtime = typeof(Graph).Assembly;
        private static readonly HashSet<string?> Shared =
            [Runtime.GetName().Name, .. Runtime.GetReferencedAssemblies().Select(referenced => referenced.Name)];

        private readonly AssemblyDependencyResolver _resolver = new(path);

        protected override Assembly? Load(AssemblyName name) =>
            Shared.Contains(name.Name) ? Default.LoadFromAssemblyName(new AssemblyName(name.Name!))
            : _resolver.ResolveAssemblyToPath(name) is { } resolved ? LoadFromAssemblyPath(resolved)
            : null;
    }
}
