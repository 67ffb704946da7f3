namespace Pruning.Tests;

public sealed class PlanFileTests : IDisposable
{
    private static readonly Graph Graph = HandMadeGraphs.Chain(4, 8);

    private readonly string _folder = Directory.CreateTempSubdirectory("plans").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_file_has_one_line_per_group()
    {
        PruningPlan plan = PruningPlan.Dense(Graph).Keep("layer0", 0, 3).Keep("layer1", 5);
        plan.ToJson().ShouldBe("""
            {
              "format": "pruning-plan/1",
              "model": "Tests.Chain",
              "fingerprint": "0123456789abcdef",
              "groups": {
                "layer0": { "of": 4, "keep": [0, 3] },
                "layer1": { "of": 8, "keep": [5] }
              }
            }

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void What_is_saved_is_loaded()
    {
        string path = Path.Combine(_folder, "x.prune.json");
        var random = new Random(5);
        for (int round = 0; round < 20; round++)
        {
            PruningPlan plan = PruningPlan.Random(Graph, random);
            plan.Save(path);
            PruningPlan.Load(path).ShouldBe(plan);
        }
        Directory.GetFiles(_folder).ShouldBe([path]);
    }

    [Fact]
    public void Names_with_quotes_brackets_and_other_letters_survive()
    {
        var graph = new Graph("Tests.Outer+Größe", "f", [new("layer2.0.conv2[0..8]", 4), new("a\"b\\c", 2)], [], _ => default);
        PruningPlan plan = PruningPlan.Dense(graph);
        plan.ToJson().ShouldContain("Tests.Outer+Größe");
        PruningPlan.Parse(plan.ToJson()).ShouldBe(plan);
    }

    [Fact]
    public void A_byte_order_mark_and_other_white_space_are_no_error() =>
        PruningPlan.Parse("\uFEFF" + PruningPlan.Dense(Graph).ToJson().Replace("\n", "\r\n\t")).ShouldBe(PruningPlan.Dense(Graph));

    [Theory]
    [InlineData("", 1, 1, "JSON")]
    [InlineData("[]", 1, 1, "an object is expected")]
    [InlineData("{ \"format\": 1 }", 1, 13, "a text is expected")]
    [InlineData("{ \"format\": \"pruning-plan/2\" }", 1, 13, "'pruning-plan/2'")]
    [InlineData("{\n  \"colour\": 1 }", 2, 3, "'colour' is unknown")]
    [InlineData("{\n  \"model\": \"a\",\n  \"model\": \"b\" }", 3, 3, "comes twice")]
    [InlineData("{\n  \"model\": \"a\"\n}", 3, 1, "no 'format'")]
    [InlineData("{\n  \"model\": \"a\",\n}", 3, 1, "trailing comma")]
    [InlineData("{\n  \"groups\": { \"a\": { \"of\": 4 } } }", 2, 30, "no 'keep'")]
    [InlineData("{\n  \"groups\": { \"a\": { \"of\": -4 } } }", 2, 28, "whole number")]
    [InlineData("{\n  \"groups\": { \"a\": { \"of\": 4,\n \"keep\": [0, 1.5] } } }", 3, 14, "whole number")]
    [InlineData("{\n  \"groups\": { \"a\": { \"of\": 4, \"keep\": [0, 7] } } }", 2, 46, "no channel 7")]
    [InlineData("{\n  \"groups\": { \"a\": { \"of\": 4, \"keep\": [3, 1] } } }", 2, 46, "must ascend")]
    [InlineData("{\n  \"groups\": { \"a\": { \"of\": 4, \"keep\": [1", 2, 41, "JSON")]
    [InlineData("{\n  \"model\": \"\\ud800\" }", 2, 12, "not valid Unicode")]
    public void A_malformed_file_is_refused_with_its_place(string text, int line, int column, string what)
    {
        string path = Path.Combine(_folder, "bad.prune.json");
        File.WriteAllText(path, text);
        string message = Should.Throw<PruningException>(() => PruningPlan.Load(path)).Message;
        message.ShouldStartWith($"{path}({line},{column}): ");
        message.ShouldContain(what);
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_refused_with_their_place()
    {
        string path = Path.Combine(_folder, "latin1.prune.json");
        File.WriteAllBytes(path, [.. "{\n  \"model\": \"Gr"u8, 0xF6, .. "\" }"u8]);
        Should.Throw<PruningException>(() => PruningPlan.Load(path)).Message.ShouldStartWith($"{path}(2,12): ");
    }

    [Fact]
    public void What_follows_the_plan_is_an_error() =>
        Should.Throw<PruningException>(() => PruningPlan.Parse(PruningPlan.Dense(Graph).ToJson() + "{}"))
            .Message.ShouldStartWith("plan(10,1): ");

    [Fact]
    public void A_file_that_cannot_be_written_names_its_path() =>
        Should.Throw<IOException>(() => PruningPlan.Dense(Graph).Save(Path.Combine(_folder, "absent", "x.prune.json")))
            .Message.ShouldContain("absent");
}
