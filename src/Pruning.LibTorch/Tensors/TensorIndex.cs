namespace TorchSharp;

public static partial class torch
{
    /// <summary>What stands at one place between the brackets of an indexed tensor.</summary>
    public readonly struct TensorIndex
    {
        private TensorIndex(IndexKind kind, long? start = null, long? stop = null, long? step = null, Tensor? tensor = null)
        {
            Kind = kind;
            Start = start;
            Stop = stop;
            Step = step;
            Selector = tensor;
        }

        internal enum IndexKind
        {
            None,
            Ellipsis,
            Slice,
            Single,
            Bool,
            Tensor,
        }

        internal IndexKind Kind { get; }

        /// <summary>A slice's start, the single index, or the truth as 0 or 1.</summary>
        internal long? Start { get; }

        internal long? Stop { get; }

        internal long? Step { get; }

        internal Tensor? Selector { get; }

        public static TensorIndex Ellipsis = new(IndexKind.Ellipsis);
        public static TensorIndex Colon = new(IndexKind.Slice);
        public static TensorIndex None = new(IndexKind.None);
        public static TensorIndex Null = new(IndexKind.None);

        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) =>
            new(IndexKind.Slice, start, stop, step);

        public static TensorIndex Slice((int? start, int? end) range) => new(IndexKind.Slice, range.start, range.end);

        public static TensorIndex Slice(Range range) => new(IndexKind.Slice, First(range.Start), Last(range.End));

        public static TensorIndex Bool(bool value) => new(IndexKind.Bool, value ? 1 : 0);

        public static TensorIndex Single(long? index) => index is null ? None : new(IndexKind.Single, index);

        public static TensorIndex Tensor(Tensor tensor) => new(IndexKind.Tensor, tensor: tensor);

        public static implicit operator TensorIndex(long value) => Single(value);

        public static implicit operator TensorIndex(Index index) => Single(First(index));

        public static implicit operator TensorIndex(Range range) => Slice(range);

        public static implicit operator TensorIndex((int? start, int? end) range) => Slice(range);

        // ^3 counts from the end, as -3 does; ^0 is the end itself.
        private static long First(Index index) => index.IsFromEnd ? -index.Value : index.Value;

        private static long? Last(Index index) => index.IsFromEnd && index.Value == 0 ? null : First(index);
    }
}
