namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor arctan(Tensor other) => atan2(other);

        public Tensor arctan_(Tensor other) => atan2_(other);
    }
}
