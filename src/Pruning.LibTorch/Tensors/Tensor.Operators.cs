using static Pruning.LibTorch.Native.Operator;

namespace TorchSharp;

// The operators of C#.
public static partial class torch
{
    public partial class Tensor
    {
        public static Tensor operator !=(Scalar left, Tensor right) => Call("aten::ne.Scalar", right, left);

        public static Tensor operator !=(Tensor left, Scalar right) => Call("aten::ne.Scalar", left, right);

        public static Tensor operator !=(Tensor left, Tensor right) => Call("aten::ne.Tensor", left, right);

        public static Tensor operator %(Tensor left, Scalar right) => Call("aten::remainder.Scalar", left, right);

        public static Tensor operator %(Tensor left, Tensor right) => Call("aten::remainder.Tensor", left, right);

        public static Tensor operator %(Tensor left, double right) => Call("aten::remainder.Scalar", left, right);

        public static Tensor operator %(Tensor left, float right) => Call("aten::remainder.Scalar", left, right);

        public static Tensor operator %(Tensor left, int right) => Call("aten::remainder.Scalar", left, right);

        public static Tensor operator %(Tensor left, long right) => Call("aten::remainder.Scalar", left, right);

        public static Tensor operator &(Tensor left, Tensor right) => Call("aten::bitwise_and.Tensor", left, right);

        public static Tensor operator *(Scalar left, Tensor right) => Call("aten::mul.Scalar", right, left);

        public static Tensor operator *(Tensor left, Scalar right) => Call("aten::mul.Scalar", left, right);

        public static Tensor operator *(Tensor left, Tensor right) => Call("aten::mul.Tensor", left, right);

        public static Tensor operator *(Tensor left, double right) => Call("aten::mul.Scalar", left, right);

        public static Tensor operator *(Tensor left, float right) => Call("aten::mul.Scalar", left, right);

        public static Tensor operator *(Tensor left, int right) => Call("aten::mul.Scalar", left, right);

        public static Tensor operator *(Tensor left, long right) => Call("aten::mul.Scalar", left, right);

        public static Tensor operator *(double left, Tensor right) => Call("aten::mul.Scalar", right, left);

        public static Tensor operator *(float left, Tensor right) => Call("aten::mul.Scalar", right, left);

        public static Tensor operator *(int left, Tensor right) => Call("aten::mul.Scalar", right, left);

        public static Tensor operator *(long left, Tensor right) => Call("aten::mul.Scalar", right, left);

        public static Tensor operator +(Scalar left, Tensor right) => Call("aten::add.Scalar", right, left);

        public static Tensor operator +(Tensor left, Scalar right) => Call("aten::add.Scalar", left, right);

        public static Tensor operator +(Tensor left, Tensor right) => Call("aten::add.Tensor", left, right);

        public static Tensor operator +(Tensor left, double right) => Call("aten::add.Scalar", left, right);

        public static Tensor operator +(Tensor left, float right) => Call("aten::add.Scalar", left, right);

        public static Tensor operator +(Tensor left, int right) => Call("aten::add.Scalar", left, right);

        public static Tensor operator +(Tensor left, long right) => Call("aten::add.Scalar", left, right);

        public static Tensor operator +(double left, Tensor right) => Call("aten::add.Scalar", right, left);

        public static Tensor operator +(float left, Tensor right) => Call("aten::add.Scalar", right, left);

        public static Tensor operator +(int left, Tensor right) => Call("aten::add.Scalar", right, left);

        public static Tensor operator +(long left, Tensor right) => Call("aten::add.Scalar", right, left);

        public static Tensor operator -(Scalar left, Tensor right) => Call("aten::rsub.Scalar", right, left);

        public static Tensor operator -(Tensor left, Scalar right) => Call("aten::sub.Scalar", left, right);

        public static Tensor operator -(Tensor left, Tensor right) => Call("aten::sub.Tensor", left, right);

        public static Tensor operator -(Tensor left, double right) => Call("aten::sub.Scalar", left, right);

        public static Tensor operator -(Tensor left, float right) => Call("aten::sub.Scalar", left, right);

        public static Tensor operator -(Tensor left, int right) => Call("aten::sub.Scalar", left, right);

        public static Tensor operator -(Tensor left, long right) => Call("aten::sub.Scalar", left, right);

        public static Tensor operator -(Tensor tensor) => tensor.neg();

        public static Tensor operator -(double left, Tensor right) => Call("aten::rsub.Scalar", right, left);

        public static Tensor operator -(float left, Tensor right) => Call("aten::rsub.Scalar", right, left);

        public static Tensor operator -(int left, Tensor right) => Call("aten::rsub.Scalar", right, left);

        public static Tensor operator -(long left, Tensor right) => Call("aten::rsub.Scalar", right, left);

        public static Tensor operator /(Scalar left, Tensor right) => Quotient(left, right);

        public static Tensor operator /(Tensor left, Scalar right) => Call("aten::div.Scalar", left, right);

        public static Tensor operator /(Tensor left, Tensor right) => Call("aten::div.Tensor", left, right);

        public static Tensor operator /(Tensor left, double right) => Call("aten::div.Scalar", left, right);

        public static Tensor operator /(Tensor left, float right) => Call("aten::div.Scalar", left, right);

        public static Tensor operator /(Tensor left, int right) => Call("aten::div.Scalar", left, right);

        public static Tensor operator /(Tensor left, long right) => Call("aten::div.Scalar", left, right);

        public static Tensor operator /(double left, Tensor right) => Quotient(left, right);

        public static Tensor operator /(float left, Tensor right) => Quotient(left, right);

        public static Tensor operator /(int left, Tensor right) => Quotient(left, right);

        public static Tensor operator /(long left, Tensor right) => Quotient(left, right);

        public static Tensor operator <(Scalar left, Tensor right) => Call("aten::gt.Scalar", right, left);

        public static Tensor operator <(Tensor left, Scalar right) => Call("aten::lt.Scalar", left, right);

        public static Tensor operator <(Tensor left, Tensor right) => Call("aten::lt.Tensor", left, right);

        public static Tensor operator <=(Scalar left, Tensor right) => Call("aten::ge.Scalar", right, left);

        public static Tensor operator <=(Tensor left, Scalar right) => Call("aten::le.Scalar", left, right);

        public static Tensor operator <=(Tensor left, Tensor right) => Call("aten::le.Tensor", left, right);

        public static Tensor operator ==(Scalar left, Tensor right) => Call("aten::eq.Scalar", right, left);

        public static Tensor operator ==(Tensor left, Scalar? right) => left.eq(right);

        public static Tensor operator ==(Tensor left, Tensor? right) => left.eq(right);

        public static Tensor operator >(Scalar left, Tensor right) => Call("aten::lt.Scalar", right, left);

        public static Tensor operator >(Tensor left, Scalar right) => Call("aten::gt.Scalar", left, right);

        public static Tensor operator >(Tensor left, Tensor right) => Call("aten::gt.Tensor", left, right);

        public static Tensor operator >=(Scalar left, Tensor right) => Call("aten::le.Scalar", right, left);

        public static Tensor operator >=(Tensor left, Scalar right) => Call("aten::ge.Scalar", left, right);

        public static Tensor operator >=(Tensor left, Tensor right) => Call("aten::ge.Tensor", left, right);

        public static Tensor operator ^(Tensor left, Tensor right) => Call("aten::bitwise_xor.Tensor", left, right);

        public static Tensor operator |(Tensor left, Tensor right) => Call("aten::bitwise_or.Tensor", left, right);

        public static Tensor operator ~(Tensor left) => left.bitwise_not();

        private static Tensor Quotient(Scalar left, Tensor right)
        {
            using Tensor inverse = right.reciprocal();
            return inverse.mul(left);
        }
    }
}
