using static TorchSharp.torch;
using static TorchSharp.torch.utils.data;

namespace Pruning.LibTorch.Tests.Data;

public class DataLoaderTests
{
    [Fact]
    public void Batches_come_in_order_and_the_last_is_smaller()
    {
        using var loader = DataLoader(Numbers(5), 2);
        loader.Count.ShouldBe(3);
        Read(loader).ShouldBe(["0,1", "2,3", "4"]);
    }

    [Fact]
    public void The_last_batch_can_be_left_out()
    {
        using var loader = DataLoader(Numbers(5), 2, drop_last: true);
        loader.Count.ShouldBe(2);
        Read(loader).ShouldBe(["0,1", "2,3"]);
    }

    [Fact]
    public void A_seed_gives_the_same_order_again()
    {
        using var loader = DataLoader(Numbers(20), 20, shuffle: true, seed: 3);
        using var same = DataLoader(Numbers(20), 20, shuffle: true, seed: 3);
        using var other = DataLoader(Numbers(20), 20, shuffle: true, seed: 4);
        string first = Read(loader).Single();
        first.ShouldNotBe(string.Join(",", Enumerable.Range(0, 20)));
        first.Split(',').Select(int.Parse).Order().ShouldBe(Enumerable.Range(0, 20));
        Read(same).Single().ShouldBe(first);
        Read(other).Single().ShouldNotBe(first);
    }

    [Fact]
    public void Several_workers_give_the_same_batches()
    {
        using var loader = DataLoader(Numbers(9), 4, num_worker: 3);
        Read(loader).ShouldBe(["0,1,2,3", "4,5,6,7", "8"]);
    }

    [Fact]
    public void Indices_can_be_given()
    {
        using var loader = DataLoader(Numbers(9), 2, new long[] { 8, 0, 4 });
        Read(loader).ShouldBe(["8,0", "4"]);
    }

    [Fact]
    public void Named_tensors_are_stacked()
    {
        using var loader = DataLoader(new Squares(), 3);
        loader.Select(batch => batch["number"].shape).ShouldBe([[3, 2], [2, 2]]);
    }

    [Fact]
    public void Batches_are_disposed_of_when_the_next_is_asked_for()
    {
        using var loader = DataLoader(Numbers(4), 2, num_worker: 2);
        List<Tensor> seen = [];
        foreach (IList<Tensor> batch in loader)
        {
            seen.Add(batch[0]);
        }
        seen.ShouldAllBe(tensor => tensor.IsInvalid);
    }

    [Fact]
    public void Tensors_of_different_lengths_make_no_dataset() =>
        Should.Throw<ArgumentException>(() => TensorDataset(zeros(3), zeros(4)));

    private static TorchSharp.Modules.TensorDataset Numbers(int count) => TensorDataset(arange(count), arange(count) * 2);

    private static List<string> Read(TorchSharp.Modules.IterableDataLoader loader)
    {
        List<string> batches = [];
        foreach (IList<Tensor> batch in loader)
        {
            using Tensor doubled = batch[0] * 2;
            batch[1].Equals(doubled).ShouldBeTrue();
            batches.Add(string.Join(",", batch[0].data<long>().ToArray()));
        }
        return batches;
    }

    private sealed class Squares : Dataset
    {
        public override long Count => 5;

        public override Dictionary<string, Tensor> GetTensor(long index) => new() { ["number"] = tensor(new[] { index, index * index }) };
    }
}
