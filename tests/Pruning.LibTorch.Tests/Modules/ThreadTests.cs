using static TorchSharp.torch;

namespace Pruning.LibTorch.Tests.Modules;

public class ThreadTests
{
    [Fact]
    public void The_number_of_threads_stays_as_it_was_set()
    {
        int before = get_num_threads();
        set_num_threads(1);
        using Tensor product = rand(4, 4).matmul(rand(4, 4));
        using Generator generator = new(3);
        get_num_threads().ShouldBe(1);
        set_num_threads(before);
    }
}
