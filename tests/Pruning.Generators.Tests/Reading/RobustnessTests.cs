using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Pruning.Generators.Reading;

namespace Pruning.Generators.Tests.Reading;

/// <summary>Reading runs inside the compiler at each keystroke: it must bear any source, and be quick.</summary>
public sealed class RobustnessTests
{
    [Theory]
    [InlineData("ResNet20", "ResNetCifar.cs", 1)]
    [InlineData("Vgg16Bn", "VggBn.cs", 2)]
    [InlineData("Concatenating", "Small.cs", 3)]
    public void A_source_with_a_piece_missing_is_no_internal_error(string type, string file, int seed)
    {
        string source = TestSources.Model(file);
        SyntaxToken[] tokens = [.. CSharpSyntaxTree.ParseText(source).GetRoot().DescendantTokens()];
        var random = new Random(seed);
        for (int i = 0; i < 60; i++)
        {
            SyntaxToken token = tokens[random.Next(tokens.Length)];
            string broken = random.Next(3) switch
            {
                0 => source.Remove(token.SpanStart, token.Span.Length),
                1 => source.Insert(token.SpanStart, tokens[random.Next(tokens.Length)].Text + " "),
                _ => source.Remove(token.SpanStart, token.Span.Length).Insert(token.SpanStart, tokens[random.Next(tokens.Length)].Text),
            };
            CSharpCompilation compilation = TestSources.CompileAnything(broken);
            INamedTypeSymbol? symbol = compilation.GetTypeByMetadataName("Models." + type);
            if (symbol?.GetAttributes().FirstOrDefault(found => found.AttributeClass?.Name == "PrunableAttribute") is not { } attribute)
            {
                continue;
            }

            ReadingResult result = ModelReader.Read(symbol, attribute, compilation, CancellationToken.None);

            result.Problems.Where(problem => problem.Rule.Id == "PRUNE9001")
                .Select(problem => problem.ToDiagnostic() + "\n" + broken)
                .ShouldBeEmpty();
        }
    }

    [Fact]
    public void The_largest_of_the_test_models_is_read_in_a_moment()
    {
        CSharpCompilation compilation = TestSources.Compile(TestSources.Model("ResNetCifar.cs"));
        Reader.Result("Models.ResNet56", compilation);
        var watch = Stopwatch.StartNew();

        Reader.Result("Models.ResNet56", compilation).Model.ShouldNotBeNull();

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void Reading_stops_when_the_compiler_asks_for_it()
    {
        CSharpCompilation compilation = TestSources.Compile(TestSources.Model("ResNetCifar.cs"));
        INamedTypeSymbol type = compilation.GetTypeByMetadataName("Models.ResNet56")!;

        var canceled = new CancellationToken(canceled: true);

        Should.Throw<OperationCanceledException>(() => ModelReader.Read(type, type.GetAttributes()[0], compilation, canceled));
    }
}
