namespace TorchSharp.Utils;

/// <summary>Registers a field of a module under a name of its own instead of the field's.</summary>
public class ComponentNameAttribute : Attribute
{
    public string? Name { get; set; }
}
