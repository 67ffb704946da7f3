using System.Numerics;

namespace TorchSharp;

/// <summary>Conversions between numbers and <see cref="Scalar"/>.</summary>
public static class ScalarExtensionMethods
{
    public static Scalar ToScalar(this bool value) => value;

    public static Scalar ToScalar(this byte value) => value;

    public static Scalar ToScalar(this sbyte value) => value;

    public static Scalar ToScalar(this short value) => value;

    public static Scalar ToScalar(this int value) => value;

    public static Scalar ToScalar(this long value) => value;

    public static Scalar ToScalar(this Half value) => value;

    public static Scalar ToScalar(this float value) => value;

    public static Scalar ToScalar(this double value) => value;

    public static Scalar ToScalar(this (float, float) value) => value;

    public static Scalar ToScalar(this Complex value) => value;

    public static bool ToBoolean(this Scalar value) => value.Double != 0;

    public static byte ToByte(this Scalar value) => (byte)value.Int;

    public static sbyte ToSByte(this Scalar value) => (sbyte)value.Int;

    public static short ToInt16(this Scalar value) => (short)value.Int;

    public static int ToInt32(this Scalar value) => (int)value.Int;

    public static long ToInt64(this Scalar value) => value.Int;

    public static Half ToHalf(this Scalar value) => (Half)value.Double;

    public static float ToSingle(this Scalar value) => (float)value.Double;

    public static double ToDouble(this Scalar value) => value.Double;

    public static Complex ToComplexFloat64(this Scalar value) => value.Complex;
}
