using static Pruning.LibTorch.Native.Operator;

namespace TorchSharp;

// x[1, .., ^2.., null, mask] with the meaning that it has in Python.
public static partial class torch
{
    public partial class Tensor
    {
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => Assign(indices, value);
        }

        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        public Tensor this[params long[] indices]
        {
            get => index(Array.ConvertAll(indices, index => (TensorIndex)index));
            set => Assign(Array.ConvertAll(indices, index => (TensorIndex)index), value);
        }

        public Tensor this[long i1]
        {
            get => select(0, i1);
            set => Assign([i1], value);
        }

        public Tensor this[long i1, long i2]
        {
            get => index((TensorIndex[])[i1, i2]);
            set => Assign([i1, i2], value);
        }

        public Tensor this[long i1, long i2, long i3]
        {
            get => index((TensorIndex[])[i1, i2, i3]);
            set => Assign([i1, i2, i3], value);
        }

        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => index((TensorIndex[])[i1, i2, i3, i4]);
            set => Assign([i1, i2, i3, i4], value);
        }

        public Tensor this[long i1, long i2, long i3, long i4, long i5]
        {
            get => index((TensorIndex[])[i1, i2, i3, i4, i5]);
            set => Assign([i1, i2, i3, i4, i5], value);
        }

        public Tensor this[long i1, long i2, long i3, long i4, long i5, long i6]
        {
            get => index((TensorIndex[])[i1, i2, i3, i4, i5, i6]);
            set => Assign([i1, i2, i3, i4, i5, i6], value);
        }

        public Tensor index(params TensorIndex[] indices)
        {
            Tensor view = View(indices, out Tensor?[]? selectors);
            if (selectors is null)
            {
                return view;
            }
            Tensor result = Call("aten::index.Tensor", view, selectors);
            view.Dispose();
            return result;
        }

        public Tensor index(params Tensor[] indices) => Call("aten::index.Tensor", this, indices);

        public Tensor index_put_(Tensor value, TensorIndex[] indices, bool accumulate = false)
        {
            Tensor view = View(indices, out Tensor?[]? selectors);
            if (selectors is not null)
            {
                CallInPlace("aten::index_put_", view, selectors, value, accumulate);
            }
            else if (accumulate)
            {
                view.add_(value);
            }
            else
            {
                view.copy_(value);
            }
            view.Dispose();
            return this;
        }

        public Tensor index_put_(Tensor value, params TensorIndex[] indices) => index_put_(value, indices, accumulate: false);

        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            using Tensor tensor = Filled(value);
            return index_put_(tensor, indices, accumulate: false);
        }

        public Tensor index_put_(Tensor value, Tensor[] indices, bool accumulate = false) =>
            CallInPlace("aten::index_put_", this, indices, value, accumulate);

        public Tensor index_put_(Tensor value, params Tensor[] indices) => index_put_(value, indices, accumulate: false);

        public Tensor index_put_(Scalar value, params Tensor[] indices)
        {
            using Tensor tensor = Filled(value);
            return index_put_(tensor, indices, accumulate: false);
        }

        private Tensor Filled(Scalar value) => Call("aten::full", Array.Empty<long>(), value, dtype, default, device);

        private void Assign(TensorIndex[] indices, Tensor value)
        {
            // As in PyTorch, a value may have more dimensions in front than its place, if they are of size one.
            long[] sizes = value.shape;
            using Tensor? plain = sizes is [1, ..] ? value.reshape([.. sizes.SkipWhile(size => size == 1)]) : null;
            Tensor given = plain ?? value;
            Device target = device, source = given.device;
            using Tensor? moved = source.type == target.type && source.index == target.index ? null : given.to(target);
            index_put_(moved ?? given, indices, accumulate: false);
        }

        /// <summary>Does all that is a view. What remains are the tensors, at the dimensions that they select from.</summary>
        private Tensor View(TensorIndex[] indices, out Tensor?[]? selectors)
        {
            List<Tensor?>? found = null;
            long given = 0;
            foreach (TensorIndex index in indices)
            {
                given += index.Kind switch
                {
                    TensorIndex.IndexKind.Slice or TensorIndex.IndexKind.Single => 1,
                    TensorIndex.IndexKind.Tensor => index.Selector!.dtype is ScalarType.Bool or ScalarType.Byte ? index.Selector.ndim : 1,
                    _ => 0,
                };
            }
            if (given > ndim)
            {
                throw new ArgumentException($"Too many indices ({given}) for a tensor with {ndim} dimensions.", nameof(indices));
            }
            Tensor view = this;
            long dim = 0;
            foreach (TensorIndex index in indices)
            {
                switch (index.Kind)
                {
                    case TensorIndex.IndexKind.None:
                        Next(ref view, view.unsqueeze(dim++));
                        break;
                    case TensorIndex.IndexKind.Ellipsis:
                        dim += ndim - given;
                        break;
                    case TensorIndex.IndexKind.Single:
                        Next(ref view, view.select(dim, index.Start!.Value));
                        break;
                    case TensorIndex.IndexKind.Slice:
                        if (index.Start is not null || index.Stop is not null || index.Step is not null)
                        {
                            Next(ref view, Call("aten::slice.Tensor", view, dim, index.Start, index.Stop, index.Step ?? 1));
                        }
                        dim++;
                        break;
                    case TensorIndex.IndexKind.Bool:
                        Next(ref view, view.unsqueeze(dim));
                        Put(ref found, dim++, tensor([index.Start != 0]));
                        break;
                    default:
                        Put(ref found, dim, index.Selector!);
                        dim += index.Selector!.dtype is ScalarType.Bool or ScalarType.Byte ? index.Selector.ndim : 1;
                        break;
                }
            }
            selectors = found?.ToArray();
            return ReferenceEquals(view, this) ? Call("aten::alias", this) : view;
        }

        private void Next(ref Tensor view, Tensor next)
        {
            if (!ReferenceEquals(view, this))
            {
                view.Dispose();
            }
            view = next;
        }

        private static void Put(ref List<Tensor?>? selectors, long dim, Tensor selector)
        {
            selectors ??= [];
            while (selectors.Count < dim)
            {
                selectors.Add(null);
            }
            selectors.Add(selector);
        }
    }
}
