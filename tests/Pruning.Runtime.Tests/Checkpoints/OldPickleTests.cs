using static Pruning.Tests.Checkpoints.Networks;

namespace Pruning.Tests.Checkpoints;

/// <summary>What Python 2 and PyTorch before 0.4 wrote, which no Python of today writes any more.</summary>
public sealed class OldPickleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Python_2_passes_the_items_of_an_ordered_dictionary_as_a_list_of_pairs_with_byte_strings()
    {
        // OrderedDict([["w", tensor]]), where "w" is SHORT_BINSTRING.
        var content = new PickleBuilder().Global("collections", "OrderedDict").Opcodes("(](](U\x01w");
        content.Tensor(pickle => pickle.Storage("0", 2), 0, [2], [1]).Opcodes("eetR");
        using StateDictionary tensors = Read(content, ("0", [3f, 4f]));
        Values(tensors["w"]).ShouldBe([3, 4]);
    }

    [Fact]
    public void A_tensor_may_see_a_part_of_a_storage()
    {
        var content = new PickleBuilder().Opcodes("}").Text("part");
        static void Part(PickleBuilder rest) => rest.Opcodes("(").Text("view").Integer(2).Integer(4).Opcodes("t");
        content.Tensor(pickle => pickle.Storage("0", 6, Part), 1, [3], [1]).Opcodes("s");
        content.Text("all").Tensor(pickle => pickle.Storage("0", 6), 0, [2, 3], [3, 1]).Opcodes("s");
        using StateDictionary tensors = Read(content, ("0", [0f, 1f, 2f, 3f, 4f, 5f]));
        Values(tensors["part"]).ShouldBe([3, 4, 5]);
        Values(tensors["all"]).ShouldBe([0, 1, 2, 3, 4, 5]);
    }

    [Fact]
    public void A_name_that_is_set_twice_has_its_last_value()
    {
        var content = new PickleBuilder().Opcodes("}");
        content.Text("w").Tensor(pickle => pickle.Storage("0", 2), 0, [1], [1]).Opcodes("s");
        content.Text("w").Tensor(pickle => pickle.Storage("0", 2), 1, [1], [1]).Opcodes("s");
        using StateDictionary tensors = Read(content, ("0", [3f, 4f]));
        tensors.Count.ShouldBe(1);
        Values(tensors["w"]).ShouldBe([4]);
    }

    private StateDictionary Read(PickleBuilder content, params (string, float[])[] storages) =>
        Checkpoint.Read(_folder.Write("old.th", PickleBuilder.LegacyFile(content.End(), storages)));
}
