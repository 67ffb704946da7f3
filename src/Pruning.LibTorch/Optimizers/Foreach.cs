using Pruning.LibTorch.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// Operators that work on many tensors with one native call. Those without a result change the tensors of their first list.
/// </summary>
internal static class Foreach
{
    public static void Zero(Tensor[] tensors)
    {
        if (tensors.Length > 0)
        {
            Operator.CallNothing("aten::_foreach_zero_", tensors);
        }
    }

    public static Tensor[] Negated(Tensor[] tensors) => Operator.CallList("aten::_foreach_neg", tensors);

    public static Tensor[] Sum(Tensor[] tensors, Tensor[] others, double alpha) =>
        Operator.CallList("aten::_foreach_add.List", tensors, others, (Scalar)alpha);

    public static void Add(Tensor[] tensors, Tensor[] others, double alpha = 1) =>
        Operator.CallNothing("aten::_foreach_add_.List", tensors, others, (Scalar)alpha);

    public static void Add(Tensor[] tensors, double value) =>
        Operator.CallNothing("aten::_foreach_add_.Scalar", tensors, (Scalar)value);

    public static void Multiply(Tensor[] tensors, double factor) =>
        Operator.CallNothing("aten::_foreach_mul_.Scalar", tensors, (Scalar)factor);

    public static void Divide(Tensor[] tensors, double[] divisors) =>
        Operator.CallNothing("aten::_foreach_div_.ScalarList", tensors, divisors);

    public static Tensor[] Root(Tensor[] tensors) => Operator.CallList("aten::_foreach_sqrt", tensors);

    /// <summary>tensors + value·left·right.</summary>
    public static Tensor[] SumOfProduct(Tensor[] tensors, Tensor[] left, Tensor[] right, double value) =>
        Operator.CallList("aten::_foreach_addcmul.Scalar", tensors, left, right, (Scalar)value);

    public static void AddProduct(Tensor[] tensors, Tensor[] left, Tensor[] right, double value) =>
        Operator.CallNothing("aten::_foreach_addcmul_.Scalar", tensors, left, right, (Scalar)value);

    public static void AddQuotient(Tensor[] tensors, Tensor[] dividends, Tensor[] divisors, double value) =>
        Operator.CallNothing("aten::_foreach_addcdiv_.Scalar", tensors, dividends, divisors, (Scalar)value);

    public static void AddQuotient(Tensor[] tensors, Tensor[] dividends, Tensor[] divisors, double[] values) =>
        Operator.CallNothing("aten::_foreach_addcdiv_.ScalarList", tensors, dividends, divisors, values);
}
