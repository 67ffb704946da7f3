using static Pruning.LibTorch.Native.Operator;

namespace TorchSharp;

// Functions of one element, or of two that stand at the same place.
public static partial class torch
{
    public partial class Tensor
    {
        public Tensor abs() => Call("aten::abs", this);

        public Tensor abs_() => CallInPlace("aten::abs_", this);

        public Tensor absolute() => Call("aten::absolute", this);

        public Tensor absolute_() => CallInPlace("aten::absolute_", this);

        public Tensor acos() => Call("aten::acos", this);

        public Tensor acos_() => CallInPlace("aten::acos_", this);

        public Tensor acosh() => Call("aten::acosh", this);

        public Tensor acosh_() => CallInPlace("aten::acosh_", this);

        public Tensor add(Scalar scalar) => Call("aten::add.Scalar", this, scalar);

        public Tensor add(Scalar scalar, Scalar alpha) => Call("aten::add.Scalar", this, scalar, alpha);

        public Tensor add(Tensor target) => Call("aten::add.Tensor", this, target);

        public Tensor add(Tensor target, Scalar alpha) => Call("aten::add.Tensor", this, target, alpha);

        public Tensor add_(Scalar scalar) => CallInPlace("aten::add_.Scalar", this, scalar);

        public Tensor add_(Scalar scalar, Scalar alpha) => CallInPlace("aten::add_.Scalar", this, scalar, alpha);

        public Tensor add_(Tensor target) => CallInPlace("aten::add_.Tensor", this, target);

        public Tensor add_(Tensor target, Scalar alpha) => CallInPlace("aten::add_.Tensor", this, target, alpha);

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2) => Call("aten::addcdiv", this, tensor1, tensor2);

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) => Call("aten::addcdiv", this, tensor1, tensor2, value);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2) => CallInPlace("aten::addcdiv_", this, tensor1, tensor2);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) =>
            CallInPlace("aten::addcdiv_", this, tensor1, tensor2, value);

        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) => Call("aten::addcmul", this, tensor1, tensor2, value);

        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) =>
            CallInPlace("aten::addcmul_", this, tensor1, tensor2, value);

        public Tensor angle() => Call("aten::angle", this);

        public Tensor arccos() => Call("aten::arccos", this);

        public Tensor arccos_() => CallInPlace("aten::arccos_", this);

        public Tensor arccosh() => Call("aten::arccosh", this);

        public Tensor arccosh_() => CallInPlace("aten::arccosh_", this);

        public Tensor arcsin() => Call("aten::arcsin", this);

        public Tensor arcsin_() => CallInPlace("aten::arcsin_", this);

        public Tensor arcsinh() => Call("aten::arcsinh", this);

        public Tensor arcsinh_() => CallInPlace("aten::arcsinh_", this);

        public Tensor arctan() => Call("aten::arctan", this);

        public Tensor arctan2(Tensor other) => Call("aten::arctan2", this, other);

        public Tensor arctan2_(Tensor other) => CallInPlace("aten::arctan2_", this, other);

        public Tensor arctan_() => CallInPlace("aten::arctan_", this);

        public Tensor arctanh() => Call("aten::arctanh", this);

        public Tensor arctanh_() => CallInPlace("aten::arctanh_", this);

        public Tensor asin() => Call("aten::asin", this);

        public Tensor asin_() => CallInPlace("aten::asin_", this);

        public Tensor asinh() => Call("aten::asinh", this);

        public Tensor asinh_() => CallInPlace("aten::asinh_", this);

        public Tensor atan() => Call("aten::atan", this);

        public Tensor atan2(Tensor other) => Call("aten::atan2", this, other);

        public Tensor atan2_(Tensor other) => CallInPlace("aten::atan2_", this, other);

        public Tensor atan_() => CallInPlace("aten::atan_", this);

        public Tensor atanh() => Call("aten::atanh", this);

        public Tensor atanh_() => CallInPlace("aten::atanh_", this);

        public Tensor ceil() => Call("aten::ceil", this);

        public Tensor ceil_() => CallInPlace("aten::ceil_", this);

        public Tensor clamp(Scalar? min = null, Scalar? max = null) => Call("aten::clamp", this, min, max);

        public Tensor clamp(Tensor? min = null, Tensor? max = null) => Call("aten::clamp.Tensor", this, min, max);

        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => CallInPlace("aten::clamp_", this, min, max);

        public Tensor clamp_(Tensor? min = null, Tensor? max = null) => CallInPlace("aten::clamp_.Tensor", this, min, max);

        public Tensor clamp_max(Scalar max) => Call("aten::clamp_max", this, max);

        public Tensor clamp_max_(Scalar max) => CallInPlace("aten::clamp_max_", this, max);

        public Tensor clamp_min(Scalar min) => Call("aten::clamp_min", this, min);

        public Tensor clamp_min_(Scalar min) => CallInPlace("aten::clamp_min_", this, min);

        public Tensor clip(Scalar? min = null, Scalar? max = null) => Call("aten::clip", this, min, max);

        public Tensor clone() => Call("aten::clone", this);

        public Tensor conj() => Call("aten::conj", this);

        public Tensor conj_physical() => Call("aten::conj_physical", this);

        public Tensor conj_physical_() => CallInPlace("aten::conj_physical_", this);

        public Tensor copy_(Tensor source, bool nonBlocking = false) => CallInPlace("aten::copy_", this, source, nonBlocking);

        public Tensor copysign(Tensor other) => Call("aten::copysign.Tensor", this, other);

        public Tensor copysign_(Tensor other) => CallInPlace("aten::copysign_.Tensor", this, other);

        public Tensor cos() => Call("aten::cos", this);

        public Tensor cos_() => CallInPlace("aten::cos_", this);

        public Tensor cosh() => Call("aten::cosh", this);

        public Tensor cosh_() => CallInPlace("aten::cosh_", this);

        public Tensor deg2rad() => Call("aten::deg2rad", this);

        public Tensor deg2rad_() => CallInPlace("aten::deg2rad_", this);

        public Tensor detach() => Call("aten::detach", this);

        public Tensor digamma() => Call("aten::digamma", this);

        public Tensor digamma_() => CallInPlace("aten::digamma_", this);

        public Tensor erf() => Call("aten::erf", this);

        public Tensor erf_() => CallInPlace("aten::erf_", this);

        public Tensor erfc() => Call("aten::erfc", this);

        public Tensor erfc_() => CallInPlace("aten::erfc_", this);

        public Tensor erfinv() => Call("aten::erfinv", this);

        public Tensor erfinv_() => CallInPlace("aten::erfinv_", this);

        public Tensor exp() => Call("aten::exp", this);

        public Tensor exp2() => Call("aten::exp2", this);

        public Tensor exp2_() => CallInPlace("aten::exp2_", this);

        public Tensor exp_() => CallInPlace("aten::exp_", this);

        public Tensor expm1() => Call("aten::expm1", this);

        public Tensor expm1_() => CallInPlace("aten::expm1_", this);

        public Tensor fill_(Scalar value) => CallInPlace("aten::fill_.Scalar", this, value);

        public Tensor fix() => Call("aten::fix", this);

        public Tensor fix_() => CallInPlace("aten::fix_", this);

        public Tensor float_power(Tensor target) => Call("aten::float_power.Tensor_Tensor", this, target);

        public Tensor float_power_(Tensor target) => CallInPlace("aten::float_power_.Tensor", this, target);

        public Tensor floor() => Call("aten::floor", this);

        public Tensor floor_() => CallInPlace("aten::floor_", this);

        public Tensor floor_divide(Scalar other) => Call("aten::floor_divide.Scalar", this, other);

        public Tensor floor_divide(Tensor other) => Call("aten::floor_divide", this, other);

        public Tensor floor_divide_(Scalar other) => CallInPlace("aten::floor_divide_.Scalar", this, other);

        public Tensor floor_divide_(Tensor other) => CallInPlace("aten::floor_divide_.Tensor", this, other);

        public Tensor fmod(Scalar scalar) => Call("aten::fmod.Scalar", this, scalar);

        public Tensor fmod(Tensor target) => Call("aten::fmod.Tensor", this, target);

        public Tensor fmod_(Scalar scalar) => CallInPlace("aten::fmod_.Scalar", this, scalar);

        public Tensor fmod_(Tensor target) => CallInPlace("aten::fmod_.Tensor", this, target);

        public Tensor frac() => Call("aten::frac", this);

        public Tensor frac_() => CallInPlace("aten::frac_", this);

        public (Tensor Mantissa, Tensor Exponent) frexp() => Call2("aten::frexp.Tensor", this);

        public Tensor gcd(Tensor other) => Call("aten::gcd", this, other);

        public Tensor gcd_(Tensor other) => CallInPlace("aten::gcd_", this, other);

        public Tensor heaviside(Tensor other) => Call("aten::heaviside", this, other);

        public Tensor heaviside_(Tensor other) => CallInPlace("aten::heaviside_", this, other);

        public Tensor hypot(Tensor other) => Call("aten::hypot", this, other);

        public Tensor i0() => Call("aten::i0", this);

        public Tensor i0_() => CallInPlace("aten::i0_", this);

        public Tensor igamma(Tensor other) => Call("aten::igamma", this, other);

        public Tensor igammac(Tensor other) => Call("aten::igammac", this, other);

        public Tensor lcm(Tensor other) => Call("aten::lcm", this, other);

        public Tensor lcm_(Tensor other) => CallInPlace("aten::lcm_", this, other);

        public Tensor ldexp(Tensor other) => Call("aten::ldexp.Tensor", this, other);

        public Tensor ldexp_(Tensor other) => CallInPlace("aten::ldexp_", this, other);

        public Tensor lerp(Tensor end, Tensor weight) => Call("aten::lerp.Tensor", this, end, weight);

        public Tensor lerp_(Tensor end, Tensor weight) => CallInPlace("aten::lerp_.Tensor", this, end, weight);

        public Tensor lgamma() => Call("aten::lgamma", this);

        public Tensor lgamma_() => CallInPlace("aten::lgamma_", this);

        public Tensor log() => Call("aten::log", this);

        public Tensor log10() => Call("aten::log10", this);

        public Tensor log10_() => CallInPlace("aten::log10_", this);

        public Tensor log1p() => Call("aten::log1p", this);

        public Tensor log1p_() => CallInPlace("aten::log1p_", this);

        public Tensor log2() => Call("aten::log2", this);

        public Tensor log2_() => CallInPlace("aten::log2_", this);

        public Tensor log_() => CallInPlace("aten::log_", this);

        public Tensor logaddexp(Tensor other) => Call("aten::logaddexp", this, other);

        public Tensor logaddexp2(Tensor other) => Call("aten::logaddexp2", this, other);

        public Tensor logit(double? eps = null) => Call("aten::logit", this, eps);

        public Tensor logit_(double? eps = null) => CallInPlace("aten::logit_", this, eps);

        public Tensor mul(Scalar target) => Call("aten::mul.Scalar", this, target);

        public Tensor mul(Tensor target) => Call("aten::mul.Tensor", this, target);

        public Tensor mul_(Scalar target) => CallInPlace("aten::mul_.Scalar", this, target);

        public Tensor mul_(Tensor target) => CallInPlace("aten::mul_.Tensor", this, target);

        public Tensor multiply(Scalar target) => Call("aten::multiply.Scalar", this, target);

        public Tensor multiply(Tensor target) => Call("aten::multiply.Tensor", this, target);

        public Tensor mvlgamma(long p) => Call("aten::mvlgamma", this, p);

        public Tensor mvlgamma_(long p) => CallInPlace("aten::mvlgamma_", this, p);

        public Tensor nan_to_num(double nan = 0, double? posinf = null, double? neginf = null) =>
            Call("aten::nan_to_num", this, nan, posinf, neginf);

        public Tensor nan_to_num_(double nan = 0, double? posinf = null, double? neginf = null) =>
            CallInPlace("aten::nan_to_num_", this, nan, posinf, neginf);

        public Tensor neg() => Call("aten::neg", this);

        public Tensor neg_() => CallInPlace("aten::neg_", this);

        public Tensor negative() => Call("aten::negative", this);

        public Tensor nextafter(Tensor other) => Call("aten::nextafter", this, other);

        public Tensor nextafter_(Tensor other) => CallInPlace("aten::nextafter_", this, other);

        public Tensor polygamma(long p) => Call("aten::polygamma", p, this);

        public Tensor polygamma_(long p) => CallInPlace("aten::polygamma_", this, p);

        public Tensor positive() => Call("aten::positive", this);

        public Tensor pow(Scalar exponent) => Call("aten::pow.Tensor_Scalar", this, exponent);

        public Tensor pow(Tensor exponent) => Call("aten::pow.Tensor_Tensor", this, exponent);

        public Tensor pow_(Scalar exponent) => CallInPlace("aten::pow_.Scalar", this, exponent);

        public Tensor pow_(Tensor exponent) => CallInPlace("aten::pow_.Tensor", this, exponent);

        public Tensor rad2deg() => Call("aten::rad2deg", this);

        public Tensor rad2deg_() => CallInPlace("aten::rad2deg_", this);

        public Tensor reciprocal() => Call("aten::reciprocal", this);

        public Tensor reciprocal_() => CallInPlace("aten::reciprocal_", this);

        public Tensor remainder(Scalar scalar) => Call("aten::remainder.Scalar", this, scalar);

        public Tensor remainder(Tensor target) => Call("aten::remainder.Tensor", this, target);

        public Tensor remainder_(Scalar scalar) => CallInPlace("aten::remainder_.Scalar", this, scalar);

        public Tensor remainder_(Tensor target) => CallInPlace("aten::remainder_.Tensor", this, target);

        public Tensor round(long decimals = 0) => Call("aten::round.decimals", this, decimals);

        public Tensor round_(long decimals = 0) => CallInPlace("aten::round_.decimals", this, decimals);

        public Tensor rsqrt() => Call("aten::rsqrt", this);

        public Tensor rsqrt_() => CallInPlace("aten::rsqrt_", this);

        public Tensor sgn() => Call("aten::sgn", this);

        public Tensor sgn_() => CallInPlace("aten::sgn_", this);

        public Tensor sign() => Call("aten::sign", this);

        public Tensor sign_() => CallInPlace("aten::sign_", this);

        public Tensor sin() => Call("aten::sin", this);

        public Tensor sin_() => CallInPlace("aten::sin_", this);

        public Tensor sinc() => Call("aten::sinc", this);

        public Tensor sinc_() => CallInPlace("aten::sinc_", this);

        public Tensor sinh() => Call("aten::sinh", this);

        public Tensor sinh_() => CallInPlace("aten::sinh_", this);

        public Tensor sqrt() => Call("aten::sqrt", this);

        public Tensor sqrt_() => CallInPlace("aten::sqrt_", this);

        public Tensor square() => Call("aten::square", this);

        public Tensor sub(Scalar target) => Call("aten::sub.Scalar", this, target);

        public Tensor sub(Tensor target) => Call("aten::sub.Tensor", this, target);

        public Tensor sub_(Scalar target) => CallInPlace("aten::sub_.Scalar", this, target);

        public Tensor sub_(Tensor target) => CallInPlace("aten::sub_.Tensor", this, target);

        public Tensor subtract(Scalar target) => Call("aten::subtract.Scalar", this, target);

        public Tensor subtract(Tensor target) => Call("aten::subtract.Tensor", this, target);

        public Tensor subtract_(Scalar target) => CallInPlace("aten::subtract_.Scalar", this, target);

        public Tensor subtract_(Tensor target) => CallInPlace("aten::subtract_.Tensor", this, target);

        public Tensor tan() => Call("aten::tan", this);

        public Tensor tan_() => CallInPlace("aten::tan_", this);

        public Tensor true_divide(Scalar other) => Call("aten::true_divide.Scalar", this, other);

        public Tensor true_divide(Tensor other) => Call("aten::true_divide.Tensor", this, other);

        public Tensor true_divide_(Scalar other) => CallInPlace("aten::true_divide_.Scalar", this, other);

        public Tensor true_divide_(Tensor other) => CallInPlace("aten::true_divide_.Tensor", this, other);

        public Tensor trunc() => Call("aten::trunc", this);

        public Tensor trunc_() => CallInPlace("aten::trunc_", this);

        public Tensor xlogy(Scalar y) => Call("aten::xlogy.Scalar_Other", this, y);

        public Tensor xlogy(Tensor y) => Call("aten::xlogy.Tensor", this, y);

        public Tensor xlogy_(Scalar y) => CallInPlace("aten::xlogy_.Scalar_Other", this, y);

        public Tensor xlogy_(Tensor y) => CallInPlace("aten::xlogy_.Tensor", this, y);

        public Tensor zero_() => CallInPlace("aten::zero_", this);
    }
}
