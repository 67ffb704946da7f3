using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Pruning.Generators.Reading.Values;

namespace Pruning.Generators.Reading;

/// <summary>Something that can be read and assigned, with its object and positions already evaluated.</summary>
internal sealed class Target(Func<Value> read, Action<Value> write, Place<Value>? place = null)
{
    public Target(Place<Value> place)
        : this(() => place.Content, value => place.Content = value, place)
    {
    }

    /// <summary>The variable itself, for <c>ref</c> and <c>out</c>; null for properties and indexers.</summary>
    public Place<Value>? Place { get; } = place;

    public Value Read() => read();

    public void Write(Value value) => write(value);
}

/// <content>Variables, fields, properties and elements, and assignment to them.</content>
internal sealed partial class Interpreter
{
    private Target TargetOf(IOperation expression)
    {
        switch (expression)
        {
            case ILocalReferenceOperation { IsDeclaration: true } local:
                Declare(local.Local, Constant.Null);
                return new Target(_scope.Find(local.Local)!);
            case ILocalReferenceOperation local:
                return new Target(Variable(local.Local, local));
            case IDeclarationExpressionOperation declaration:
                return TargetOf(declaration.Expression);
            case IParameterReferenceOperation parameter:
                return ParameterTarget(parameter);
            case IFieldReferenceOperation field:
                return FieldTarget(field);
            case IPropertyReferenceOperation property:
                return PropertyTarget(property);
            case IArrayElementReferenceOperation element:
                return ElementTarget(element);
            case IImplicitIndexerReferenceOperation element:
                return ImplicitIndexTarget(element);
            case IDiscardOperation:
                return new Target(NewPlace(Constant.Null));
            case IParenthesizedOperation parenthesized:
                return TargetOf(parenthesized.Operand);
            case IConversionOperation { OperatorMethod: null } conversion:
                return TargetOf(conversion.Operand);
            case IInstanceReferenceOperation instance:
                return new Target(() => InstanceOf(instance), _ => throw Stop(instance, "'this' cannot be replaced"));
            default:
                throw Stop(expression, "this cannot be assigned to");
        }
    }

    private Place<Value> Variable(ISymbol variable, IOperation at) =>
        _scope.Find(variable) ?? throw Stop(at, "the variable has no value yet");

    private Target ParameterTarget(IParameterReferenceOperation reference)
    {
        if (_scope.Find(reference.Parameter) is { } place)
        {
            return new Target(place);
        }

        if (reference.Parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor }
            && _frame.Receiver is InstanceValue instance)
        {
            // A primary constructor's parameter that a member captures lives in the object. A module in it would be registered under a
            // name that the compiler makes up.
            Place<Value> captured = instance.Field(reference.Parameter);
            return captured.Content is ModuleValue
                ? throw Stop(reference, "a module is kept in a captured constructor parameter; keep it in a field")
                : new Target(captured);
        }

        throw Stop(reference, "the parameter has no value here");
    }

    private Target FieldTarget(IFieldReferenceOperation reference)
    {
        IFieldSymbol field = reference.Field;
        if (reference.Instance is null)
        {
            return StaticTarget(field, reference);
        }

        Value receiver = Evaluate(reference.Instance);
        if (receiver is TupleValue tuple && TupleIndex(field) is { } index)
        {
            return ItemTarget(reference.Instance, tuple, index, reference);
        }

        if (receiver is InstanceValue instance && Sources.Has(field.AssociatedSymbol ?? field))
        {
            return IsRunning ? Carried.Watch(instance.Field(field), field) : new Target(instance.Field(field));
        }

        if (receiver is ModuleValue owner && IsTorch(field) && field.Name == "_internal_submodules")
        {
            return Unwritable(new Submodules(owner), reference);
        }

        if (receiver is CodeConstant constant)
        {
            return Unwritable(new CodeConstant($"{constant.Code}.{field.Name}", field.Type), reference);
        }

        if (receiver is ModuleValue && IsTorch(field))
        {
            return Unwritable(new IgnoredObject(Unknown(reference, "a module's own fields are not followed").Cause), reference);
        }

        return Unwritable(Lost(receiver, reference, "the field is not known"), reference);
    }

    private Target ItemTarget(IOperation owner, TupleValue tuple, int index, IOperation site) => new(
        () => tuple.Items[index],
        value =>
        {
            Target whole = TargetOf(owner);
            whole.Write(new TupleValue(((TupleValue)whole.Read()).Items.SetItem(index, value)));
        });

    private static int? TupleIndex(IFieldSymbol field)
    {
        string name = (field.CorrespondingTupleField ?? field).Name;
        return name.StartsWith("Item", StringComparison.Ordinal) && int.TryParse(name.Substring(4), out int number) ? number - 1 : null;
    }

    private Target PropertyTarget(IPropertyReferenceOperation reference)
    {
        IPropertySymbol property = reference.Property;
        Value? receiver = reference.Instance is null ? null : Evaluate(reference.Instance);
        if (IsTorch(property))
        {
            return TorchPropertyTarget(reference, receiver);
        }

        List<Bound> arguments = Bind(reference.Arguments);
        if (receiver is InstanceValue { Type.IsAnonymousType: true } anonymous)
        {
            return new Target(anonymous.Field(property));
        }

        if (!Sources.Has(property))
        {
            return LibraryPropertyTarget(reference, receiver, arguments);
        }

        if (receiver is UnknownValue or IgnoredObject)
        {
            return Unwritable(receiver, reference);
        }

        property = IsBaseAccess(reference.Instance) ? property : Overriding(property, receiver);
        return new Target(
            () => ReadProperty(property, receiver, arguments, reference),
            value => WriteProperty(property, receiver, arguments, value, reference));
    }

    private Value ReadProperty(IPropertySymbol property, Value? receiver, List<Bound> arguments, IOperation site)
    {
        if (property.GetMethod is { } getter && HasBody(getter))
        {
            return Call(getter, receiver, arguments, site);
        }

        return BackingField(property) is { } field
            ? BackingTarget(field, receiver, site).Read()
            : Unknown(site, "the property has no body");
    }

    private void WriteProperty(IPropertySymbol property, Value? receiver, List<Bound> arguments, Value value, IOperation site)
    {
        if (property.SetMethod is { } setter && HasBody(setter))
        {
            Call(setter, receiver, [.. arguments, new Bound(setter.Parameters[setter.Parameters.Length - 1], value, null, null)], site);
        }
        else if (BackingField(property) is { } field)
        {
            BackingTarget(field, receiver, site).Write(value);
        }
        else
        {
            throw Stop(site, "the property has no body");
        }
    }

    private Target BackingTarget(IFieldSymbol field, Value? receiver, IOperation site) => receiver switch
    {
        null when field.IsStatic => new Target(StaticPlace(field, site)),
        InstanceValue instance when IsRunning => Carried.Watch(instance.Field(field), field),
        InstanceValue instance => new Target(instance.Field(field)),
        _ => throw Stop(site, "the object is not known"),
    };

    private bool HasBody(IMethodSymbol accessor) =>
        Sources.Body(accessor) is not (null or IMethodBodyOperation { BlockBody: null, ExpressionBody: null });

    private static IFieldSymbol? BackingField(IPropertySymbol property) =>
        property.OriginalDefinition.ContainingType.GetMembers().OfType<IFieldSymbol>()
            .FirstOrDefault(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property.OriginalDefinition));

    private Target ElementTarget(IArrayElementReferenceOperation element)
    {
        Value array = Evaluate(element.ArrayReference);
        return element.Indices.Length == 1
            ? Indexed(array, Evaluate(element.Indices[0]), element)
            : Indexed(array, [.. element.Indices.Select(Evaluate)], element);
    }

    /// <summary>One element of an array of several dimensions.</summary>
    private Target Indexed(Value value, IReadOnlyList<Value> indices, IOperation site)
    {
        if (value is not ArrayValue array || array.Lengths.Length != indices.Count)
        {
            return Unwritable(Lost(value, site, "what is indexed is not known"), site);
        }

        int place = 0;
        for (int i = 0; i < indices.Count; i++)
        {
            int length = array.Lengths[i];
            if (PositionOf(indices[i], length) is not { } position)
            {
                return Unwritable(indices[i] is UnknownValue ? indices[i] : Unknown(site, "the position is not known"), site);
            }

            place = position >= 0 && position < length
                ? (place * length) + position
                : throw Throws(
                    "System.IndexOutOfRangeException", FormattableString.Invariant($"position {position} of {length}"), site.Syntax);
        }

        return new Target(array[place]);
    }

    private Target ImplicitIndexTarget(IImplicitIndexerReferenceOperation element)
    {
        Value receiver = Evaluate(element.Instance);
        return Indexed(receiver, Evaluate(element.Argument), element);
    }

    /// <summary>One element of an array or list, or a part of it.</summary>
    private Target Indexed(Value sequence, Value index, IOperation site)
    {
        if (index is RangeValue range)
        {
            return Unwritable(Slice(sequence, range, site), site);
        }

        int? count = CountOf(sequence);
        if (count is null || PositionOf(index, count.Value) is not { } position)
        {
            return Unwritable(index is UnknownValue ? index : Lost(sequence, site, "the position is not known"), site);
        }

        if (position < 0 || position >= count)
        {
            throw Throws("System.IndexOutOfRangeException", FormattableString.Invariant($"position {position} of {count}"), site.Syntax);
        }

        return sequence switch
        {
            ArrayValue array => new Target(array[position]),
            ListValue list => new Target(() => list.Content[position], value => list.Content = list.Content.SetItem(position, value)),
            ContainerValue { Kind: not ContainerKind.Dictionary } container => new Target(
                () => container.Entries[position].Module,
                value => container.Entries = container.Entries.SetItem(position, (container.Entries[position].Name, value))),
            Constant { Content: string text } => Unwritable(Constant.Of(text[position]), site),
            ISequence lazy => Unwritable(lazy.Items.ElementAt(position), site),
            _ => Unwritable(Unknown(site, "what is indexed is not known"), site),
        };
    }

    private Target Unwritable(Value value, IOperation site) => new(
        () => value,
        _ =>
        {
            if (value is not IgnoredObject)
            {
                throw value is UnknownValue unknown ? new ReadingStopped(unknown.Cause) : Stop(site, "this cannot be assigned to");
            }
        });

    /// <summary>What is left of a member of something that is unknown, ignored or null.</summary>
    private Value Lost(Value receiver, IOperation site, string reason) => receiver switch
    {
        UnknownValue or IgnoredObject => receiver,
        Constant { Content: null } => throw Throws("System.NullReferenceException", "the object is null", site.Syntax),
        _ => Unknown(site, reason),
    };

    private static int? CountOf(Value sequence) => sequence switch
    {
        ArrayValue array => array.Count,
        ListValue list => list.Content.Count,
        DictionaryValue dictionary => dictionary.Content.Count,
        ContainerValue container => container.Entries.Count,
        Constant { Content: string text } => text.Length,
        _ => null,
    };

    private static int? PositionOf(Value index, int count) => index switch
    {
        Constant { Content: { } number } when Numbers.IsInteger(number) => (int)Numbers.ToInt64(number),
        IndexValue { Position: Constant { Content: { } number }, FromEnd: var fromEnd } when Numbers.IsInteger(number) =>
            fromEnd ? count - (int)Numbers.ToInt64(number) : (int)Numbers.ToInt64(number),
        _ => null,
    };

    private Value Slice(Value sequence, RangeValue range, IOperation site)
    {
        if (CountOf(sequence) is not { } count
            || (range.Start is null ? 0 : PositionOf(range.Start, count)) is not { } start
            || (range.End is null ? count : PositionOf(range.End, count)) is not { } end)
        {
            return Lost(sequence, site, "the range is not known");
        }

        if (start < 0 || end > count || start > end)
        {
            throw Throws("System.ArgumentOutOfRangeException", FormattableString.Invariant($"{start}..{end} of {count}"), site.Syntax);
        }

        return sequence switch
        {
            Constant { Content: string text } => Constant.Of(text.Substring(start, end - start)),
            ArrayValue array => new ArrayValue(array.ElementType, array.Items.Skip(start).Take(end - start).ToList(), _journal),
            ListValue list => new ListValue(list.Type, list.Items.Skip(start).Take(end - start).ToList(), _journal),
            ContainerValue { Kind: ContainerKind.Sequential } container => PartOf(container, start, end, site),
            _ => Unknown(site, "ranges of this are not supported"),
        };
    }

    private Value Assign(ISimpleAssignmentOperation assignment)
    {
        Target target = TargetOf(assignment.Target);
        Value value = Evaluate(assignment.Value);
        if (assignment.Target is ILocalReferenceOperation { Local.Name: var name })
        {
            Name(value, name, isDisposed: false);
        }

        target.Write(Copied(value));
        return value;
    }

    private Value AssignCompound(ICompoundAssignmentOperation assignment)
    {
        Target target = TargetOf(assignment.Target);
        Value left = target.Read();
        if (left is FunctionValue || assignment.Target is IEventReferenceOperation)
        {
            throw Stop(assignment, "combining delegates is not supported");
        }

        Value value = CompoundResult(assignment, left, Evaluate(assignment.Value));
        if (assignment.Target is ILocalReferenceOperation { Local.Name: var name })
        {
            Name(value, name, isDisposed: false);
        }

        target.Write(value);
        return value;
    }

    private Value AssignCoalesce(ICoalesceAssignmentOperation assignment)
    {
        Target target = TargetOf(assignment.Target);
        Value current = target.Read();
        return Choose(IsNull(current), assignment.Target.Syntax, Write, () => Settled(current));

        Value Write()
        {
            Value value = Evaluate(assignment.Value);
            target.Write(Copied(value));
            return value;
        }
    }

    private Value Increment(IIncrementOrDecrementOperation increment)
    {
        Target target = TargetOf(increment.Target);
        Value before = target.Read();
        BinaryOperatorKind kind = increment.Kind == OperationKind.Increment ? BinaryOperatorKind.Add : BinaryOperatorKind.Subtract;
        Value after = before switch
        {
            Constant { Content: { } number } when Numbers.IsNumber(number) => Constant.Of(Stepped(kind, number, increment.IsChecked)),
            SymbolicNumber { Size: var size } => SymbolicNumber.Of(
                kind == BinaryOperatorKind.Add ? size + 1 : size - 1, increment.Type?.SpecialType ?? SpecialType.System_Int64),
            UnknownValue => before,
            _ => throw Stop(increment, "this cannot be counted up or down"),
        };
        target.Write(after);
        return increment.IsPostfix ? before : after;
    }

    private static object? Stepped(BinaryOperatorKind kind, object number, bool isChecked)
    {
        // Small integers are computed as int and converted back, as the language says.
        SpecialType type = Type.GetTypeCode(number.GetType()) switch
        {
            TypeCode.SByte => SpecialType.System_SByte,
            TypeCode.Byte => SpecialType.System_Byte,
            TypeCode.Int16 => SpecialType.System_Int16,
            TypeCode.UInt16 => SpecialType.System_UInt16,
            TypeCode.Int32 => SpecialType.System_Int32,
            TypeCode.UInt32 => SpecialType.System_UInt32,
            TypeCode.Int64 => SpecialType.System_Int64,
            TypeCode.UInt64 => SpecialType.System_UInt64,
            TypeCode.Single => SpecialType.System_Single,
            TypeCode.Double => SpecialType.System_Double,
            _ => SpecialType.System_Decimal,
        };
        bool isSmall = type is SpecialType.System_SByte or SpecialType.System_Byte or SpecialType.System_Int16 or SpecialType.System_UInt16;
        SpecialType computed = isSmall ? SpecialType.System_Int32 : type;
        object? result = Numbers.Binary(kind, Numbers.Convert(number, computed), Numbers.Convert(1, computed), isChecked);
        return result is null ? null : Numbers.Convert(result, type, isChecked);
    }

    private Value Deconstruct(IOperation target, Value value)
    {
        if (target is IDeclarationExpressionOperation declaration)
        {
            return Deconstruct(declaration.Expression, value);
        }

        if (target is not ITupleOperation tuple)
        {
            TargetOf(target).Write(Copied(value));
            if (target is ILocalReferenceOperation { Local.Name: var name })
            {
                Name(value, name, isDisposed: false);
            }

            return value;
        }

        IReadOnlyList<Value> parts = PartsOf(value, tuple.Elements.Length, target);
        for (int i = 0; i < tuple.Elements.Length; i++)
        {
            Deconstruct(tuple.Elements[i], parts[i]);
        }

        return value;
    }

    private IReadOnlyList<Value> PartsOf(Value value, int count, IOperation site)
    {
        switch (value)
        {
            case UnknownValue:
                return [.. Enumerable.Repeat(value, count)];
            case TupleValue tuple when tuple.Items.Length == count:
                return tuple.Items;
            case InstanceValue instance when Deconstructor(instance.Type, count) is { } method:
                return RunDeconstructor(method, instance, site);
            default:
                throw Stop(site, "this cannot be taken apart");
        }
    }

    private static IMethodSymbol? Deconstructor(INamedTypeSymbol type, int count) =>
        type.GetMembers("Deconstruct").OfType<IMethodSymbol>().FirstOrDefault(method =>
            method.Parameters.Length == count && method.Parameters.All(parameter => parameter.RefKind == RefKind.Out));

    private IReadOnlyList<Value> RunDeconstructor(IMethodSymbol method, InstanceValue instance, IOperation site)
    {
        if (!Sources.Has(method) || Sources.Body(method) is null)
        {
            // A record's own: its positional properties, in order.
            return
            [
                .. method.Parameters.Select(parameter =>
                    instance.Type.GetMembers(parameter.Name).OfType<IPropertySymbol>().FirstOrDefault() is { } property
                    ? ReadProperty(property, instance, [], site)
                    : throw Stop(site, "this record cannot be taken apart")),
            ];
        }

        var places = method.Parameters.Select(_ => NewPlace(Constant.Null)).ToList();
        Call(method, instance, [.. method.Parameters.Select((parameter, i) => new Bound(parameter, Constant.Null, places[i], null))], site);
        return [.. places.Select(place => place.Content)];
    }
}
