using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.LibTorch.Tests.Serialization;

public sealed class SavedTensorTests
{
    public static TheoryData<ScalarType> Types =>
        [ScalarType.Float32, ScalarType.Float64, ScalarType.Int64, ScalarType.Int32, ScalarType.Byte, ScalarType.Bool];

    [SkippableTheory]
    [MemberData(nameof(Types))]
    public void ATensorComesBackAsItWas(ScalarType type)
    {
        TorchSharpDifferences.SkipIfTorchSharp("a tensor alone is written as an archive of libtorch, not in the format of .dat files");
        using DisposeScope scope = NewDisposeScope();
        string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.dat");
        Tensor saved = randint(0, 100, [3, 4]).to(type).T;
        try
        {
            save(saved, file);
            Tensor loaded = load(file);

            loaded.dtype.ShouldBe(type);
            loaded.shape.ShouldBe([4, 3]);
            loaded.Equals(saved).ShouldBeTrue();
            Tensor.Load(file).Equals(saved).ShouldBeTrue();
        }
        finally
        {
            File.Delete(file);
        }
    }
}
