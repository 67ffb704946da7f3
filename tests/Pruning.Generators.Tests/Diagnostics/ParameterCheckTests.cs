using Microsoft.CodeAnalysis;

namespace Pruning.Generators.Tests.Diagnostics;

/// <summary>Parameters that are stored and never used, or had and never stored.</summary>
public sealed class ParameterCheckTests
{
    private const string Usings = """
        using Pruning;
        using TorchSharp;
        using TorchSharp.Modules;
        using static TorchSharp.torch;
        using static TorchSharp.torch.nn;

        """;

    private const string Model = Usings + """
        [Prunable("N,8")]
        public partial class Net : Module<Tensor, Tensor>
        {
            /*field*/
            private readonly Linear first = Linear(8, 6);
            private readonly Linear last = Linear(6, 2);

            public Net() : base("Net")
            {
                /*before*/
                RegisterComponents();
                /*after*/
            }

            public override Tensor forward(Tensor x)
            {
                x = first.call(x);
                /*run*/
                return last.call(x);
            }
        }
        """;

    [Theory]
    [InlineData("Linear head;", "head = Linear(6, 4);", "", "PRUNE1008 head")]
    [InlineData("Linear head;", "head = last;", "")]
    [InlineData("Module<Tensor, Tensor> act;", "act = ReLU();", "x = act.call(x);")]
    [InlineData("Parameter scale;", "scale = new Parameter(ones(6));", "", "PRUNE1008 scale")]
    [InlineData("Tensor cache;", "cache = ones(6);", "")]
    [InlineData("List<Linear> all = new() { Linear(6, 6) };", "", "", "PRUNE1008 all")]
    [InlineData("Linear[] all = { Linear(6, 6) };", "", "", "PRUNE1008 all")]
    [InlineData("Dictionary<string, Linear> all = new() { [\"a\"] = Linear(6, 6) };", "", "", "PRUNE1008 all")]
    [InlineData("List<Module<Tensor, Tensor>> all = new() { ReLU() };", "", "x = all[0].call(x);")]
    [InlineData("(Linear, int) both = (Linear(6, 6), 1);", "", "", "PRUNE1008 both")]
    [InlineData("Linear late;", "late = Linear(6, 6);", "x = late.call(x);", "PRUNE1008 late", "PRUNE1003 late.call(x)")]
    [InlineData("Linear[] all = { Linear(6, 6), Linear(6, 6) };", "", "foreach (var one in all) x = one.call(x);", "PRUNE1008 all", "PRUNE1003 one.call(x)")]
    [InlineData("Sequential late;", "late = Sequential(Linear(6, 6), ReLU());", "x = late.call(x);", "PRUNE1008 late", "PRUNE1003 late.call(x)")]
    public async Task Unregistered_parameters_are_reported_at_the_field(string field, string after, string run, params string[] expected) =>
        (await AnalyzerRun.On(Model.Replace("/*field*/", "private " + field).Replace("/*after*/", after).Replace("/*run*/", run)))
            .ShouldBe(expected);

    private const string Shared = Usings + """
        public class Reader : Module<Tensor, Tensor>
        {
            private readonly /*type*/ held;
            public Reader(/*type*/ held) : base("Reader") { this.held = held; RegisterComponents(); }
            public override Tensor forward(Tensor x) => /*run*/;
        }

        public class Own : Module<Tensor, Tensor>
        {
            private readonly Parameter scale = new Parameter(ones(8));
            public Own() : base("Own") { register_buffer("table", ones(8)); RegisterComponents(); }
            public override Tensor forward(Tensor x) => x * scale * get_buffer("table");
        }

        [Prunable("N,4,8")]
        public partial class Net : Module<Tensor, Tensor>
        {
            private readonly Reader first, second;
            private readonly Linear last = Linear(8, 2);

            public Net() : base("Net")
            {
                var shared = /*made*/;
                first = new Reader(shared);
                second = /*second*/;
                RegisterComponents();
            }

            public override Tensor forward(Tensor x) => last.call(second.call(first.call(x)));
        }
        """;

    [Theory]
    [InlineData("Linear", "Linear(8, 8)", "held.call(x)", null)]
    [InlineData("LSTM", "LSTM(8, 8, batchFirst: true)", "held.call(x).Item1", "'weight_ih_l0'")]
    [InlineData("BatchNorm1d", "BatchNorm1d(4)", "held.call(x)", "'running_mean', 'running_var'")]
    [InlineData("Own", "new Own()", "held.call(x)", "'scale'")]
    [InlineData("MultiheadAttention", "MultiheadAttention(8, 2)", "held.call(x, x, x).Item1", "'in_proj_weight'")]
    public async Task What_cannot_stay_shared_by_classes_is_told(string type, string made, string run, string? states)
    {
        string source = Shared.Replace("/*type*/", type).Replace("/*made*/", made).Replace("/*run*/", run);
        string shared = source.Replace("/*second*/", "new Reader(shared)");
        (await AnalyzerRun.On(shared)).ShouldBe(states is null ? [] : ["PRUNE1017 " + made]);
        (await AnalyzerRun.Diagnostics(shared)).ShouldAllBe(found => found.GetMessage(null).Contains(states!));
        (await AnalyzerRun.On(source.Replace("/*second*/", $"new Reader({made})"))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Modules_in_a_list_that_are_fields_too_are_registered() => (await AnalyzerRun.On(Model
        .Replace("/*field*/", "private List<Linear> all;").Replace("/*before*/", "all = new() { first, last };"))).ShouldBeEmpty();

    [Theory]
    [InlineData("Linear head;", "head = Linear(6, 4);", "is assigned after RegisterComponents()")]
    [InlineData("List<Linear> head;", "head = new() { Linear(6, 4) };", "is a List<Linear>")]
    public async Task The_message_says_why(string field, string after, string expected)
    {
        var found = await AnalyzerRun.Diagnostics(Model.Replace("/*field*/", "private " + field).Replace("/*after*/", after));

        found.ShouldHaveSingleItem().GetMessage().ShouldContain(expected);
        found[0].AdditionalLocations.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("Linear old = Linear(8, 8);", "", "PRUNE1004 Linear(8, 8)")]
    [InlineData("Linear old = Linear(6, 8);", "old.call(x);", "PRUNE1004 Linear(6, 8)")]
    [InlineData("Linear old = Linear(6, 8);", "var y = old.call(x).relu() + 1;", "PRUNE1004 Linear(6, 8)")]
    [InlineData("LayerNorm old = LayerNorm(6);", "x = x + old.call(x) * 0;")]
    [InlineData("Linear old = Linear(6, 6);", "x.add_(old.call(x));")]
    [InlineData("Linear old = Linear(6, 6);", "x = x + old.weight.sum();")]
    [InlineData("Linear old = Linear(6, 6); private Tensor kept = zeros(4, 6);", "kept[..1, ..] = old.call(x[..1, ..]); x = x + kept[..1, ..];")]
    [InlineData("ReLU old = ReLU();", "")]
    [InlineData("Sequential old = Sequential((\"a\", Linear(6, 6)), (\"b\", Linear(6, 6)));", "", "PRUNE1004 Sequential((\"a\", Linear(6, 6)), (\"b\", Linear(6, 6)))")]
    public async Task Dead_layers_are_reported_once_for_each_place(string field, string run, params string[] expected) =>
        (await AnalyzerRun.On(Model.Replace("/*field*/", "private " + field).Replace("/*run*/", run))).ShouldBe(expected);

    [Fact]
    public async Task Unused_layers_of_a_loop_are_one_problem()
    {
        var found = await AnalyzerRun.Diagnostics(Model
            .Replace("/*field*/", "private readonly ModuleList<Linear> all = new();")
            .Replace("/*before*/", "for (int i = 0; i < 6; i++) { all.Add(Linear(6, 6)); }")
            .Replace("/*run*/", "x = all[1].call(x);"));

        Diagnostic dead = found.ShouldHaveSingleItem();
        dead.Id.ShouldBe("PRUNE1004");
        dead.GetMessage().ShouldStartWith("'all.0', 'all.2', 'all.3' and 2 more ");
    }

    [Fact]
    public async Task A_model_that_registers_nothing_is_told_once() =>
        (await AnalyzerRun.On(Model.Replace("RegisterComponents();", ""))).ShouldBe(["PRUNE1015 Net"]);

    [Fact]
    public async Task Channels_that_cannot_be_followed_name_their_layers_and_what_to_write()
    {
        var found = await AnalyzerRun.Diagnostics(Model.Replace("/*run*/", "x = x.renorm(2, 0, 10);"));

        Diagnostic lost = found.ShouldHaveSingleItem();
        lost.Id.ShouldBe("PRUNE1002");
        lost.GetMessage().ShouldContain("'Tensor.renorm' is not known, so the channels of 'first' stay; write [Keep] there");
    }

    [Fact]
    public async Task Keep_accepts_that_channels_cannot_be_followed() => (await AnalyzerRun.On(Model
        .Replace("/*run*/", "x = x.renorm(2, 0, 10);")
        .Replace("private readonly Linear first", "[Keep] private readonly Linear first"))).ShouldBeEmpty();
}
