using System.Diagnostics;
using System.Globalization;
using Pruning;
using static TorchSharp.torch;

namespace Cifar10.Tests;

/// <summary>The regenerated class, copied into a project that never heard of pruning.</summary>
public sealed class FrozenProjectTests
{
    // All that the fresh project has besides the class: it reads the safetensors file by itself and prints the logits of ones.
    private const string Program = """
        using System.Globalization;
        using System.Text.Json;
        using TorchSharp;
        using static TorchSharp.torch;

        using var model = new Cifar10.Models.ResNet20Slim();
        byte[] file = System.IO.File.ReadAllBytes(args[0]);
        int header = (int)BitConverter.ToInt64(file);
        using JsonDocument entries = JsonDocument.Parse(file.AsMemory(8, header));
        var state = new Dictionary<string, Tensor>();
        foreach (JsonProperty entry in entries.RootElement.EnumerateObject())
        {
            if (entry.Name == "__metadata__") continue;
            long[] shape = [.. entry.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())];
            int begin = 8 + header + entry.Value.GetProperty("data_offsets")[0].GetInt32();
            int end = 8 + header + entry.Value.GetProperty("data_offsets")[1].GetInt32();
            byte[] bytes = file[begin..end];
            Tensor values;
            if (entry.Value.GetProperty("dtype").GetString() == "I64")
            {
                var numbers = new long[bytes.Length / 8];
                Buffer.BlockCopy(bytes, 0, numbers, 0, bytes.Length);
                values = tensor(numbers);
            }
            else
            {
                var numbers = new float[bytes.Length / 4];
                Buffer.BlockCopy(bytes, 0, numbers, 0, bytes.Length);
                values = tensor(numbers);
            }

            state.Add(entry.Name, values.reshape(shape));
        }

        model.load_state_dict(state);
        model.eval();
        using var noGradient = no_grad();
        using var logits = model.call(ones(1, 3, 32, 32));
        using var numbersOut = logits.data<float>();
        Console.WriteLine(string.Join(" ", numbersOut.ToArray().Select(value => value.ToString("R", CultureInfo.InvariantCulture))));
        """;

    [Fact]
    public void It_compiles_loads_the_checkpoint_and_gives_the_same_logits()
    {
        using var folder = new TemporaryFolder();
        using var dense = new Models.ResNet20();
        PruningPlan plan = Models.ResNet20.Graph.Score(dense, Importance.GroupNorm()).Plan(Budget.Macs(0.5), Allocation.Global);
        using Models.ResNet20.Pruned slim = dense.Prune(plan);
        slim.eval();
        string planFile = folder.File("ResNet20Slim.prune.json");
        string checkpoint = folder.File("slim.safetensors");
        plan.Save(planFile);
        Checkpoint.Save(slim, checkpoint);
        Directory.CreateDirectory(folder.File("fresh"));
        File.WriteAllText(folder.File("fresh/ResNet20Slim.cs"), FrozenClass.Generate(ModelEntry.Named("resnet20"), planFile));
        File.WriteAllText(folder.File("fresh/Program.cs"), Program);
        File.WriteAllText(folder.File("fresh/Fresh.csproj"), Project());
        // Nothing of this repository's settings reaches the fresh project.
        foreach (string file in new[] { "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props" })
        {
            File.WriteAllText(folder.File($"fresh/{file}"), "<Project />");
        }

        string printed = Run("dotnet", $"run --project \"{folder.File("fresh")}\" -- \"{checkpoint}\"");

        using IDisposable noGradient = no_grad();
        using Tensor images = ones(1, 3, 32, 32);
        using Tensor logits = slim.call(images);
        using var expected = logits.data<float>();
        printed.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1].Split(' ')
            .Select(value => float.Parse(value, CultureInfo.InvariantCulture)).ShouldBe(expected.ToArray(), 1e-5f);
    }

    // The torch provider is the only reference: the package where these tests run on it, else the provider's assembly.
    private static string Project()
    {
        string provider = typeof(Tensor).Assembly.GetName().Name!;
        string folder = Path.GetDirectoryName(typeof(Tensor).Assembly.Location)!;
        string native = string.Concat(Directory.EnumerateFiles(folder, "libPruningTorch.so", SearchOption.AllDirectories)
            .Select(file => $"""<None Include="{file}" CopyToOutputDirectory="PreserveNewest" Link="{Path.GetRelativePath(folder, file)}" />"""));
        string reference = provider == "TorchSharp"
            ? $"""
                <PackageReference Include="TorchSharp" Version="{typeof(Tensor).Assembly.GetName().Version!.ToString(3)}" />
                <PackageReference Include="libtorch-cpu" Version="2.10.0" />
                """
            : $"""<Reference Include="{typeof(Tensor).Assembly.Location}" />{native}""";
        return $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
              <ItemGroup>{reference}</ItemGroup>
            </Project>
            """;
    }

    private static string Run(string program, string arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, output + errors.Result);
        return output;
    }
}
