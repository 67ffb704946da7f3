using Pruning.Generators.Networks;

namespace Pruning.Generators.Tests.Reading;

/// <summary>What constructors do beside making layers: initialise, count, freeze, and probe for sizes.</summary>
public sealed class InitialisationTests
{
    private const string Layers = """
        private readonly Conv2d a = Conv2d(4, 6, 3, padding: 1);
        private readonly BatchNorm2d norm = BatchNorm2d(6);
        private readonly Sequential body = Sequential(Conv2d(6, 5, 1), ReLU());
        private readonly Conv2d head;

        """;

    [Fact]
    public void Modules_are_told_apart_by_their_types() => Oracle.Check(Layers + """
        public Net() : base("Net")
        {
            int convolutions = 0, norms = 0, activations = 0;
            head = Conv2d(5, 2, 1);
            RegisterComponents();
            foreach (var module in modules())
            {
                switch (module)
                {
                    case Conv2d conv:
                        init.kaiming_normal_(conv.weight);
                        if (conv.bias is not null) init.constant_(conv.bias, 0);
                        convolutions++;
                        break;
                    case BatchNorm2d batch when batch.weight.shape[0] == 6:
                        init.ones_(batch.weight);
                        norms++;
                        break;
                }
            }

            foreach (var (name, child) in named_children())
                if (child is Sequential && name == "body")
                    activations += child.children().Count(inner => inner is ReLU);
            if ((convolutions, norms, activations) != (3, 1, 1)) throw new System.InvalidOperationException();
        }
        public override Tensor forward(Tensor x) => head.call(body.call(norm.call(a.call(x))));
        """);

    [Fact]
    public void Modules_come_level_by_level_and_parameters_in_depth() => Oracle.Check(Layers + """
        public Net() : base("Net")
        {
            head = Conv2d(5, 2, 1);
            RegisterComponents();
            string found = string.Join(" ", named_modules().Select(below => below.name));
            if (found != "a norm body head body.0 body.1") throw new System.InvalidOperationException();
            found = string.Join(" ", named_parameters().Select(entry => entry.name));
            if (found != "a.weight a.bias norm.weight norm.bias body.0.weight body.0.bias head.weight head.bias")
                throw new System.InvalidOperationException();
            if (parameters(false).Any() || norm.buffers().Count() < 2) throw new System.InvalidOperationException();
        }
        public override Tensor forward(Tensor x) => head.call(body.call(norm.call(a.call(x))));
        """);

    [Fact]
    public void Parameters_are_counted_initialised_and_frozen() => Oracle.Check(Layers + """
        private readonly Parameter scale = Parameter(ones(5, 1, 1));
        public Net() : base("Net")
        {
            head = Conv2d(5, 2, 1);
            RegisterComponents();
            torch.manual_seed(1);
            foreach (var (name, parameter) in named_parameters())
            {
                if (name.EndsWith("bias")) init.zeros_(parameter);
                else if (parameter.dim() > 1) init.xavier_uniform_(parameter);
            }

            foreach (var parameter in a.parameters()) parameter.requires_grad = false;
            using (no_grad())
            {
                head.weight.mul_(0.5);
            }

            long trained = parameters().Where(parameter => parameter.requires_grad).Sum(parameter => parameter.numel());
            if (trained != 5 + 12 + 35 + 12) throw new System.InvalidOperationException();
        }
        public override Tensor forward(Tensor x) => head.call(body.call(norm.call(a.call(x))) * scale);
        """);

    [Fact]
    public void A_forward_in_the_constructor_says_how_large_the_next_layer_is() => Oracle.Check("""
        private readonly Sequential features = Sequential(Conv2d(4, 6, 3), ReLU(), MaxPool2d(2));
        private readonly Block block = new();
        private readonly Linear head;
        public Net() : base("Net")
        {
            using (no_grad())
            {
                using var probe = zeros(1, 4, 8, 8);
                head = Linear(block.call(features.forward(probe)).flatten(1).shape[1], 3);
            }

            RegisterComponents();
        }
        public override Tensor forward(Tensor x) => head.call(block.call(features.call(x)).flatten(1));
        """,
        """
        public class Block : Module<Tensor, Tensor>
        {
            private readonly Conv2d conv = Conv2d(6, 5, 2);
            public Block() : base("Block") => RegisterComponents();
            public override Tensor forward(Tensor x) => nn.functional.relu(conv.call(x)) * 2;
        }
        """);

    [Fact]
    public void Modes_of_recording_stay_where_they_are()
    {
        NetworkModel model = Oracle.Check("""
            private readonly Conv2d a = Conv2d(4, 6, 1), b = Conv2d(6, 6, 1), head = Conv2d(6, 2, 1);
            public Net() : base("Net") => RegisterComponents();
            public override Tensor forward(Tensor x)
            {
                Tensor y;
                using (no_grad())
                {
                    y = a.call(x);
                }

                using var mode = inference_mode(false);
                using var scope = NewDisposeScope();
                using var recording = set_grad_enabled(training);
                return head.call(b.call(y) + y).MoveToOuterDisposeScope();
            }
            """);
        Scopes(model.Forward.Statements).ShouldBe(
            ["torch.no_grad()", "torch.inference_mode(false)", "torch.NewDisposeScope()", "torch.set_grad_enabled(training)"]);
    }

    private static IEnumerable<string> Scopes(IEnumerable<Statement> statements) => statements.OfType<ScopeStatement>()
        .SelectMany(scope => Scopes(scope.Statements).Prepend(scope.Resource));

    [Fact]
    public void The_shape_of_a_weight_is_known_while_the_network_runs() => Oracle.Check("""
        private readonly Linear embed = Linear(40, 3);
        public Net() : base("Net") => RegisterComponents();
        public override Tensor forward(Tensor x)
        {
            var flat = x.flatten(1);
            return embed.call(flat.shape[1] > embed.weight.shape[1] ? flat.slice(1, 0, embed.weight.shape[1], 1) : flat);
        }
        """);
}
