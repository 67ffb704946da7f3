using System.Collections.Immutable;

namespace Pruning.Generators.Networks;

/// <summary>
/// A whole number that may depend on symbols such as the batch size <c>N</c>: a polynomial in canonical form, so that equal sizes are
/// equal records. What is no polynomial (an inexact quotient, a remainder) is kept as an atom of its own.
/// </summary>
public sealed class Size : IEquatable<Size>
{
    private static readonly Size Zero = new([]);

    // Most numbers of channels and pixels, which networks are full of.
    private static readonly Size[] Small = [Zero, .. Enumerable.Range(1, 1024).Select(value => Number(value))];

    private readonly ImmutableArray<Term> _terms;

    private Size(ImmutableArray<Term> terms) => _terms = terms;

    /// <summary>The terms, ordered by the text of their atoms; the constant term, if any, comes first.</summary>
    public IReadOnlyList<Term> Terms => _terms;

    /// <summary>The value, where it depends on no symbol; otherwise null.</summary>
    public long? Constant => _terms.Length switch
    {
        0 => 0,
        1 when _terms[0].Atoms.Count == 0 => _terms[0].Coefficient,
        _ => null,
    };

    /// <summary>Whether the value depends on no symbol.</summary>
    public bool IsConstant => Constant is not null;

    /// <summary>The symbols that it depends on.</summary>
    public IEnumerable<string> Symbols => _terms.SelectMany(term => term.Atoms).SelectMany(atom => atom.Symbols);

    /// <summary>A known number.</summary>
    public static Size Of(long value) => value >= 0 && value < Small.Length ? Small[value] : Number(value);

    /// <summary>An unknown number that has a name, for instance <c>N</c>.</summary>
    public static Size Symbol(string name) => new([new Term(1, EquatableArray.Of<SizeAtom>(new SymbolAtom(name)))]);

    /// <summary>Reads a number as a size.</summary>
    public static implicit operator Size(long value) => Of(value);

    /// <summary>The sum.</summary>
    public static Size operator +(Size left, Size right) => (left.Constant, right.Constant) switch
    {
        (0, _) => right,
        (_, 0) => left,
        (long a, long b) => Of(a + b),
        _ => Canonical(left._terms.Concat(right._terms)),
    };

    /// <summary>The difference.</summary>
    public static Size operator -(Size left, Size right) => left + (right * Of(-1));

    /// <summary>The product.</summary>
    public static Size operator *(Size left, Size right) => (left.Constant, right.Constant) switch
    {
        (1, _) => right,
        (_, 1) => left,
        (long a, long b) => Of(a * b),
        (0, _) or (_, 0) => Zero,
        _ => Product(left, right),
    };

    /// <summary>C#'s integer quotient (sizes are not negative, so it rounds down); exact where the division is.</summary>
    public static Size operator /(Size left, Size right)
    {
        if (left.Constant is { } a && right.Constant is { } b && b != 0)
        {
            return Of(a / b);
        }

        if (right._terms.Length == 1 && left._terms.Length > 0 && TryDivide(left, right._terms[0]) is { } exact)
        {
            return exact;
        }

        return left.Equals(right) ? Of(1) : Atom(new QuotientAtom(left, right));
    }

    /// <summary>C#'s remainder.</summary>
    public static Size operator %(Size left, Size right)
    {
        if (left.Constant is { } a && right.Constant is { } b && b != 0)
        {
            return Of(a % b);
        }

        bool divides = left.Equals(right) || (right._terms.Length == 1 && TryDivide(left, right._terms[0]) is not null);
        return divides ? Of(0) : Atom(new RemainderAtom(left, right));
    }

    /// <summary>
    /// The size as <c>factor · symbol + rest</c>, where neither of the two depends on the symbol; null where it cannot be written so.
    /// </summary>
    public (Size Factor, Size Remainder)? LinearIn(string symbol)
    {
        SizeAtom wanted = new SymbolAtom(symbol);
        var with = _terms.Where(term => term.Atoms.Contains(wanted)).ToList();
        Size factor = Canonical(with.Select(term => term.DividedBy(new Term(1, EquatableArray.Of(wanted)))!));
        Size rest = Canonical(_terms.Except(with));
        return with.Count == 0 || factor.Symbols.Contains(symbol) || rest.Symbols.Contains(symbol) ? null : (factor, rest);
    }

    /// <inheritdoc />
    public bool Equals(Size? other) => other is not null && _terms.AsSpan().SequenceEqual(other._terms.AsSpan());

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as Size);

    /// <inheritdoc />
    public override int GetHashCode() => new EquatableArray<Term>(_terms).GetHashCode();

    /// <summary>The size as an arithmetic expression, for messages.</summary>
    public override string ToString() => _terms.Length == 0 ? "0" : string.Join(" + ", _terms);

    private static Size Number(long value) => new([new Term(value, EquatableArray<SizeAtom>.Empty)]);

    private static Size Product(Size left, Size right) => Canonical(left._terms.SelectMany(a => right._terms.Select(b => a.Times(b))));

    private static Size Atom(SizeAtom atom) => new([new Term(1, EquatableArray.Of(atom))]);

    private static Size? TryDivide(Size dividend, Term divisor)
    {
        var quotients = dividend._terms.Select(term => term.DividedBy(divisor)).ToList();
        return quotients.Contains(null) ? null : Canonical(quotients.OfType<Term>());
    }

    private static Size Canonical(IEnumerable<Term> terms)
    {
        Term[] all = [.. terms];
        return new(all.Length == 1 && all[0].Coefficient != 0 ? [all[0]] :
        [
            .. all.GroupBy(term => term.Atoms)
                .Select(like => new Term(like.Sum(term => term.Coefficient), like.Key))
                .Where(term => term.Coefficient != 0)
                .OrderBy(term => string.Join("*", term.Atoms), StringComparer.Ordinal),
        ]);
    }
}

/// <summary>A coefficient times a product of atoms, which are sorted by their text.</summary>
public sealed record Term(long Coefficient, EquatableArray<SizeAtom> Atoms)
{
    /// <summary>The product of two terms.</summary>
    public Term Times(Term other) => new(Coefficient * other.Coefficient, Product(Atoms, other.Atoms));

    /// <summary>The product of two products of atoms.</summary>
    public static EquatableArray<SizeAtom> Product(EquatableArray<SizeAtom> left, EquatableArray<SizeAtom> right) =>
        left.Count == 0 ? right
        : right.Count == 0 ? left
        : left.Concat(right).OrderBy(atom => atom.ToString(), StringComparer.Ordinal).ToEquatableArray();

    /// <summary>The exact quotient, or null where there is none.</summary>
    public Term? DividedBy(Term divisor)
    {
        if (divisor.Coefficient == 0 || Coefficient % divisor.Coefficient != 0)
        {
            return null;
        }

        long quotient = Coefficient / divisor.Coefficient;
        if (divisor.Atoms.Count == 0)
        {
            return new Term(quotient, Atoms);
        }

        var rest = Atoms.ToList();
        return divisor.Atoms.All(rest.Remove) ? new Term(quotient, rest.ToEquatableArray()) : null;
    }

    /// <inheritdoc />
    public override string ToString() =>
        Atoms.Count == 0 ? Coefficient.ToString(System.Globalization.CultureInfo.InvariantCulture)
        : Coefficient == 1 ? string.Join("*", Atoms)
        : FormattableString.Invariant($"{Coefficient}*{string.Join("*", Atoms)}");
}

/// <summary>An indivisible part of a <see cref="Size"/>.</summary>
public abstract record SizeAtom
{
    /// <summary>The symbols that it depends on.</summary>
    public abstract IEnumerable<string> Symbols { get; }
}

/// <summary>A named unknown.</summary>
public sealed record SymbolAtom(string Name) : SizeAtom
{
    /// <inheritdoc />
    public override string ToString() => Name;

    /// <inheritdoc />
    public override IEnumerable<string> Symbols => [Name];
}

/// <summary>A quotient, rounded down, that no polynomial expresses.</summary>
public sealed record QuotientAtom(Size Dividend, Size Divisor) : SizeAtom
{
    /// <inheritdoc />
    public override string ToString() => $"(({Dividend}) / ({Divisor}))";

    /// <inheritdoc />
    public override IEnumerable<string> Symbols => Dividend.Symbols.Concat(Divisor.Symbols);
}

/// <summary>A remainder that no polynomial expresses.</summary>
public sealed record RemainderAtom(Size Dividend, Size Divisor) : SizeAtom
{
    /// <inheritdoc />
    public override string ToString() => $"(({Dividend}) % ({Divisor}))";

    /// <inheritdoc />
    public override IEnumerable<string> Symbols => Dividend.Symbols.Concat(Divisor.Symbols);
}
