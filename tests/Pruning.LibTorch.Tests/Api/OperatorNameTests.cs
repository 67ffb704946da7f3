using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;

namespace Pruning.LibTorch.Tests.Api;

/// <summary>None of the System provider's one-line operators has a spelling mistake: libtorch knows every name.</summary>
public sealed class OperatorNameTests
{
    [SkippableFact]
    public void LibtorchKnowsEveryOperator()
    {
        string provider = SystemProvider.Assembly;
        var find = Assembly.LoadFrom(provider).GetType("Pruning.LibTorch.Native.Operator")!
            .GetMethod("Find", BindingFlags.NonPublic | BindingFlags.Static)!
            .CreateDelegate<Func<string, nint>>();

        string[] names = [.. Literals(provider).Where(text => text.StartsWith("aten::", StringComparison.Ordinal))];

        names.Length.ShouldBeGreaterThan(400);
        names.Where(name => !IsKnown(find, name)).Order().ShouldBeEmpty();
    }

    private static bool IsKnown(Func<string, nint> find, string name)
    {
        try
        {
            return find(name) != 0;
        }
        catch (ExternalException)
        {
            return false;
        }
    }

    private static IEnumerable<string> Literals(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        MetadataReader metadata = file.GetMetadataReader();
        for (var handle = MetadataTokens.UserStringHandle(1); !handle.IsNil; handle = metadata.GetNextHandle(handle))
        {
            yield return metadata.GetUserString(handle);
        }
    }
}
