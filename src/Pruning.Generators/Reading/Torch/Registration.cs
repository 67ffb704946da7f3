using Microsoft.CodeAnalysis;
using Pruning.Generators.Reading.Values;

namespace Pruning.Generators.Reading;

/// <content>
/// What <c>RegisterComponents</c> and its kin do: it works once, walks the fields in the order of their declaration, the most derived
/// class first, and leaves out what holds nothing and names that are taken.
/// </content>
internal sealed partial class Interpreter
{
    private void RegisterComponents(ModuleValue module, IOperation? site)
    {
        IMethodSymbol? own = module.Type.GetMembers("RegisterComponents").OfType<IMethodSymbol>().FirstOrDefault(Sources.Has);
        if (own is not null && !_registering.Contains(module))
        {
            _registering.Add(module);
            Call(own, module, [], site ?? Sources.Body(own)!);
            _registering.Remove(module);
        }
        else
        {
            RegisterFields(module, site);
        }
    }

    /// <summary>Registers the components of a module that does not do it itself.</summary>
    public void Register(ModuleValue module) => RegisterFields(module, module.Site);

    private readonly HashSet<ModuleValue> _registering = [];

    private void RegisterFields(ModuleValue module, IOperation? site)
    {
        if (module.IsRegistered)
        {
            return;
        }

        if (module is ContainerValue { Kind: not ContainerKind.Sequential } container)
        {
            foreach ((string name, Value entry) in container.Entries)
            {
                RegisterModule(container, name, entry, name, site);
            }
        }
        else
        {
            foreach (IFieldSymbol field in Sources.FieldsOf(module.Type))
            {
                RegisterField(module, field, site);
            }
        }

        module.IsRegistered = true;
    }

    private void RegisterField(ModuleValue module, IFieldSymbol field, IOperation? site)
    {
        string name = ComponentName(field);
        if (module.Children.Any(child => child.Name == name) || module.FindState(name) is not null)
        {
            return;
        }

        switch (module.Field(field).Content)
        {
            case ModuleValue child:
                RegisterModule(module, name, child, field.AssociatedSymbol?.Name ?? field.Name, site);
                break;
            case StateTensor tensor:
                module.AddState(name, tensor);
                break;
            case UnknownValue unknown when IsModule(field.Type) || IsTensor(field.Type):
                throw new ReadingStopped(unknown.Cause);
        }
    }

    private static string ComponentName(IFieldSymbol field) => field.GetAttributes()
        .Where(attribute => attribute.AttributeClass?.Name == "ComponentNameAttribute")
        .SelectMany(attribute => attribute.NamedArguments)
        .Select(argument => argument.Value.Value as string)
        .FirstOrDefault() ?? field.MetadataName;

    private void RegisterModule(ModuleValue parent, string name, Value child, string member, IOperation? site)
    {
        switch (Needed(child))
        {
            case Constant { Content: null }:
                parent.Children = parent.Children.RemoveAll(entry => entry.Name == name);
                return;
            case ModuleValue when name.Length == 0 || name.Contains("."):
                throw Throws("System.ArgumentException", $"'{name}' cannot be the name of a module", At(site, parent));
            case ModuleValue when parent.Children.Any(entry => entry.Name == name):
                throw Throws("System.InvalidOperationException", $"a module named '{name}' is registered already", At(site, parent));
            case ModuleValue module:
                RegisterComponents(module, site);
                parent.Children = parent.Children.Add((name, module, member));
                return;
            default:
                throw Stop(At(site, parent), "the module is not known");
        }
    }

    private static SyntaxNode At(IOperation? site, ModuleValue module) =>
        site?.Syntax ?? module.Type.DeclaringSyntaxReferences[0].GetSyntax();

    /// <summary>The registered modules of a module, in order.</summary>
    internal IEnumerable<(string Name, ModuleValue Module, string Member)> ChildrenOf(ModuleValue module)
    {
        if (module is ContainerValue { Kind: ContainerKind.Sequential } chain)
        {
            foreach ((string name, Value entry) in chain.Entries)
            {
                yield return (name, Needed(entry) as ModuleValue ?? throw Stop(chain.Site!, "a module of the chain is not known"), name);
            }
        }
        else
        {
            foreach ((string Name, ModuleValue Module, string Member) child in module.Children)
            {
                yield return child;
            }
        }
    }
}
