using System.Collections.Immutable;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Coupling.Rules;

/// <summary><c>einsum</c>: dimensions of one letter unify; those that the result lacks are contracted.</summary>
internal static class EinsteinSums
{
    /// <summary>The letters that stand for the dimensions of <c>...</c>, the last one first.</summary>
    private const string Elided = "\u03b1\u03b2\u03b3\u03b4\u03b5\u03b6\u03b7\u03b8";

    /// <summary>The rule.</summary>
    public static ImmutableArray<Dim> Apply(Operation op)
    {
        Operand[] tensors = [.. op.Arguments.All.SelectMany(argument => ArgumentList.Items(argument.Value)).Where(Operation.IsTensor)];
        IReadOnlyList<ImmutableArray<Dim>> operands = op.AllShapes();
        (string[] terms, string result) = Parse(op, operands);
        var letters = new SortedDictionary<char, Dim>();
        for (int i = 0; i < terms.Length; i++)
        {
            for (int j = 0; j < terms[i].Length; j++)
            {
                char letter = terms[i][j];
                Dim dim = operands[i][j];
                letters[letter] = !letters.TryGetValue(letter, out Dim? known) || known.Length.Constant == 1 ? dim
                    : dim.Length.Constant == 1 ? known
                    : op.Unify(known, dim, $"dimension '{letter}'").Shifted(known.IsShifted && dim.IsShifted);
            }
        }

        for (int i = 0; i < terms.Length; i++)
        {
            for (int j = 0; j < terms[i].Length; j++)
            {
                bool isContracted = !result.Contains(terms[i][j]);
                bool isShared = terms.Where((_, other) => other != i).Any(term => term.Contains(terms[i][j]));
                op.Use(tensors[i], j, isContracted ? StateRole.Input : isShared ? StateRole.Channel : StateRole.Output);
            }
        }

        foreach (char letter in letters.Keys.Where(letter => !result.Contains(letter)))
        {
            if (!terms.Where((term, i) => term.Contains(letter) && tensors[i] is StateOperand).Any())
            {
                Operation.MeetWithoutWeights(letters[letter]);
            }
        }

        op.Cost(letters.Values);
        return [.. result.Select(letter => letters.TryGetValue(letter, out Dim? dim) ? dim : throw op.Clash($"'{letter}' in the result only"))];
    }

    /// <summary>The letters of each operand and of the result, one for each dimension.</summary>
    private static (string[] Terms, string Result) Parse(Operation op, IReadOnlyList<ImmutableArray<Dim>> operands)
    {
        string equation = op.Arguments.Find("equation")?.Value is LiteralOperand literal
            ? literal.Code.Trim('"').Replace(" ", "")
            : throw ArgumentList.Unknown("equation");
        string[] sides = equation.Split(["->"], StringSplitOptions.None);
        string[] terms = sides[0].Split(',');
        if (terms.Length != operands.Count)
        {
            throw op.Unsupported($"has an equation for {terms.Length} tensors: {equation}");
        }

        string longest = "";
        for (int i = 0; i < terms.Length; i++)
        {
            int elided = terms[i].Contains("...") ? operands[i].Length - (terms[i].Length - 3) : 0;
            if (elided < 0 || elided > Elided.Length || terms[i].Replace("...", "").Length + elided != operands[i].Length)
            {
                throw op.Clash($"{Operation.Text(operands[i])} for '{terms[i]}'");
            }

            string letters = Letters(elided);
            longest = letters.Length > longest.Length ? letters : longest;
            terms[i] = terms[i].Replace("...", letters);
        }

        // Without a result of its own, the letters that occur once are the result, in the order of the alphabet.
        string all = string.Concat(terms);
        string result = sides.Length == 2
            ? sides[1].Replace("...", longest)
            : longest + string.Concat(all.Where(letter => Elided.IndexOf(letter) < 0 && all.Count(other => other == letter) == 1)
                .OrderBy(letter => letter));
        return (terms, result);
    }

    private static string Letters(int count) => string.Concat(Elided.Take(count).Reverse());
}
