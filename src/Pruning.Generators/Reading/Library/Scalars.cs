using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Pruning.Generators.Reading.Values;

namespace Pruning.Generators.Reading;

/// <content>Mathematics, numbers and strings.</content>
internal sealed partial class Interpreter
{
    private Value? CallMath(LibraryCall call)
    {
        if (call.Bound.Select(argument => argument.Value).FirstOrDefault(value => value is UnknownValue) is { } unknown)
        {
            return unknown;
        }

        if (call.Name is "Max" or "Min")
        {
            Value isLess = Apply(BinaryOperatorKind.LessThan, call[0], call[1], call.Site, isChecked: false);
            return isLess is Constant { Content: bool less } ? less == (call.Name == "Min") ? call[0] : call[1] : isLess;
        }

        object[] numbers = [.. call.Bound.Select(argument => (argument.Value as Constant)?.Content).OfType<object>()];
        if (numbers.Length != call.Count)
        {
            return null;
        }

        object? result = numbers switch
        {
            [var x] when Numbers.IsInteger(x) => OfInteger(call.Name, x),
            [decimal x] => OfDecimal(call.Name, x),
            [var x] => OfReal(call.Name, Numbers.ToDouble(x)),
            [var x, var y] when Numbers.IsNumber(x) && Numbers.IsNumber(y) => OfTwo(call.Name, Numbers.ToDouble(x), Numbers.ToDouble(y), y),
            [var x, var low, var high] when call.Name == "Clamp" => Clamped(x, low, high),
            _ => null,
        };
        return result is null ? null : Constant.Of(
            Numbers.IsNumeric(call.Method.ReturnType.SpecialType) ? Numbers.Convert(result, call.Method.ReturnType.SpecialType) : result);
    }

    /// <summary>Large whole numbers are followed as far as they fit into 64 bits.</summary>
    private static Constant? CallBigInteger(LibraryCall call)
    {
        long[] numbers = [.. call.Bound.Select(argument => (argument.Value as Constant)?.Content)
            .Where(content => content is not null && Numbers.IsInteger(content)).Select(content => Numbers.ToInt64(content!))];
        return call is { Name: "GreatestCommonDivisor", Count: 2 } && numbers.Length == 2
            ? Constant.Of((long)System.Numerics.BigInteger.GreatestCommonDivisor(numbers[0], numbers[1]))
            : null;
    }

    private static object? OfInteger(string name, object x) => name switch
    {
        "Abs" => Math.Abs(Numbers.ToInt64(x)),
        "Sign" => Math.Sign(Numbers.ToInt64(x)),
        "BigMul" => null,
        _ => OfReal(name, Numbers.ToDouble(x)),
    };

    private static object? OfDecimal(string name, decimal x) => name switch
    {
        "Abs" => Math.Abs(x),
        "Ceiling" => Math.Ceiling(x),
        "Floor" => Math.Floor(x),
        "Round" => Math.Round(x),
        "Truncate" => Math.Truncate(x),
        _ => null,
    };

    private static object? OfReal(string name, double x) => name switch
    {
        "Sqrt" => Math.Sqrt(x),
        "Abs" => Math.Abs(x),
        "Ceiling" => Math.Ceiling(x),
        "Floor" => Math.Floor(x),
        "Round" => Math.Round(x),
        "Truncate" => Math.Truncate(x),
        "Exp" => Math.Exp(x),
        "Log" => Math.Log(x),
        "Log2" => Math.Log(x, 2),
        "Log10" => Math.Log10(x),
        "Sin" => Math.Sin(x),
        "Cos" => Math.Cos(x),
        "Tan" => Math.Tan(x),
        "Tanh" => Math.Tanh(x),
        "Sign" => Math.Sign(x),
        "Cbrt" => x < 0 ? -Math.Pow(-x, 1.0 / 3) : Math.Pow(x, 1.0 / 3),
        _ => null,
    };

    private static object? OfTwo(string name, double x, double y, object second) => name switch
    {
        "Pow" => Math.Pow(x, y),
        "Log" => Math.Log(x, y),
        "Round" when second is int digits => Math.Round(x, digits),
        "Atan2" => Math.Atan2(x, y),
        _ => null,
    };

    private static object? Clamped(object x, object low, object high) =>
        Numbers.Binary(BinaryOperatorKind.LessThan, x, low, isChecked: false) is true ? low
        : Numbers.Binary(BinaryOperatorKind.GreaterThan, x, high, isChecked: false) is true ? high
        : x;

    private Value? CallConvert(LibraryCall call)
    {
        if (call.Count != 1 || call[0] is not Constant { Content: { } content } || !Numbers.IsNumeric(call.Method.ReturnType.SpecialType))
        {
            return null;
        }

        // Unlike a cast, it rounds to the nearest, ties to even.
        object rounded = content switch
        {
            double number when Numbers.IsInteger(call.Method.ReturnType.SpecialType) => Math.Round(number),
            float number when Numbers.IsInteger(call.Method.ReturnType.SpecialType) => Math.Round((double)number),
            bool truth => truth ? 1 : 0,
            _ => content,
        };
        return Numbers.IsNumber(rounded) ? ConvertNumber(rounded, call.Method.ReturnType.SpecialType, isChecked: true, call.Site) : null;
    }

    private Value? CallNumber(LibraryCall call)
    {
        SpecialType type = call.Method.ContainingType.SpecialType;
        if (!Numbers.IsNumeric(type))
        {
            return null;
        }

        switch (call.Name)
        {
            case "CompareTo" when call.Receiver is Constant { Content: IComparable left } && call[0] is Constant { Content: { } right }:
                return Constant.Of(left.CompareTo(right));
            case "Parse" when call[0] is Constant { Content: string text } && call.Count == 1
                && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number):
                return ConvertNumber(number, type, isChecked: true, call.Site);
            case "Max" or "Min":
                return CallMath(call);
            default:
                return null;
        }
    }

    private Value? CallString(LibraryCall call)
    {
        if (call.Method.IsStatic)
        {
            return CallStaticString(call);
        }

        if (call.Receiver is not Constant { Content: string text })
        {
            return null;
        }

        string? first = call.Count > 0 && call[0] is Constant { Content: string or char } given ? given.Content!.ToString() : null;
        switch (call.Name)
        {
            case "ToLower" or "ToLowerInvariant":
                return Constant.Of(text.ToLowerInvariant());
            case "ToUpper" or "ToUpperInvariant":
                return Constant.Of(text.ToUpperInvariant());
            case "Trim" when call.Count == 0:
                return Constant.Of(text.Trim());
            case "Contains" when first is not null && call.Count == 1:
                return Constant.Of(text.Contains(first));
            case "StartsWith" when first is not null:
                return Constant.Of(text.StartsWith(first, ComparisonOf(call)));
            case "EndsWith" when first is not null:
                return Constant.Of(text.EndsWith(first, ComparisonOf(call)));
            case "Equals" when first is not null:
                return Constant.Of(text.Equals(first, ComparisonOf(call)));
            case "IndexOf" when first is not null && call.Count == 1:
                return Constant.Of(text.IndexOf(first, StringComparison.Ordinal));
            case "Replace" when first is { Length: > 0 } && call[1] is Constant { Content: string or char } with && call.Count == 2:
                return Constant.Of(text.Replace(first, with.Content!.ToString()));
            case "Substring" when call.Bound.All(argument => argument.Value is Constant { Content: int }):
                int[] bounds = [.. call.Bound.Select(argument => (int)((Constant)argument.Value).Content!)];
                return Constant.Of(bounds.Length == 1 ? text.Substring(bounds[0]) : text.Substring(bounds[0], bounds[1]));
            case "Split" when first is { Length: > 0 } || (call.Count > 0 && call[0] is ISequence):
                return Split(text, call);
            case "ToString":
                return call.Receiver;
            case "ToCharArray":
                return new ArrayValue(
                    compilation.GetSpecialType(SpecialType.System_Char), text.Select(character => Constant.Of(character)), _journal);
            case "CompareTo" when first is not null:
                return Constant.Of(string.CompareOrdinal(text, first));
            default:
                return null;
        }
    }

    private static StringComparison ComparisonOf(LibraryCall call) =>
        call.Bound.Select(argument => argument.Value).OfType<EnumConstant>().Where(constant => constant.Type.Name == "StringComparison")
            .Any(constant => MemberOf(constant)?.Name.EndsWith("IgnoreCase", StringComparison.Ordinal) == true)
            ? StringComparison.OrdinalIgnoreCase
            : StringComparison.Ordinal;

    private Value? Split(string text, LibraryCall call)
    {
        string[] separators = call[0] switch
        {
            ISequence several => [.. several.Items.OfType<Constant>().Select(item => item.Content?.ToString() ?? "")],
            Constant { Content: { } one } => [one.ToString()!],
            _ => [],
        };
        bool dropsEmpty = call.Bound.Select(argument => argument.Value).OfType<EnumConstant>()
            .Any(constant => constant.Type.Name == "StringSplitOptions" && Numbers.ToInt64(constant.Number) % 2 == 1);
        string[] parts = text.Split(separators, dropsEmpty ? StringSplitOptions.RemoveEmptyEntries : StringSplitOptions.None);
        return new ArrayValue(compilation.GetSpecialType(SpecialType.System_String), parts.Select(part => Constant.Of(part)), _journal);
    }

    private Value? CallStaticString(LibraryCall call)
    {
        switch (call.Name)
        {
            case "IsNullOrEmpty" when call[0] is Constant { Content: string or null } text:
                return Constant.Of(string.IsNullOrEmpty(text.Content as string));
            case "IsNullOrWhiteSpace" when call[0] is Constant { Content: string or null } text:
                return Constant.Of(string.IsNullOrWhiteSpace(text.Content as string));
            case "Equals" when call[0] is Constant { Content: string or null } a && call[1] is Constant { Content: string or null } b:
                return Constant.Of(string.Equals(a.Content as string, b.Content as string, ComparisonOf(call)));
        }

        IEnumerable<Value> parts = call.Bound.Skip(call.Name is "Join" or "Format" ? 1 : 0)
            .SelectMany(argument => argument.Value is ISequence several ? several.Items : [argument.Value]);
        string?[] texts = [.. parts.Select(part => Text(part))];
        if (texts.Contains(null))
        {
            return Unknown(call.Site, "the text is not known");
        }

        return call.Name switch
        {
            "Join" when Text(call[0]) is { } separator => Constant.Of(string.Join(separator, texts)),
            "Concat" => Constant.Of(string.Concat(texts)),
            "Format" when call[0] is Constant { Content: string format } =>
                Constant.Of(string.Format(CultureInfo.InvariantCulture, format, texts)),
            _ => null,
        };
    }
}
