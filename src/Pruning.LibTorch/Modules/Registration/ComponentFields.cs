using System.Reflection;
using TorchSharp.Utils;

namespace TorchSharp.Modules;

/// <summary>The instance fields of a module class, in the order in which they are registered.</summary>
internal static class ComponentFields
{
    private const BindingFlags Instance = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance;

    /// <summary>
    /// Most-derived class first, declaration order within a class; of fields with the same name only the first.
    /// </summary>
    public static IEnumerable<(string Name, FieldInfo Field)> Of(Type module)
    {
        var seen = new HashSet<string>();
        for (Type? type = module; type is not null && type != typeof(object); type = type.BaseType)
        {
            foreach (FieldInfo field in type.GetFields(Instance))
            {
                if (seen.Add(field.Name))
                {
                    yield return (field.GetCustomAttribute<ComponentNameAttribute>()?.Name ?? field.Name, field);
                }
            }
        }
    }
}
