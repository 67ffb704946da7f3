using Pruning.Generators.Coupling;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Tests.Reading;

/// <summary>The C# in which people write models; each one is compiled, made and run for comparison.</summary>
public sealed class LanguageTests
{
    [Fact]
    public void Straight_line_with_named_default_and_params_arguments() => Oracle.Check("""
        private readonly Conv2d conv;
        private readonly Module<Tensor, Tensor> pool = AdaptiveAvgPool2d(1);
        private readonly Linear head;
        private const int Width = 6 * 2;

        public Net(int classes = Width - 2) : base(nameof(Net))
        {
            long padding = 1;
            conv = nn.Conv2d(in_channels: 4, out_channels: Width, kernel_size: (3, 3), padding: (padding, padding), bias: false);
            head = Linear(Total(1, 2, 3) * 2, classes);
            RegisterComponents();
        }

        private static int Total(params int[] parts) { int sum = 0; for (int i = 0; i < parts.Length; ++i) sum += parts[i]; return sum; }

        public override Tensor forward(Tensor x) => head.call(pool.call(conv.call(x)).squeeze(-1).squeeze(-1));
        """);

    [Fact]
    public void Arithmetic_is_that_of_the_language() => Oracle.Check("""
        private readonly Conv2d a, b, c, d, e;

        public Net() : base("Net")
        {
            float ratio = 0.7f;
            a = Conv2d(4, (int)(10 * ratio), 1);
            b = Conv2d((int)(10 * ratio), (int)Math.Round(2.5) + (7 >> 1) + (-7 / 2) + (-7 % 4) + (1 << 3), 1);
            int width = (int)Math.Round(2.5) + (7 >> 1) + (-7 / 2) + (-7 % 4) + (1 << 3);
            c = Conv2d(width, Divisible(width * 1.25, 4), 1);
            byte small = 250;
            small += 10;
            decimal exact = 1.1m * 10;
            d = Conv2d(Divisible(width * 1.25, 4), small + (int)exact, 1);
            e = Conv2d(small + (int)exact, (5 & 3 | 8) ^ 2, 1);
            RegisterComponents();
        }

        private static int Divisible(double v, int divisor, int? min = null)
        {
            min ??= divisor;
            int rounded = Math.Max(min.Value, (int)(v + divisor / 2.0) / divisor * divisor);
            if (rounded < 0.9 * v) rounded += divisor;
            return rounded;
        }

        public override Tensor forward(Tensor x) => e.call(d.call(c.call(b.call(a.call(x)))));
        """);

    [Fact]
    public void Loops_over_tuples_lists_and_ranges() => Oracle.Check("""
        private readonly Sequential layers;
        private readonly ModuleList<Module<Tensor, Tensor>> more = new();

        public Net() : base("Net")
        {
            var plan = new List<(int width, bool norm)> { (8, true), (6, false) };
            plan.Insert(1, (5, true));
            var modules = new List<Module<Tensor, Tensor>>();
            int channels = 4;
            foreach (var (width, norm) in plan)
            {
                modules.Add(Conv2d(channels, width, 3, padding: 1));
                if (norm) modules.Add(BatchNorm2d(width));
                modules.Add(ReLU());
                channels = width;
            }

            layers = Sequential(modules);
            int[][] jagged = [[7, 9], [3]];
            int row = 0;
            while (row < jagged.Length)
            {
                foreach (int width in jagged[row])
                {
                    if (width == 9) continue;
                    more.Add(Conv2d(channels, width, 1));
                    channels = width;
                }
                row++;
            }

            do { more.Add(Conv2d(channels, channels - 1, 1)); channels--; } while (channels > 1);
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            x = layers.call(x);
            for (int i = 0; i < more.Count; i++)
            {
                x = more[i].call(x);
            }

            return x;
        }
        """);

    [Fact]
    public void Linq_and_lambdas() => Oracle.Check("""
        private readonly ModuleList<Module<Tensor, Tensor>> blocks;
        private readonly Module<Tensor, Tensor> tail;

        public Net() : base("Net")
        {
            int[] widths = [4, 6, 8, 10];
            Func<int, int, Module<Tensor, Tensor>> make = (i, o) => Sequential(("conv", Conv2d(i, o, 1)), ("act", Act("relu")));
            blocks = new ModuleList<Module<Tensor, Tensor>>(widths.Zip(widths.Skip(1), make).ToArray());
            int last = widths.Where(w => w % 4 == 0).Select((w, i) => w * (i + 1)).Last() - widths.Last() + Enumerable.Range(1, 3).Sum(n => n);
            tail = Sequential(
                Enumerable.Repeat(10, 2).Concat(new[] { last }).Aggregate(
                    new List<Module<Tensor, Tensor>>(),
                    (list, width) => { list.Add(Conv2d(list.Count == 0 ? 10 : Previous(list), width, 1)); return list; }));
            RegisterComponents();

            static long Previous(List<Module<Tensor, Tensor>> list) => ((Conv2d)list[^1]).out_channels;
        }

        private static Module<Tensor, Tensor> Act(string name) => name switch
        {
            "relu" => ReLU(),
            "gelu" or "gelu_tanh" => GELU(),
            _ => throw new ArgumentException(name),
        };

        public override Tensor forward(Tensor x) => tail.call(blocks.Aggregate(x, (y, block) => block.call(y)));
        """);

    [Fact]
    public void Configuration_records_and_enums() => Oracle.Check(
        """
        private readonly Sequential body;

        public Net() : this(new Config(4, [5, 7]) { Norm = Norm.Batch, Activation = "relu" } with { Bias = false }) { }

        internal Net(Config config) : base("Net")
        {
            body = Sequential();
            int channels = config.Input;
            foreach (int width in config.Widths)
            {
                body.append(Conv2d(channels, width, 1, bias: config.Bias));
                switch (config.Norm)
                {
                    case Norm.Batch: body.append($"norm{width}", BatchNorm2d(width)); break;
                    case Norm.None: break;
                }
                body.append(config.Activation == "relu" ? ReLU() : GELU());
                channels = width;
            }

            if (config is { Widths.Length: > 1, Depth: var depth })
            {
                for (int i = 0; i < depth; i++) body.append(Conv2d(channels, channels, 1));
            }

            RegisterComponents();
        }

        public override Tensor forward(Tensor x) => body.call(x);
        """,
        """
        public enum Norm { None, Batch }

        public sealed record Config(int Input, int[] Widths)
        {
            public Norm Norm { get; init; }
            public string? Activation { get; init; }
            public bool Bias { get; init; } = true;
            public int Depth => Widths.Length;
        }
        """);

    [Fact]
    public void Inheritance_virtual_members_and_generics() => Oracle.Check(
        """
        private readonly Base<Wide> block = new Derived(4);
        private readonly Conv2d last = Conv2d(9, 2, 1);

        public Net() : base("Net") => RegisterComponents();

        public override Tensor forward(Tensor x) => last.call(block.call(x));
        """,
        """
        public interface IWidth { int Of(int n); }
        public sealed class Wide : IWidth { public int Of(int n) => n + 3; }

        public abstract class Base<T> : Module<Tensor, Tensor> where T : IWidth, new()
        {
            protected Module<Tensor, Tensor> conv;
            private readonly BatchNorm2d norm;
            protected Base(int width) : base(typeof(T).Name)
            {
                var rule = new T();
                conv = Make(width, rule.Of(width));
                norm = BatchNorm2d(rule.Of(width));
                Init();
            }
            protected abstract Module<Tensor, Tensor> Make(int i, int o);
            protected virtual void Init() => RegisterComponents();
            public override Tensor forward(Tensor x) => norm.call(Head(conv.call(x)));
            protected virtual Tensor Head(Tensor x) => x;
        }

        public class Derived : Base<Wide>
        {
            private readonly Conv2d extra;
            public Derived(int width) : base(width) { extra = Conv2d(7, 9, 1); RegisterComponents(); }
            protected override Module<Tensor, Tensor> Make(int i, int o) => Conv2d(i, o, 1, bias: false);
            protected override void Init() { }
            public override Tensor forward(Tensor x) => extra.call(base.forward(x));
        }
        """);

    [Fact]
    public void Tuples_in_and_out_optional_arguments_and_null_checks() => Oracle.CheckSource("""
        [Prunable("N,4,8,8", "N,4,8,8")]
        public partial class Net : Module<Tensor, Tensor, (Tensor, Tensor)>
        {
            private readonly Pair pair = new(4);
            private readonly Conv2d? skip;
            private readonly Module<Tensor, Tensor>? none = null;

            public Net(bool skips = true) : base("Net")
            {
                skip = skips ? Conv2d(6, 6, 1) : null;
                RegisterComponents();
            }

            public override (Tensor, Tensor) forward(Tensor a, Tensor b)
            {
                (Tensor left, Tensor right) = pair.forward(a, b);
                left = skip?.call(left) ?? left;
                if (none is not null) right = none.call(right);
                (left, right) = (right, left);
                return (left + right, right);
            }
        }

        public class Pair : Module<Tensor, Tensor, Tensor?, (Tensor First, Tensor Second)>
        {
            private readonly Conv2d one, two;
            public Pair(int width) : base("Pair") { one = Conv2d(width, 6, 1); two = Conv2d(width, 6, 1); RegisterComponents(); }
            public (Tensor First, Tensor Second) forward(Tensor a, Tensor b) => forward(a, b, null);
            public override (Tensor First, Tensor Second) forward(Tensor a, Tensor b, Tensor? mask)
            {
                var result = (First: one.call(a), Second: two.call(b));
                if (mask is null) return result;
                return (result.First * mask, result.Second * mask);
            }
        }
        """);

    [Fact]
    public void Registration_of_properties_fields_and_named_components() => Oracle.Check(
        """
        public Module<Tensor, Tensor> Auto { get; } = Conv2d(4, 5, 1);
        [TorchSharp.Utils.ComponentName(Name = "renamed")] private readonly Conv2d _field;
        private readonly Inner[] unregistered;
        private readonly Inner explicitly;
        private Conv2d late = null!;
        private Conv2d alias;

        public Net() : base("Net")
        {
            _field = Conv2d(5, 6, 1);
            alias = _field;
            explicitly = new Inner(6);
            unregistered = [explicitly];
            register_module("chosen", explicitly);
            RegisterComponents();
            late = _field;
        }

        public override Tensor forward(Tensor x) => unregistered[0].call(late.call(Auto.call(x)));
        """,
        """
        public class Inner(int width) : Module<Tensor, Tensor>("Inner")
        {
            private readonly Module<Tensor, Tensor> conv = Conv2d(width, width + 1, 1);
            public override Tensor forward(Tensor x) => conv.forward(x);
        }
        """);

    [Fact]
    public void Modules_registered_by_name_that_only_a_list_holds() => Oracle.Check("""
        private readonly List<Conv2d> layers = new();

        public Net() : base("Net")
        {
            for (int i = 0; i < 3; i++)
            {
                var layer = Conv2d(4 + i, 5 + i, 1);
                register_module(i == 0 ? "0" : $"layers-{i}", layer);
                layers.Add(layer);
            }

            register_module("layers", Conv2d(7, 4, 1));
        }

        public override Tensor forward(Tensor x)
        {
            foreach (var layer in layers)
            {
                x = layer.forward(x);
            }

            return x;
        }
        """);

    [Fact]
    public void Early_returns_scopes_and_training() => Oracle.Check("""
        private readonly Conv2d conv = Conv2d(4, 4, 3, padding: 1);
        private readonly Conv2d other = Conv2d(4, 4, 1);
        private readonly double rate = 0.1;

        public Net() : base("Net") => RegisterComponents();

        public override Tensor forward(Tensor x)
        {
            using var _ = NewDisposeScope();
            if (x.shape.Length != 4) throw new ArgumentException("four dimensions are needed");
            var y = conv.call(x);
            if (training)
            {
                y = functional.dropout(y, rate, training) + other.call(x);
            }

            if (!training) return (y + x).MoveToOuterDisposeScope();
            using var z = y * 2;
            return (z + x).MoveToOuterDisposeScope();
        }
        """);

    [Fact]
    public void Shapes_are_numbers() => Oracle.Check("""
        private readonly Linear head;
        private readonly Conv2d conv = Conv2d(4, 6, 1);

        public Net() : base("Net")
        {
            head = Linear(8 * 16, 3);
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            x = conv.call(x);
            var (n, c, h, w) = (x.shape[0], x.size(1), x.shape[^2], x.size(-1));
            x = x.view(n, c, h / 2, 2, w / 2, 2).permute(0, 1, 3, 5, 2, 4).reshape(n, -1, h / 2, w / 2);
            x = x.view(x.shape[0], 3, x.shape[1] / 3, x.shape[2], x.shape[3]).mean(new long[] { 1 });
            var size = x.shape[..^2].Append(h * w / 4).ToArray();
            x = x.reshape(size);
            return head.call(x.flatten(1));
        }
        """);

    [Fact]
    public void Delegates_ref_out_local_functions_and_dictionaries() => Oracle.Check(
        """
        private readonly ModuleDict<Module<Tensor, Tensor>> named = new();
        private readonly List<string> order = new();

        public Net() : base("Net")
        {
            var widths = new Dictionary<string, int> { ["a"] = 5, ["b"] = 6 };
            int channels = 4;
            void Grow(ref int value, out int before) { before = value; value++; }
            foreach (string name in new[] { "a", "b", "c" })
            {
                if (!widths.TryGetValue(name, out int width)) { Grow(ref channels, out int before); width = channels + before; channels = before; }
                Maker make = Build;
                named.Add(name, make(channels, width));
                order.Add(name);
                channels = width;
            }

            RegisterComponents();
        }

        private static Module<Tensor, Tensor> Build(int i, int o) => Conv2d(i, o, 1);

        public override Tensor forward(Tensor x)
        {
            foreach (var name in order) x = named[name].call(x);
            return x;
        }
        """,
        "public delegate Module<Tensor, Tensor> Maker(int i, int o);");

    [Fact]
    public void Arguments_of_the_attribute() => Oracle.Check(
        """
        private readonly Conv2d conv;
        public Net(int[] widths, string name, double ratio, DayOfWeek day = DayOfWeek.Monday) : base(name) =>
            RegisterAfter(conv = Conv2d(widths[0], (int)(widths[1] * ratio) + (int)day, 1));
        private void RegisterAfter(Module _) => RegisterComponents();
        public override Tensor forward(Tensor x) => conv.call(x);
        """,
        attribute: "[Prunable(\"N,4,8,8\", Args = new object[] { new[] { 4, 10 }, \"net\", 1.5 })]",
        arguments: [new[] { 4, 10 }, "net", 1.5]);

    [Fact]
    public void Iterators_extension_methods_and_statics() => Oracle.Check(
        """
        private static readonly int[] Plan = Numbers.Upwards(5).Take(3).ToArray();
        private readonly Sequential chain;

        public Net() : base("Net")
        {
            chain = Sequential(Layers().ToArray());
            RegisterComponents();
        }

        private IEnumerable<(string, Module<Tensor, Tensor>)> Layers()
        {
            int channels = 4;
            foreach (int width in Plan)
            {
                yield return ($"conv{width:D2}", Conv2d(channels, width, 1).Checked());
                channels = width;
            }
        }

        public override Tensor forward(Tensor x) => chain.call(x).Twice();
        """,
        """
        public static class Numbers
        {
            public static IEnumerable<int> Upwards(int from) { for (int i = from; i < 1000; i++) yield return i; }
            public static Conv2d Checked(this Conv2d conv) => conv ?? throw new ArgumentNullException(nameof(conv));
            public static Tensor Twice(this Tensor x) => x + x;
        }
        """);

    [Fact]
    public void Own_parameters_and_buffers() => Oracle.Check("""
        private readonly Parameter scale = Parameter(ones(4, 1, 1));
        private readonly Tensor offset = zeros(1, 4, 1, 1);
        private readonly Conv2d conv = Conv2d(4, 4, 1);

        public Net() : base("Net")
        {
            init.kaiming_normal_(conv.weight);
            if (conv.bias is not null) init.zeros_(conv.bias);
            RegisterComponents();
        }

        public override Tensor forward(Tensor x) => conv.call(x) * scale + offset;
        """);

    [Fact]
    public void Modules_passed_in_and_a_derived_sequential() => Oracle.Check(
        """
        private readonly Residual residual = new(new ConvNorm(4, 4), new ConvNorm(4, 4, 3));

        public Net() : base("Net") => RegisterComponents();

        public override Tensor forward(Tensor x) => residual.call(x);
        """,
        """
        public class ConvNorm : Sequential
        {
            public ConvNorm(int i, int o, int kernel = 1) : base(Conv2d(i, o, kernel, padding: kernel / 2), BatchNorm2d(o), ReLU()) => RegisterComponents();
        }

        public class Residual : Module<Tensor, Tensor>
        {
            private readonly Module<Tensor, Tensor> body, shortcut;
            public Residual(Module<Tensor, Tensor> shortcut, Module<Tensor, Tensor> body) : base("Residual")
            {
                this.body = body;
                this.shortcut = shortcut;
                RegisterComponents();
            }

            public override Tensor forward(Tensor x) => body.call(x) + shortcut.call(x);
        }
        """);

    [Fact]
    public void Initialisation_that_walks_the_modules() => Oracle.Check(
        """
        private readonly Conv2d conv;
        private readonly BatchNorm2d norm;
        private readonly Head head;

        public Net(Device? device = null, ScalarType? dtype = null) : base("Net")
        {
            conv = Conv2d(4, 6, 3, padding: 1, device: device, dtype: dtype);
            norm = BatchNorm2d(6);
            head = new Head(conv.out_channels);
            RegisterComponents();
            foreach (var (name, module) in named_modules())
            {
                if (module is Conv2d c) init.kaiming_normal_(c.weight, mode: init.FanInOut.FanOut);
                else if (module is BatchNorm2d { weight: { } weight }) init.ones_(weight);
            }

            foreach (var child in children())
            {
                switch (child)
                {
                    case Head h when h.Classes > 2: h.Reset(); break;
                    case Sequential { Count: > 0 }: break;
                    default: break;
                }
            }

            apply(m => { if (m is Linear l && l.bias is not null) init.zeros_(l.bias); });
            foreach (var p in parameters()) p.requires_grad_(true);
            if (device is not null && device.type != DeviceType.CPU) this.to(device);
            Console.WriteLine($"made {GetName()} with {conv.out_channels} channels");
        }

        public override Tensor forward(Tensor x)
        {
            try
            {
                return head.call(norm.call(conv.call(x)));
            }
            finally
            {
                System.Diagnostics.Debug.WriteLine("done");
            }
        }
        """,
        """
        public class Head : Module<Tensor, Tensor>
        {
            private readonly Linear fc;
            public int Classes { get; private set; }
            public Head(long width, int classes = 3) : base("Head") { fc = Linear(width, Classes = classes); RegisterComponents(); }
            public void Reset() { init.normal_(fc.weight, 0, 0.01); }
            public override Tensor forward(Tensor x) => fc.call(functional.adaptive_avg_pool2d(x, (1L, 1L)).flatten(start_dim: 1));
        }
        """);

    [Fact]
    public void Options_chosen_by_name_and_by_delegate() => Oracle.Check(
        """
        private readonly ModuleList<Module<Tensor, Tensor>> stages;
        private readonly Dictionary<string, Func<long, Module<Tensor, Tensor>>> norms = new()
        {
            ["batch"] = c => BatchNorm2d(c),
            ["group"] = c => GroupNorm(2, c),
        };

        public Net(string norm = "batch", string[]? names = null) : base("Net")
        {
            names ??= ["small", "Large"];
            var makers = names.Select((name, i) => (Maker: Factory(name.ToLower()), Width: 6 + 2 * i)).ToList();
            stages = new();
            long width = 4;
            foreach (var stage in makers)
            {
                var made = stage.Maker(width, stage.Width) ?? throw new InvalidOperationException("no stage");
                stages.append(made, norms[norm](stage.Width), norms.ContainsKey("none") ? Identity() : Dropout(p: 0.1));
                width = stage.Width;
            }

            RegisterComponents();
        }

        private delegate Module<Tensor, Tensor>? Maker(long i, long o);

        private static Maker Factory(string name)
        {
            if (name.StartsWith("s")) return (i, o) => Conv2d(i, o, 1);
            return name is { Length: 5 } && name.Contains("arg") ? Wide : (_, _) => null;
        }

        private static Module<Tensor, Tensor> Wide(long i, long o) => Sequential(Conv2d(i, o / 2, 1), Conv2d(o / 2, o, 1));

        public override Tensor forward(Tensor x)
        {
            foreach (var (stage, i) in stages.Select((s, i) => (s, i)))
            {
                x = i % 3 == 1 ? functional.relu(stage.call(x)) : stage.call(x);
            }

            return x.mean(new[] { 2L, 3L }, keepdim: true).squeeze();
        }
        """);

    [Fact]
    public void What_is_marked_stays()
    {
        NetworkModel model = Oracle.Check("""
            [Keep] private readonly Conv2d first = Conv2d(4, 6, 1);
            private readonly Conv2d second = Conv2d(6, 5, 1);
            [Keep] private Sequential Chain { get; } = Sequential(Conv2d(5, 7, 1), ReLU(), Conv2d(7, 3, 1));
            private readonly Conv2d last = Conv2d(3, 2, 1);

            public Net() : base("Net") => RegisterComponents();

            public override Tensor forward(Tensor x) => last.call(Chain.call(second.call(first.call(x))));
            """);

        CouplingSolver.Solve(model).Groups.Select(group => group.Name).ShouldBe(["second"]);
    }

    [Fact]
    public void Layers_without_parameters_that_nothing_registers() => Oracle.Check("""
        private readonly Conv2d conv = Conv2d(4, 6, 3);
        private readonly Func<Tensor, Tensor> act;

        public Net(bool leaky = true) : base("Net")
        {
            act = leaky ? x => functional.leaky_relu(x, 0.2) : ReLU().call;
            RegisterComponents();
        }

        public override Tensor forward(Tensor x) => MaxPool2d(2).call(ReLU().forward(act(conv.call(x))));
        """);

    [Fact]
    public void Accumulated_lists_of_tensors_and_dense_connections() => Oracle.Check("""
        private readonly ModuleList<Conv2d> layers = new();

        public Net() : base("Net")
        {
            for (int i = 0; i < 3; i++) layers.Add(Conv2d(4 + i * 2, 2, 3, padding: 1));
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            List<Tensor> features = [x];
            foreach (var layer in layers) features.Add(functional.relu(layer.call(cat(features, 1))));
            var halves = cat(features.ToArray(), 1).chunk(2, dim: 1);
            return halves[0] * halves[1].sigmoid();
        }
        """);

    [Fact]
    public void Ranges_and_indices_are_taken_apart() => Oracle.Check("""
        private readonly Conv2d conv = Conv2d(4, 8, 1), head = Conv2d(8, 2, 1);
        public Net() : base("Net") => RegisterComponents();
        public override Tensor forward(Tensor x)
        {
            var h = (int)x.shape[2];
            return head.call(conv.call(x)[.., .., Ranges.Of(1..(h - 1)), Ranges.Of(..^2)]);
        }
        """,
        """
        public static class Ranges
        {
            public static TensorIndex Of(Range range)
            {
                long? start = !range.Start.IsFromEnd ? range.Start.Value : -1 * range.Start.Value;
                var stop = !range.End.IsFromEnd ? new long?(range.End.Value)
                    : range.End.Value == 0 ? null
                    : new long?(-1 * range.End.Value);
                return TensorIndex.Slice(start, stop);
            }
        }
        """);
}
