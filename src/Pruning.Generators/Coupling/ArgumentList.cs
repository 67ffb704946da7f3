using System.Globalization;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Coupling;

/// <summary>The arguments of an operator or layer, read as what a rule needs them to be.</summary>
internal sealed class ArgumentList(EquatableArray<Argument> arguments)
{
    /// <summary>The arguments as given.</summary>
    public EquatableArray<Argument> All => arguments;

    /// <summary>The argument of the first of these names that is given and is not <c>null</c>.</summary>
    public Argument? Find(params string[] names)
    {
        foreach (string name in names)
        {
            foreach (Argument argument in arguments)
            {
                if (argument.Name == name && argument.Value is not LiteralOperand { Code: "null" or "default" })
                {
                    return argument;
                }
            }
        }

        return null;
    }

    /// <summary>Whether one of these arguments is given.</summary>
    public bool Has(params string[] names) => Find(names) is not null;

    /// <summary>A whole number that must be known.</summary>
    public long Integer(string name) => Integer(name, null) ?? throw Unknown(name);

    /// <summary>A whole number, or a default where the argument is not given.</summary>
    public long? Integer(string name, long? fallback) =>
        Find(name) is { } argument ? SizeOf(argument.Value, name).Constant ?? throw Unknown(name) : fallback;

    /// <summary>The whole numbers in an argument: of a list, a tuple, or a single one.</summary>
    public Size[]? Sizes(params string[] names) => Find(names) is { } argument ? SizesOf(argument) : null;

    /// <summary>The whole numbers in an argument, repeated where only one is given.</summary>
    public Size[]? Sizes(int count, params string[] names) => Sizes(names) switch
    {
        null => null,
        { Length: 1 } single => [.. Enumerable.Repeat(single[0], count)],
        { } sizes when sizes.Length == count => sizes,
        _ => throw Unknown(names[0]),
    };

    /// <summary>Known whole numbers in an argument.</summary>
    public long[]? Integers(params string[] names) => Sizes(names)?.Select(size => size.Constant ?? throw Unknown(names[0])).ToArray();

    /// <summary>A truth value, or a default where the argument is not given.</summary>
    public bool Truth(string name, bool fallback) => Find(name)?.Value switch
    {
        null => fallback,
        LiteralOperand { Code: "true" } => true,
        LiteralOperand { Code: "false" } => false,
        _ => throw Unknown(name),
    };

    /// <summary>The last part of an enum member's name, or null where the argument is not given.</summary>
    public string? Member(string name) => Find(name)?.Value switch
    {
        null => null,
        LiteralOperand literal => literal.Code.Substring(literal.Code.LastIndexOf('.') + 1),
        _ => throw Unknown(name),
    };

    /// <summary>Known real numbers in an argument.</summary>
    public double[]? Numbers(params string[] names) => Find(names) is { } argument
        ? [.. Items(argument.Value).Select(item => item switch
        {
            SizeOperand { Value.Constant: { } whole } => whole,
            LiteralOperand literal when double.TryParse(
                literal.Code.TrimEnd('f', 'F', 'd', 'D'), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) => number,
            _ => throw Unknown(argument.Name),
        })]
        : null;

    /// <summary>The problem of an argument that is not what a rule needs.</summary>
    public static RuleException Unknown(string name) =>
        new(ProblemKind.UnknownArgument, $"the argument '{name}' is not known at compile time");

    /// <summary>The operands of a list, or the one operand.</summary>
    public static IEnumerable<Operand> Items(Operand operand) => operand is ListOperand list ? list.Items : [operand];

    private static Size[] SizesOf(Argument argument) => [.. Items(argument.Value).Select(item => SizeOf(item, argument.Name))];

    private static Size SizeOf(Operand operand, string name) => operand switch
    {
        SizeOperand size => size.Value,
        LiteralOperand literal when long.TryParse(
            literal.Code.TrimEnd('l', 'L'), NumberStyles.Integer, CultureInfo.InvariantCulture, out long value) => value,
        _ => throw Unknown(name),
    };
}
