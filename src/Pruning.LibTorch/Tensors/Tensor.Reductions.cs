using static Pruning.LibTorch.Native.Operator;

namespace TorchSharp;

// Reductions and cumulations over dimensions.
public static partial class torch
{
    public partial class Tensor
    {
        public Tensor all() => Call("aten::all", this);

        public Tensor all(long dim, bool keepdim = false) => Call("aten::all.dim", this, dim, keepdim);

        public Tensor amax(params long[] dims) => Call("aten::amax", this, dims);

        public Tensor amin(params long[] dims) => Call("aten::amin", this, dims);

        public (Tensor min, Tensor max) aminmax(long? dim = null, bool keepdim = false) => Call2("aten::aminmax", this, dim, keepdim);

        public Tensor any() => Call("aten::any", this);

        public Tensor any(long dim, bool keepdim = false) => Call("aten::any.dim", this, dim, keepdim);

        public Tensor argmax() => Call("aten::argmax", this);

        public Tensor argmax(long dim, bool keepdim = false) => Call("aten::argmax", this, dim, keepdim);

        public Tensor argmin() => Call("aten::argmin", this);

        public Tensor argmin(long dim, bool keepdim = false) => Call("aten::argmin", this, dim, keepdim);

        public Tensor corrcoef() => Call("aten::corrcoef", this);

        public Tensor cov(long correction = 1, Tensor? fweights = null, Tensor? aweights = null) =>
            Call("aten::cov", this, correction, fweights, aweights);

        public (Tensor values, Tensor indexes) cummax(long dim) => Call2("aten::cummax", this, dim);

        public (Tensor values, Tensor indexes) cummin(long dim) => Call2("aten::cummin", this, dim);

        public Tensor cumprod(long dim, ScalarType? type = null) => Call("aten::cumprod", this, dim, type);

        public Tensor cumsum(long dim, ScalarType? type = null) => Call("aten::cumsum", this, dim, type);

        public Tensor cumulative_trapezoid(Tensor x, long dim = -1) => Call("aten::cumulative_trapezoid.x", this, x, dim);

        public Tensor cumulative_trapezoid(double dx = 1, long dim = -1) => Call("aten::cumulative_trapezoid.dx", this, dx, dim);

        public Tensor diff(long n = 1, long dim = -1, Tensor? prepend = null, Tensor? append = null) =>
            Call("aten::diff", this, n, dim, prepend, append);

        public Tensor dist(Tensor other, float p = 2) => Call("aten::dist", this, other, p);

        public (Tensor values, Tensor indices) kthvalue(long k, long? dim, bool keepdim = false) =>
            Call2("aten::kthvalue", this, k, dim, keepdim);

        public Tensor logcumsumexp(long dim) => Call("aten::logcumsumexp", this, dim);

        public Tensor logsumexp(long dim, bool keepdim = false) => Call("aten::logsumexp", this, dim, keepdim);

        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) => Call2("aten::max.dim", this, dim, keepdim);

        public Tensor max() => Call("aten::max", this);

        public Tensor max(Tensor other) => Call("aten::max.other", this, other);

        public Tensor mean() => Call("aten::mean", this);

        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) =>
            Call("aten::mean.dim", this, dimensions, keepdim, type);

        public Tensor median() => Call("aten::median", this);

        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false) => Call2("aten::min.dim", this, dim, keepdim);

        public Tensor min() => Call("aten::min", this);

        public Tensor min(Tensor other) => Call("aten::min.other", this, other);

        public (Tensor values, Tensor indices) mode(long dim = -1, bool keepdim = false) => Call2("aten::mode", this, dim, keepdim);

        public Tensor nanmean(int? dim = null, bool keepdim = false, ScalarType? dtype = null) =>
            Call("aten::nanmean", this, dim, keepdim, dtype);

        public Tensor nanmedian() => Call("aten::nanmedian", this);

        public Tensor nanquantile(Tensor q, long dim = -1, bool keepdim = false) => Call("aten::nanquantile", this, q, dim, keepdim);

        public Tensor nansum() => Call("aten::nansum", this);

        public Tensor norm(float p = 2) => Call("aten::norm.Scalar", this, p);

        public Tensor prod(ScalarType? type = null) => Call("aten::prod", this, type);

        public Tensor prod(long dim, bool keepdim = false, ScalarType? type = null) =>
            Call("aten::prod.dim_int", this, dim, keepdim, type);

        public Tensor quantile(Tensor q, long dim = -1, bool keepdim = false) => Call("aten::quantile", this, q, dim, keepdim);

        public Tensor renorm(float p, long dim, float maxnorm) => Call("aten::renorm", this, p, dim, maxnorm);

        public Tensor std(bool unbiased = true) => Call("aten::std", this, unbiased);

        public (Tensor std, Tensor mean) std_mean(bool unbiased = true) => Call2("aten::std_mean", this, unbiased);

        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) =>
            Call("aten::sum.dim_IntList", this, dim, keepdim, type);

        public Tensor sum(ScalarType? type = null) => Call("aten::sum", this, type);

        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) =>
            Call("aten::sum.dim_IntList", this, dim, keepdim, type);

        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) =>
            Call("aten::sum.dim_IntList", this, dim, keepdim, type);

        public Tensor trace() => Call("aten::trace", this);

        public Tensor trapezoid(Tensor x, long dim = -1) => Call("aten::trapezoid.x", this, x, dim);

        public Tensor trapezoid(double dx = 1, long dim = -1) => Call("aten::trapezoid.dx", this, dx, dim);

        public Tensor var(bool unbiased = true) => Call("aten::var", this, unbiased);

        public (Tensor var, Tensor mean) var_mean(bool unbiased = true) => Call2("aten::var_mean", this, unbiased);
    }
}
