namespace Pruning.Generators.Tests.Diagnostics;

/// <summary><c>[Keep]</c> and <c>[Width]</c> that do nothing, or ask for too much, are reported where they stand.</summary>
public sealed class ChannelAttributeTests
{
    private const string Model = """
        using Pruning;
        using TorchSharp;
        using TorchSharp.Modules;
        using static TorchSharp.torch;
        using static TorchSharp.torch.nn;

        [Prunable("N,3,8,8")]
        public partial class Net : Module<Tensor, Tensor>
        {
            /*first*/ private readonly Conv2d first = Conv2d(3, 6, 3);
            /*act*/ private readonly ReLU act = ReLU();
            /*last*/ private readonly Linear last = Linear(6, 2);
            /*size*/ private readonly int size = 3;

            /*same*/ private Conv2d Same => first;

            public Net() : base("Net") => RegisterComponents();

            public override Tensor forward(Tensor x) => last.call(act.call(Same.call(x)).mean(new long[] { size - 1, 3 }));
        }
        """;

    [Theory]
    [InlineData("first", "Keep", null)]
    [InlineData("act", "Keep", "PRUNE1005 Keep")]
    [InlineData("last", "Keep", "PRUNE1005 Keep")]
    [InlineData("size", "Keep", "PRUNE1005 Keep")]
    [InlineData("same", "Keep", "PRUNE1005 Keep")]
    [InlineData("first", "Width(Minimum = 2)", null)]
    [InlineData("first", "Width(Minimum = 6)", null)]
    [InlineData("first", "Width", "PRUNE1005 Width")]
    [InlineData("last", "Width(Minimum = 2)", "PRUNE1005 Width(Minimum = 2)")]
    [InlineData("first", "Width(Minimum = 7)", "PRUNE1006 Width(Minimum = 7)")]
    [InlineData("first", "Width(Minimum = 0)", "PRUNE1006 Width(Minimum = 0)")]
    [InlineData("first", "Width(Maximum = 4)", null)]
    [InlineData("first", "Width(Maximum = 6)", "PRUNE1005 Width(Maximum = 6)")]
    [InlineData("first", "Width(RoundTo = 4)", null)]
    [InlineData("first", "Width(RoundTo = 8)", "PRUNE1006 Width(RoundTo = 8)")]
    [InlineData("first", "Width(Minimum = 4, Maximum = 3)", "PRUNE1006 Width(Minimum = 4, Maximum = 3)")]
    [InlineData("first", "Width(Minimum = 4, Maximum = 5, RoundTo = 3)", "PRUNE1006 Width(Minimum = 4, Maximum = 5, RoundTo = 3)")]
    public async Task It_reports(string member, string attribute, string? expected)
    {
        string[] found = await AnalyzerRun.On(Model.Replace($"/*{member}*/", $"[{attribute}]"));

        found.ShouldBe(expected is null ? [] : [expected]);
    }

    [Fact]
    public async Task A_choice_without_grouped_convolutions_is_reported() =>
        (await AnalyzerRun.On(Model.Replace("\"N,3,8,8\"", "\"N,3,8,8\", Grouped = GroupedConvolutions.Groups")))
            .ShouldBe(["PRUNE1005 GroupedConvolutions.Groups"]);

    [Theory]
    [InlineData("6, 3, groups: 3", "PRUNE1005 GroupedConvolutions.Positions")]
    [InlineData("3, 1), Conv2d(3, 6, 3, groups: 3", "PRUNE1005 GroupedConvolutions.Positions")]
    [InlineData("4, 1), Conv2d(4, 6, 3, groups: 2", null)]
    public async Task A_depthwise_convolution_gives_no_choice(string layers, string? expected)
    {
        string source = Model
            .Replace("\"N,3,8,8\"", "\"N,3,8,8\", Grouped = GroupedConvolutions.Positions")
            .Replace("Conv2d first = Conv2d(3, 6, 3)", $"Sequential first = Sequential(Conv2d(3, {layers}))")
            .Replace("Conv2d Same", "Sequential Same");

        (await AnalyzerRun.On(source)).ShouldBe(expected is null ? [] : [expected]);
    }

    [Fact]
    public async Task A_minimum_in_a_block_must_be_possible_for_one_of_its_uses() =>
        (await AnalyzerRun.On(TestSources.Model("Restricted.cs"))).ShouldBeEmpty();

    [Fact]
    public async Task The_message_says_what_is_possible()
    {
        var found = await AnalyzerRun.Diagnostics(Model.Replace("/*first*/", "[Width(Minimum = 7)]"));

        found.ShouldHaveSingleItem().GetMessage()
            .ShouldBe("[Width] on 'Net.first' cannot be met: Minimum must be a number from 1 to 6, the channels that it produces");
    }
}
