using System.Diagnostics;

namespace Cifar10.Tests;

/// <summary>The program as a process: exit codes, and errors in one line.</summary>
public sealed class ProgramTests
{
    [Fact]
    public void Help_succeeds()
    {
        (int code, string output, _) = Run("--help");

        code.ShouldBe(0);
        output.ShouldContain("--budget");
    }

    [Theory]
    [InlineData("--data /nowhere/at/all", "error: There is no folder /nowhere/at/all.")]
    [InlineData("--checkpoint /nowhere/at/all.th --train-images 10 --test-images 10", "/nowhere/at/all.th")]
    public void A_missing_file_is_one_line_and_fails(string arguments, string message)
    {
        using var folder = new TemporaryFolder();

        (int code, _, string errors) = Run($"{arguments} --output {folder.Path}");

        code.ShouldBe(1);
        errors.Trim().Split('\n').ShouldHaveSingleItem().ShouldContain(message);
    }

    [Fact]
    public void A_batch_that_is_cut_off_is_one_line_and_fails()
    {
        using var folder = new TemporaryFolder();
        folder.Write("data_batch_1.bin", new byte[3072]);
        folder.Write("test_batch.bin", new byte[3073]);

        (int code, _, string errors) = Run($"--data {folder.Path} --output {folder.Path}");

        code.ShouldBe(1);
        errors.Trim().Split('\n').ShouldHaveSingleItem().ShouldContain("data_batch_1.bin has 3072 bytes");
    }

    [Fact]
    public void A_budget_that_cannot_be_reached_is_one_line_and_fails()
    {
        using var folder = new TemporaryFolder();

        (int code, _, string errors) = Run($"--budget 0.000001 --dense-epochs 0 --train-images 10 --test-images 10 --output {folder.Path}");

        code.ShouldBe(1);
        errors.Trim().Split('\n').ShouldHaveSingleItem().ShouldStartWith("error: ");
    }

    private static (int Code, string Output, string Errors) Run(string arguments)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "Cifar10.dll");
        using Process process = Process.Start(new ProcessStartInfo("dotnet", $"{program} {arguments}")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        }).ShouldNotBeNull();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }
}
