using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Pruning.Generators.Reading;

/// <summary>C#'s arithmetic on boxed numbers, exact to the bit: single precision stays single, integers wrap unless checked.</summary>
internal static class Numbers
{
    public static bool IsNumeric(SpecialType type) => type is >= SpecialType.System_SByte and <= SpecialType.System_Double;

    public static bool IsInteger(SpecialType type) => type is >= SpecialType.System_SByte and <= SpecialType.System_UInt64;

    public static bool IsInteger(object? value) => value is sbyte or byte or short or ushort or int or uint or long or ulong;

    public static bool IsNumber(object? value) => IsInteger(value) || value is float or double or decimal;

    /// <summary>An integer or character as a 64-bit number; an unsigned one keeps its bits.</summary>
    public static long ToInt64(object value) => value is ulong large ? unchecked((long)large) : Wide(value) switch
    {
        long number => number,
        double number => (long)number,
        decimal number => (long)number,
        var other => throw new InvalidCastException($"{other.GetType()} is no number"),
    };

    public static double ToDouble(object value) => Wide(value) switch
    {
        long number => number,
        ulong number => number,
        double number => number,
        decimal number => (double)number,
        var other => throw new InvalidCastException($"{other.GetType()} is no number"),
    };

    /// <summary>Converts as an explicit cast does.</summary>
    /// <exception cref="OverflowException">The context is checked and the number does not fit.</exception>
    public static object Convert(object value, SpecialType target, bool isChecked = false)
    {
        object wide = Wide(value);
        if (target == SpecialType.System_Single)
        {
            return value is float ? value : wide switch
            {
                long number => (float)number,
                ulong number => (float)number,
                decimal number => (float)number,
                _ => (float)(double)wide,
            };
        }

        if (target == SpecialType.System_Double)
        {
            return ToDouble(value);
        }

        if (target == SpecialType.System_Decimal)
        {
            return value switch
            {
                float number => (decimal)number,
                double number => (decimal)number,
                decimal => value,
                ulong number => (decimal)number,
                _ => (decimal)(long)wide,
            };
        }

        return isChecked ? CheckedInteger(wide, target) : UncheckedInteger(wide, target);
    }

    /// <summary>Applies an operator to two numbers of the same type; null if the operator is not C# arithmetic.</summary>
    /// <exception cref="DivideByZeroException">An integer is divided by zero.</exception>
    /// <exception cref="OverflowException">The context is checked and the result does not fit.</exception>
    public static object? Binary(BinaryOperatorKind kind, object left, object right, bool isChecked) => (left, right) switch
    {
        (int a, int b) => Int32(kind, a, b, isChecked),
        (long a, long b) => Int64(kind, a, b, isChecked),
        (double a, double b) => Double(kind, a, b),
        (float a, float b) => Single(kind, a, b),
        (uint a, uint b) => UInt32(kind, a, b, isChecked),
        (ulong a, ulong b) => UInt64(kind, a, b, isChecked),
        (decimal a, decimal b) => Decimal(kind, a, b),
        (uint a, int b) when IsShift(kind) => kind == BinaryOperatorKind.LeftShift ? a << b : a >> b,
        (long a, int b) when IsShift(kind) => kind == BinaryOperatorKind.LeftShift ? a << b
            : kind == BinaryOperatorKind.RightShift ? a >> b : (long)((ulong)a >> b),
        (ulong a, int b) when IsShift(kind) => kind == BinaryOperatorKind.LeftShift ? a << b : a >> b,
        (char a, char b) => Int32(kind, a, b, isChecked),
        _ => null,
    };

    /// <summary>The negative of a number.</summary>
    public static object? Negate(object value, bool isChecked) => value switch
    {
        int number => isChecked ? checked(-number) : unchecked(-number),
        long number => isChecked ? checked(-number) : unchecked(-number),
        float number => -number,
        double number => -number,
        decimal number => -number,
        _ => null,
    };

    /// <summary>The bitwise complement of an integer.</summary>
    public static object? Complement(object value) => value switch
    {
        int number => ~number,
        uint number => ~number,
        long number => ~number,
        ulong number => ~number,
        _ => null,
    };

    private static bool IsShift(BinaryOperatorKind kind) =>
        kind is BinaryOperatorKind.LeftShift or BinaryOperatorKind.RightShift or BinaryOperatorKind.UnsignedRightShift;

    private static object Wide(object value) => value switch
    {
        sbyte number => (long)number,
        byte number => (long)number,
        short number => (long)number,
        ushort number => (long)number,
        int number => (long)number,
        uint number => (long)number,
        char number => (long)number,
        float number => (double)number,
        _ => value,
    };

    private static object UncheckedInteger(object wide, SpecialType target)
    {
        unchecked
        {
            // 64-bit integers of unsigned type keep their bits; what a cast of a real number gives beyond the range is unspecified.
            if (target == SpecialType.System_UInt64)
            {
                return wide switch
                {
                    double real => (ulong)real,
                    decimal real => (ulong)real,
                    ulong whole => whole,
                    _ => (ulong)(long)wide,
                };
            }

            long number = wide switch
            {
                double real => (long)real,
                decimal real => (long)real,
                ulong whole => (long)whole,
                _ => (long)wide,
            };
            return target switch
            {
                // Without this cast the arms would have a common type, to which all would be converted.
                SpecialType.System_SByte => (object)(sbyte)number,
                SpecialType.System_Byte => (byte)number,
                SpecialType.System_Int16 => (short)number,
                SpecialType.System_UInt16 => (ushort)number,
                SpecialType.System_Char => (char)number,
                SpecialType.System_Int32 => (int)number,
                SpecialType.System_UInt32 => (uint)number,
                SpecialType.System_Int64 => number,
                _ => throw new InvalidCastException($"{target} is no type of number"),
            };
        }
    }

    private static object CheckedInteger(object wide, SpecialType target)
    {
        decimal number = wide switch
        {
            double real => (decimal)Math.Truncate(real),
            decimal real => decimal.Truncate(real),
            ulong whole => whole,
            _ => (long)wide,
        };
        return target switch
        {
            SpecialType.System_SByte => (object)(sbyte)number,
            SpecialType.System_Byte => (byte)number,
            SpecialType.System_Int16 => (short)number,
            SpecialType.System_UInt16 => (ushort)number,
            SpecialType.System_Char => (char)(ushort)number,
            SpecialType.System_Int32 => (int)number,
            SpecialType.System_UInt32 => (uint)number,
            SpecialType.System_Int64 => (long)number,
            SpecialType.System_UInt64 => (ulong)number,
            _ => throw new InvalidCastException($"{target} is no type of number"),
        };
    }

    private static object? Int32(BinaryOperatorKind kind, int a, int b, bool isChecked) => kind switch
    {
        BinaryOperatorKind.Add => isChecked ? checked(a + b) : unchecked(a + b),
        BinaryOperatorKind.Subtract => isChecked ? checked(a - b) : unchecked(a - b),
        BinaryOperatorKind.Multiply => isChecked ? checked(a * b) : unchecked(a * b),
        BinaryOperatorKind.Divide => a / b,
        BinaryOperatorKind.Remainder => a % b,
        BinaryOperatorKind.LeftShift => a << b,
        BinaryOperatorKind.RightShift => a >> b,
        BinaryOperatorKind.UnsignedRightShift => unchecked((int)((uint)a >> b)),
        BinaryOperatorKind.And => a & b,
        BinaryOperatorKind.Or => a | b,
        BinaryOperatorKind.ExclusiveOr => a ^ b,
        _ => Comparison(kind, a.CompareTo(b)),
    };

    private static object? UInt32(BinaryOperatorKind kind, uint a, uint b, bool isChecked) => kind switch
    {
        BinaryOperatorKind.Add => isChecked ? checked(a + b) : unchecked(a + b),
        BinaryOperatorKind.Subtract => isChecked ? checked(a - b) : unchecked(a - b),
        BinaryOperatorKind.Multiply => isChecked ? checked(a * b) : unchecked(a * b),
        BinaryOperatorKind.Divide => a / b,
        BinaryOperatorKind.Remainder => a % b,
        BinaryOperatorKind.And => a & b,
        BinaryOperatorKind.Or => a | b,
        BinaryOperatorKind.ExclusiveOr => a ^ b,
        _ => Comparison(kind, a.CompareTo(b)),
    };

    private static object? Int64(BinaryOperatorKind kind, long a, long b, bool isChecked) => kind switch
    {
        BinaryOperatorKind.Add => isChecked ? checked(a + b) : unchecked(a + b),
        BinaryOperatorKind.Subtract => isChecked ? checked(a - b) : unchecked(a - b),
        BinaryOperatorKind.Multiply => isChecked ? checked(a * b) : unchecked(a * b),
        BinaryOperatorKind.Divide => a / b,
        BinaryOperatorKind.Remainder => a % b,
        BinaryOperatorKind.And => a & b,
        BinaryOperatorKind.Or => a | b,
        BinaryOperatorKind.ExclusiveOr => a ^ b,
        _ => Comparison(kind, a.CompareTo(b)),
    };

    private static object? UInt64(BinaryOperatorKind kind, ulong a, ulong b, bool isChecked) => kind switch
    {
        BinaryOperatorKind.Add => isChecked ? checked(a + b) : unchecked(a + b),
        BinaryOperatorKind.Subtract => isChecked ? checked(a - b) : unchecked(a - b),
        BinaryOperatorKind.Multiply => isChecked ? checked(a * b) : unchecked(a * b),
        BinaryOperatorKind.Divide => a / b,
        BinaryOperatorKind.Remainder => a % b,
        BinaryOperatorKind.And => a & b,
        BinaryOperatorKind.Or => a | b,
        BinaryOperatorKind.ExclusiveOr => a ^ b,
        _ => Comparison(kind, a.CompareTo(b)),
    };

    private static object? Decimal(BinaryOperatorKind kind, decimal a, decimal b) => kind switch
    {
        BinaryOperatorKind.Add => a + b,
        BinaryOperatorKind.Subtract => a - b,
        BinaryOperatorKind.Multiply => a * b,
        BinaryOperatorKind.Divide => a / b,
        BinaryOperatorKind.Remainder => a % b,
        _ => Comparison(kind, a.CompareTo(b)),
    };

    // The casts make the framework round to single precision after each step.
    private static object? Single(BinaryOperatorKind kind, float a, float b) => kind switch
    {
        BinaryOperatorKind.Add => (float)(a + b),
        BinaryOperatorKind.Subtract => (float)(a - b),
        BinaryOperatorKind.Multiply => (float)(a * b),
        BinaryOperatorKind.Divide => (float)(a / b),
        BinaryOperatorKind.Remainder => (float)(a % b),
        _ => Comparison(kind, a, b),
    };

    private static object? Double(BinaryOperatorKind kind, double a, double b) => kind switch
    {
        BinaryOperatorKind.Add => a + b,
        BinaryOperatorKind.Subtract => a - b,
        BinaryOperatorKind.Multiply => a * b,
        BinaryOperatorKind.Divide => a / b,
        BinaryOperatorKind.Remainder => a % b,
        _ => Comparison(kind, a, b),
    };

    private static object? Comparison(BinaryOperatorKind kind, int order) => kind switch
    {
        BinaryOperatorKind.Equals => order == 0,
        BinaryOperatorKind.NotEquals => order != 0,
        BinaryOperatorKind.LessThan => order < 0,
        BinaryOperatorKind.LessThanOrEqual => order <= 0,
        BinaryOperatorKind.GreaterThan => order > 0,
        BinaryOperatorKind.GreaterThanOrEqual => order >= 0,
        _ => null,
    };

    // Not by CompareTo, for which NaN is in order.
    private static object? Comparison(BinaryOperatorKind kind, double a, double b) => kind switch
    {
        BinaryOperatorKind.Equals => a == b,
        BinaryOperatorKind.NotEquals => a != b,
        BinaryOperatorKind.LessThan => a < b,
        BinaryOperatorKind.LessThanOrEqual => a <= b,
        BinaryOperatorKind.GreaterThan => a > b,
        BinaryOperatorKind.GreaterThanOrEqual => a >= b,
        _ => null,
    };
}
