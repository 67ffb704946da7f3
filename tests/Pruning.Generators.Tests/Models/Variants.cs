using Pruning;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Models;

/// <summary>One class, three networks: by default, by arguments, and by a factory method.</summary>
[Prunable("N,3,8,8")]
[Prunable("N,3,16,16", Name = "Deep", Args = new object[] { 3, 10 }, RoundTo = 4)]
[Prunable("N,3,8,8", Name = "Tiny", Factory = nameof(CreateTiny), MinimumWidth = 3)]
public partial class Sized : Module<Tensor, Tensor>
{
    private readonly ModuleList<Conv2d> layers = new();
    private readonly Linear head;

    public Sized(int depth = 1, int width = 6)
        : base(nameof(Sized))
    {
        for (int i = 0; i < depth; i++)
        {
            layers.Add(Conv2d(i == 0 ? 3 : width, width, 3, padding: 1));
        }

        head = Linear(width, 5);
        RegisterComponents();
    }

    public static Sized CreateTiny() => new(depth: 2, width: 4);

    public override Tensor forward(Tensor x)
    {
        foreach (Conv2d layer in layers)
        {
            x = functional.relu(layer.call(x));
        }

        return head.call(x.mean(new long[] { 2, 3 }));
    }
}

/// <summary>Words as numbers; the element type decides a branch.</summary>
[Prunable("N,T:int64")]
public partial class Words : Module<Tensor, Tensor>
{
    private readonly Embedding words = Embedding(20, 8);
    private readonly Linear head = Linear(8, 5);

    public Words()
        : base(nameof(Words)) => RegisterComponents();

    public override Tensor forward(Tensor indices)
    {
        if (indices.dtype != ScalarType.Int64)
        {
            throw new ArgumentException("Indices are whole numbers.");
        }

        return head.call(words.call(indices).mean(new long[] { 1 }));
    }
}
