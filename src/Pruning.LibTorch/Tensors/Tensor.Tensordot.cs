namespace TorchSharp;

// Contractions over several dimensions.
public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Contracts the last dimensions of this tensor with the first of the other.</summary>
        public Tensor tensordot(Tensor b, long dims = 2)
        {
            var last = new long[dims];
            var first = new long[dims];
            for (int i = 0; i < dims; i++)
            {
                last[i] = i - dims;
                first[i] = i;
            }
            return tensordot(b, last, first);
        }

        public Tensor tensordot(Tensor b, (long, long)[] dims) =>
            tensordot(b, Array.ConvertAll(dims, pair => pair.Item1), Array.ConvertAll(dims, pair => pair.Item2));
    }
}
