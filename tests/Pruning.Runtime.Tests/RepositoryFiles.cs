namespace Pruning.Tests;

/// <summary>Finds files of the repository, and those of the shared folder beside it, which not every machine has.</summary>
internal static class RepositoryFiles
{
    private static readonly string Root = FindRoot(AppContext.BaseDirectory);

    /// <summary>A file of the repository.</summary>
    public static string Of(string path) => Path.Combine(Root, path);

    /// <summary>A file in tests/reference.</summary>
    public static string Reference(string path) => Of(Path.Combine("tests", "reference", path));

    /// <summary>A file in docs.</summary>
    public static string Documentation(string path) => Of(Path.Combine("docs", path));

    /// <summary>A file or folder in ../shared; the test is skipped where there is none.</summary>
    public static string Shared(string path)
    {
        Skip.IfNot(SharedOrNull(path) is not null, $"../shared/{path} is absent");
        return SharedOrNull(path)!;
    }

    /// <summary>A file or folder in ../shared, or null where there is none.</summary>
    public static string? SharedOrNull(string path)
    {
        string full = Path.GetFullPath(Path.Combine(Root, "..", "shared", path));
        return File.Exists(full) || Directory.Exists(full) ? full : null;
    }

    private static string FindRoot(string folder) => File.Exists(Path.Combine(folder, "Pruning.sln"))
        ? folder
        : FindRoot(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("the tests run outside of the repository"));
}
