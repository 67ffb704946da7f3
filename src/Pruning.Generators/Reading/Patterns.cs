using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Pruning.Generators.Reading.Values;

namespace Pruning.Generators.Reading;

/// <content>Patterns, <c>switch</c> statements and <c>switch</c> expressions.</content>
internal sealed partial class Interpreter
{
    /// <summary>The objects whose properties are being matched, innermost last.</summary>
    private readonly Stack<Value> _patternInputs = new();

    /// <summary>Whether a value matches: a truth value, a condition of the run, or unknown.</summary>
    private Value Matches(Value value, IPatternOperation pattern)
    {
        Step(pattern);
        if (value is ChoiceValue choice)
        {
            Value matches = OfBoth(choice, side => Matches(side, pattern));
            return matches is Constant { Content: true } && pattern is not IDiscardPatternOperation
                ? Unknown(pattern, "which of two values matches is known only at run time")
                : matches;
        }

        switch (pattern)
        {
            case IConstantPatternOperation constant:
                Value expected = Evaluate(constant.Value);
                if (value is RuntimeCondition condition && expected is Constant { Content: bool wanted })
                {
                    return wanted ? condition : condition.Negated();
                }

                return value is RunProperty
                    ? Apply(BinaryOperatorKind.Equals, value, expected, constant, isChecked: false)
                    : Known(Same(value, expected), value, pattern);
            case IDiscardPatternOperation:
                return Constant.True;
            case IDeclarationPatternOperation declaration:
                return MatchesDeclaration(value, declaration);
            case ITypePatternOperation type:
                return Known(IsOfType(value, Resolve(type.MatchedType)!), value, pattern);
            case INegatedPatternOperation negated:
                return Matches(value, negated.Pattern) switch
                {
                    Constant { Content: bool truth } => Constant.Of(!truth),
                    RuntimeCondition open => open.Negated(),
                    var unknown => unknown,
                };
            case IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.Or } either:
                return Or(Matches(value, either.LeftPattern), () => Matches(value, either.RightPattern));
            case IBinaryPatternOperation both:
                return And(Matches(value, both.LeftPattern), () => Matches(value, both.RightPattern));
            case IRelationalPatternOperation relational:
                return value is Constant { Content: null }
                    ? Constant.False
                    : Apply(relational.OperatorKind, value, Evaluate(relational.Value), relational, isChecked: false);
            case IRecursivePatternOperation recursive:
                return MatchesRecursive(value, recursive);
            case IListPatternOperation list:
                return MatchesList(value, list);
            default:
                return Unknown(pattern, "patterns of this kind are not supported");
        }
    }

    private Value Known(bool? truth, Value value, IOperation site) =>
        truth is { } known ? Constant.Of(known) : value is UnknownValue ? value : Unknown(site, "whether this matches is not known");

    private Value MatchesDeclaration(Value value, IDeclarationPatternOperation declaration)
    {
        Value matches = declaration.MatchesNull || declaration.MatchedType is null
            ? Constant.True
            : value is SymbolicNumber ? Constant.True
            : Known(IsOfType(value, Resolve(declaration.MatchedType)!), value, declaration);
        if (declaration.DeclaredSymbol is { } variable && matches is not Constant { Content: false })
        {
            Declare(variable, value);
        }

        return matches;
    }

    private Value MatchesRecursive(Value value, IRecursivePatternOperation recursive)
    {
        Value matches = value is Constant { Content: null } ? Constant.False
            : recursive.MatchedType is { } type && IsOfType(value, Resolve(type)!) is { } isType ? Constant.Of(isType)
            : value is UnknownValue ? value
            : Constant.True;
        if (recursive.DeconstructionSubpatterns.Length > 0)
        {
            matches = And(matches, () => MatchesParts(value, recursive));
        }

        foreach (IPropertySubpatternOperation property in recursive.PropertySubpatterns)
        {
            matches = And(matches, () => Matches(MemberOf(value, property.Member), property.Pattern));
        }

        if (recursive.DeclaredSymbol is { } variable && matches is not Constant { Content: false })
        {
            Declare(variable, value);
        }

        return matches;
    }

    private Value MatchesParts(Value value, IRecursivePatternOperation recursive)
    {
        IReadOnlyList<Value> parts = PartsOf(value, recursive.DeconstructionSubpatterns.Length, recursive);
        Value matches = Constant.True;
        for (int i = 0; i < parts.Count; i++)
        {
            int part = i;
            matches = And(matches, () => Matches(parts[part], recursive.DeconstructionSubpatterns[part]));
        }

        return matches;
    }

    private Value MemberOf(Value value, IOperation member)
    {
        _patternInputs.Push(value);
        try
        {
            return Evaluate(member);
        }
        finally
        {
            _patternInputs.Pop();
        }
    }

    private Value MatchesList(Value value, IListPatternOperation list)
    {
        if (value is not ISequence sequence)
        {
            return Known(value is Constant { Content: null } ? false : null, value, list);
        }

        var items = sequence.Items.ToList();
        int slice = list.Patterns.ToList().FindIndex(pattern => pattern is ISlicePatternOperation);
        if (slice < 0 ? items.Count != list.Patterns.Length : items.Count < list.Patterns.Length - 1)
        {
            return Constant.False;
        }

        Value matches = Constant.True;
        for (int i = 0; i < list.Patterns.Length; i++)
        {
            int from = slice >= 0 && i > slice ? items.Count - (list.Patterns.Length - i) : i;
            IPatternOperation pattern = list.Patterns[i];
            if (pattern is ISlicePatternOperation { Pattern: { } part })
            {
                IEnumerable<Value> middle = items.Skip(i).Take(items.Count - list.Patterns.Length + 1);
                var rest = new ArrayValue(compilation.GetSpecialType(SpecialType.System_Object), middle, _journal);
                matches = And(matches, () => Matches(rest, part));
            }
            else if (pattern is not ISlicePatternOperation)
            {
                matches = And(matches, () => Matches(items[from], pattern));
            }
        }

        return matches;
    }

    private Value EvaluateSwitch(ISwitchExpressionOperation choice)
    {
        Value value = Evaluate(choice.Value);
        return EvaluateArms(choice, value, 0);
    }

    private Value EvaluateArms(ISwitchExpressionOperation choice, Value value, int from)
    {
        if (from == choice.Arms.Length)
        {
            throw Throws("System.Runtime.CompilerServices.SwitchExpressionException", "no arm matches", choice.Syntax);
        }

        ISwitchExpressionArmOperation arm = choice.Arms[from];
        return InBlock(() =>
        {
            Value matches = Matches(value, arm.Pattern);
            if (arm.Guard is { } guard)
            {
                matches = And(matches, () => Evaluate(guard));
            }

            return Choose(matches, arm.Syntax, () => Evaluate(arm.Value), () => EvaluateArms(choice, value, from + 1));
        });
    }

    private Completion ExecuteSwitch(ISwitchOperation choice)
    {
        Value value = Evaluate(choice.Value);
        return InBlock(() =>
        {
            ISwitchCaseOperation? chosen = null;
            foreach (ISwitchCaseOperation section in choice.Cases)
            {
                foreach (ICaseClauseOperation clause in section.Clauses.Where(clause => clause is not IDefaultCaseClauseOperation))
                {
                    switch (Needed(MatchesClause(value, clause)))
                    {
                        case Constant { Content: true }:
                            chosen ??= section;
                            break;
                        case Constant { Content: false }:
                            break;
                        default:
                            throw Stop(clause, "which case is taken is known only at run time");
                    }

                    if (chosen is not null)
                    {
                        break;
                    }
                }

                if (chosen is not null)
                {
                    break;
                }
            }

            chosen ??= choice.Cases.FirstOrDefault(section => section.Clauses.Any(clause => clause is IDefaultCaseClauseOperation));
            if (chosen is null)
            {
                return Completion.Normal;
            }

            int open = _frame.OpenBranches.Count;
            return Rejoin(Ending.Break, open, ExecuteAll(chosen.Body, 0));
        });
    }

    private Value MatchesClause(Value value, ICaseClauseOperation clause) => clause switch
    {
        ISingleValueCaseClauseOperation single => Known(Same(value, Evaluate(single.Value)), value, clause),
        IPatternCaseClauseOperation pattern => And(
            Matches(value, pattern.Pattern), () => pattern.Guard is { } guard ? Evaluate(guard) : Constant.True),
        IRelationalCaseClauseOperation relational =>
            Apply(relational.Relation, value, Evaluate(relational.Value), clause, isChecked: false),
        _ => Unknown(clause, "cases of this kind are not supported"),
    };
}
