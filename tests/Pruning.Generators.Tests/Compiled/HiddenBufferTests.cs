namespace Pruning.Generators.Tests.Compiled;

/// <summary>Buffers that the state dict leaves out.</summary>
public sealed class HiddenBufferTests
{
    [Fact]
    public void They_are_listed_by_name_as_TorchSharp_finds_them_no_other_way()
    {
        CompiledModel model = CompiledModels.Of(["""
            [Prunable("N,8")]
            public partial class Net : Module<Tensor, Tensor>
            {
                private readonly Linear first = Linear(8, 6), head = Linear(6, 3);
                public Net() : base("Net")
                {
                    register_buffer("hidden", arange(3).to(ScalarType.Float32), persistent: false);
                    register_buffer("stored", arange(3).to(ScalarType.Float32));
                    RegisterComponents();
                }
                public override Tensor forward(Tensor x) => head.call(first.call(x)) + get_buffer("hidden") * get_buffer("stored");
            }
            """])[0];

        model.Graph!.Parameters.Select(layout => layout.Name).ShouldContain("hidden");
        model.Graph.Parameters.Select(layout => layout.Name).ShouldNotContain("stored");
        model.PrunedEqualsMasked(plans: 3);
    }
}
