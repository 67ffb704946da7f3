using static Pruning.LibTorch.Native.Operator;

namespace TorchSharp;

// Comparisons and logic, element by element.
public static partial class torch
{
    public partial class Tensor
    {
        public bool allclose(Tensor target, double rtol = 1E-05, double atol = 1E-08, bool equal_nan = false) =>
            CallBool("aten::allclose", this, target, rtol, atol, equal_nan);

        public Tensor bitwise_and(Tensor other) => Call("aten::bitwise_and.Tensor", this, other);

        public Tensor bitwise_and_(Tensor other) => CallInPlace("aten::bitwise_and_.Tensor", this, other);

        public Tensor bitwise_left_shift(Tensor other) => Call("aten::bitwise_left_shift.Tensor", this, other);

        public Tensor bitwise_left_shift_(Tensor other) => CallInPlace("aten::bitwise_left_shift_.Tensor", this, other);

        public Tensor bitwise_not() => Call("aten::bitwise_not", this);

        public Tensor bitwise_not_() => CallInPlace("aten::bitwise_not_", this);

        public Tensor bitwise_or(Tensor other) => Call("aten::bitwise_or.Tensor", this, other);

        public Tensor bitwise_or_(Tensor other) => CallInPlace("aten::bitwise_or_.Tensor", this, other);

        public Tensor bitwise_right_shift(Tensor other) => Call("aten::bitwise_right_shift.Tensor", this, other);

        public Tensor bitwise_right_shift_(Tensor other) => CallInPlace("aten::bitwise_right_shift_.Tensor", this, other);

        public Tensor bitwise_xor(Tensor other) => Call("aten::bitwise_xor.Tensor", this, other);

        public Tensor bitwise_xor_(Tensor other) => CallInPlace("aten::bitwise_xor_.Tensor", this, other);

        /// <summary>Where the entries are equal to a number. Nothing is equal to null.</summary>
        public Tensor eq(Scalar? target) => target is null ? tensor(false) : Call("aten::eq.Scalar", this, target);

        /// <summary>Where the entries are equal. Nothing is equal to null.</summary>
        public Tensor eq(Tensor? target) => target is null ? tensor(false) : Call("aten::eq.Tensor", this, target);

        public Tensor eq_(Scalar target) => CallInPlace("aten::eq_.Scalar", this, target);

        public Tensor eq_(Tensor target) => CallInPlace("aten::eq_.Tensor", this, target);

        public Tensor fmax(Tensor other) => Call("aten::fmax", this, other);

        public Tensor fmin(Tensor other) => Call("aten::fmin", this, other);

        public Tensor ge(Scalar target) => Call("aten::ge.Scalar", this, target);

        public Tensor ge(Tensor target) => Call("aten::ge.Tensor", this, target);

        public Tensor ge_(Scalar target) => CallInPlace("aten::ge_.Scalar", this, target);

        public Tensor ge_(Tensor target) => CallInPlace("aten::ge_.Tensor", this, target);

        public Tensor greater(Tensor target) => Call("aten::greater.Tensor", this, target);

        public Tensor greater_equal(Tensor target) => Call("aten::greater_equal.Tensor", this, target);

        public Tensor gt(Scalar target) => Call("aten::gt.Scalar", this, target);

        public Tensor gt(Tensor target) => Call("aten::gt.Tensor", this, target);

        public Tensor gt_(Scalar target) => CallInPlace("aten::gt_.Scalar", this, target);

        public Tensor gt_(Tensor target) => CallInPlace("aten::gt_.Tensor", this, target);

        public Tensor isclose(Tensor other, double rtol = 1E-05, double atol = 1E-08, bool nanEqual = false) =>
            Call("aten::isclose", this, other, rtol, atol, nanEqual);

        public Tensor isfinite() => Call("aten::isfinite", this);

        public Tensor isinf() => Call("aten::isinf", this);

        public Tensor isnan() => Call("aten::isnan", this);

        public Tensor isneginf() => Call("aten::isneginf", this);

        public Tensor isposinf() => Call("aten::isposinf", this);

        public Tensor isreal() => Call("aten::isreal", this);

        public Tensor le(Scalar target) => Call("aten::le.Scalar", this, target);

        public Tensor le(Tensor target) => Call("aten::le.Tensor", this, target);

        public Tensor le_(Scalar target) => CallInPlace("aten::le_.Scalar", this, target);

        public Tensor le_(Tensor target) => CallInPlace("aten::le_.Tensor", this, target);

        public Tensor less(Tensor target) => Call("aten::less.Tensor", this, target);

        public Tensor less_equal(Tensor target) => Call("aten::less_equal.Tensor", this, target);

        public Tensor less_equal_(Tensor target) => CallInPlace("aten::less_equal_.Tensor", this, target);

        public Tensor logical_and(Tensor other) => Call("aten::logical_and", this, other);

        public Tensor logical_and_(Tensor other) => CallInPlace("aten::logical_and_", this, other);

        public Tensor logical_not() => Call("aten::logical_not", this);

        public Tensor logical_not_() => CallInPlace("aten::logical_not_", this);

        public Tensor logical_or(Tensor other) => Call("aten::logical_or", this, other);

        public Tensor logical_or_(Tensor other) => CallInPlace("aten::logical_or_", this, other);

        public Tensor logical_xor(Tensor other) => Call("aten::logical_xor", this, other);

        public Tensor logical_xor_(Tensor other) => CallInPlace("aten::logical_xor_", this, other);

        public Tensor lt(Scalar target) => Call("aten::lt.Scalar", this, target);

        public Tensor lt(Tensor target) => Call("aten::lt.Tensor", this, target);

        public Tensor lt_(Scalar target) => CallInPlace("aten::lt_.Scalar", this, target);

        public Tensor lt_(Tensor target) => CallInPlace("aten::lt_.Tensor", this, target);

        public Tensor maximum(Tensor other) => Call("aten::maximum", this, other);

        public Tensor minimum(Tensor other) => Call("aten::minimum", this, other);

        public Tensor ne(Scalar target) => Call("aten::ne.Scalar", this, target);

        public Tensor ne(Tensor target) => Call("aten::ne.Tensor", this, target);

        public Tensor ne_(Scalar target) => CallInPlace("aten::ne_.Scalar", this, target);

        public Tensor ne_(Tensor target) => CallInPlace("aten::ne_.Tensor", this, target);

        public Tensor not_equal(Tensor target) => Call("aten::not_equal.Tensor", this, target);

        public Tensor not_equal_(Tensor target) => CallInPlace("aten::not_equal_.Tensor", this, target);

        public Tensor signbit() => Call("aten::signbit", this);
    }
}
