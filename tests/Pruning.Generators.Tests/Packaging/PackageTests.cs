using System.Diagnostics;
using System.IO.Compression;
using System.Text.RegularExpressions;
using Pruning.Generators.Tests.Caching;

namespace Pruning.Generators.Tests.Packaging;

/// <summary>The packages that users reference: laid out as the compiler expects it, and enough to build a project with.</summary>
public sealed class PackageTests
{
    private const string Model = """
        using Pruning;
        using TorchSharp;
        using TorchSharp.Modules;
        using static TorchSharp.torch;
        using static TorchSharp.torch.nn;

        namespace Consumer;

        [Prunable]
        public sealed partial class Net : Module<Tensor, Tensor>
        {
            private readonly Linear first = Linear(8, 16);
            private readonly Linear last = Linear(16, 2);

            public Net() : base("Net") => RegisterComponents();

            public override Tensor forward(Tensor x) => last.call(first.call(x));
        }

        """;

    private const string Program = """
        using Consumer;
        using Pruning;

        PruningPlan plan = PruningPlan.FromWidths(Net.Graph, [8]);
        System.Console.WriteLine($"{Net.Graph.Groups[0].RoundTo} {new Net.Widths { First = 8 }.Parameters} {typeof(NetSlim).Name} {plan}");
        """;

    [Fact]
    public void A_project_builds_with_nothing_but_the_packages()
    {
        using var folder = new TemporaryFolder();
        string packages = folder.File("feed");
        string configuration = AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Debug{Path.DirectorySeparatorChar}") ? "Debug" : "Release";
        Run(RepositoryFiles.Of(""), "bash", ["eng/pack.sh", packages, "--no-build"], ("CONFIGURATION", configuration));

        string generators = Directory.GetFiles(packages, "Pruning.Generators.*.nupkg").ShouldHaveSingleItem();
        using (ZipArchive package = ZipFile.OpenRead(generators))
        {
            package.Entries.Select(entry => entry.FullName).Where(name => name.EndsWith(".dll") || name.EndsWith(".props")).ShouldBe(
            [
                "analyzers/dotnet/cs/Pruning.CodeFixes.dll", "analyzers/dotnet/cs/Pruning.Generators.dll",
                "buildTransitive/Pruning.Generators.props",
            ], ignoreOrder: true);
        }

        string consumer = Directory.CreateDirectory(folder.File("consumer")).FullName;
        Write("Directory.Build.props", "<Project />");
        Write("Directory.Packages.props", "<Project />");
        Write("nuget.config", $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="cache" /></config>
              <packageSources>{(Provider.IsTorchSharp ? "" : "<clear />")}<add key="feed" value="{packages}" /></packageSources>
            </configuration>
            """);
        Write("Consumer.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <PruningInputs>N,8</PruningInputs>
                <PruningRoundTo>8</PruningRoundTo>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Pruning.Runtime" Version="0.1.0" />
                <PackageReference Include="Pruning.Generators" Version="0.1.0" PrivateAssets="all" />
              </ItemGroup>
            </Project>
            """);
        Write("Net.cs", Model);
        Write("Program.cs", Program);
        Write("NetSlim.prune.json", $$"""
            {
              "format": "pruning-plan/1",
              "model": "Consumer.Net",
              "fingerprint": "{{FingerprintOfModel()}}",
              "groups": { "first": { "of": 16, "keep": [0, 2, 4, 6, 8, 10, 12, 14] } }
            }
            """);

        Run(consumer, "dotnet", ["build", "--nologo", "-v", "quiet", "-clp:NoSummary"]);
        string printed = Run(consumer, "dotnet", [Path.Combine(consumer, "bin", "Debug", "net10.0", "Consumer.dll")]);
        printed.Trim().ShouldBe("8 90 NetSlim Consumer.Net: 8 of 16 channels stay");

        void Write(string name, string text) => File.WriteAllText(Path.Combine(consumer, name), text);
    }

    private static string FingerprintOfModel()
    {
        string source = Model.Replace("[Prunable]", "[Prunable(\"N,8\")]");
        string code = new GeneratorRun(TestSources.Compile(source)).Result.GeneratedSources.ShouldHaveSingleItem().SourceText.ToString();
        return Regex.Match(code, "fingerprint: \"(\\w+)\"").Groups[1].Value;
    }

    private static string Run(string folder, string program, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        // What the test runner tells MSBuild is not meant for this project.
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, output + errors.Result);
        return output;
    }
}
