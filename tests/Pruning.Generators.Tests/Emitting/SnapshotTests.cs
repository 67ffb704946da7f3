using System.Globalization;
using Pruning.Generators.Coupling;
using Pruning.Generators.Emitting;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Tests.Emitting;

/// <summary>The emitted code, letter by letter. A change shows as a difference from the verified file, to be looked at and taken over.</summary>
public class SnapshotTests
{
    [Theory]
    [InlineData("ResNet20", "ResNetCifar.cs")]
    [InlineData("ResNet20B", "ResNetCifar.cs")]
    [InlineData("Vgg16Bn", "VggBn.cs")]
    [InlineData("Plain", "Small.cs")]
    [InlineData("Concatenating", "Small.cs")]
    public void Model(string type, string file) => ShouldBeVerified(ModelEmitter.Emit(Emitted.Solve(type, file)), type);

    [Fact]
    public void FrozenResNet20()
    {
        string code = Frozen("ResNet20", "ResNetCifar.cs", "ResNet20Slim");
        code.ShouldNotContain("Pruning.Pruning");
        ShouldBeVerified(code, "ResNet20Slim");
    }

    [Theory]
    [InlineData("ResNet20", "ResNetCifar.cs")]
    [InlineData("VggLarge", "VggBn.cs")]
    public void AFrozenClassCompilesAndMentionsNothingOfPruning(string type, string file)
    {
        string code = Frozen(type, file, "Slim");
        code.ShouldNotContain("global::Pruning");
        Emitted.Compile(file, code).GetType("Models.Slim").ShouldNotBeNull();
    }

    [Fact]
    public void TheBytesDoNotDependOnTheCulture()
    {
        string code = ModelEmitter.Emit(Emitted.Solve("ResNet20", "ResNetCifar.cs"));
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            // Numbers as some real cultures write them; those themselves need ICU, which not every machine has.
            var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            culture.NumberFormat.NegativeSign = "\u2212";
            culture.NumberFormat.NumberDecimalSeparator = ",";
            culture.NumberFormat.NumberGroupSeparator = "\u00a0";
            CultureInfo.CurrentCulture = culture;
            ModelEmitter.Emit(Emitted.Solve("ResNet20", "ResNetCifar.cs")).ShouldBe(code);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static string Frozen(string type, string file, string name)
    {
        PruningModel model = Emitted.Solve(type, file);
        return FrozenEmitter.Emit(model, model.Groups.Select((group, number) => (group.Channels / 2) + (number % 2)).ToEquatableArray(), name);
    }

    private static void ShouldBeVerified(string code, string name) => code.ShouldMatchApproved(options => options
        .NoDiff()
        .WithFileExtension(".txt")
        .WithFilenameGenerator((test, _, type, extension) =>
            $"{nameof(SnapshotTests)}.{name}.{(type == "approved" ? "verified" : type)}{(extension.StartsWith('.') ? "" : ".")}{extension}"));
}
