using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Pruning.Generators.Networks;
using Pruning.Generators.Reading.Values;

namespace Pruning.Generators.Reading;

/// <content>Calls of TorchSharp's functions and methods, told apart by what they belong to.</content>
internal sealed partial class Interpreter
{
    private Value CallTorch(IInvocationOperation invocation, Value? receiver)
    {
        if (receiver is UnknownValue or IgnoredObject)
        {
            return receiver;
        }

        if (receiver is Constant { Content: null })
        {
            throw Throws("System.NullReferenceException", "the object is null", invocation.Syntax);
        }

        return CallTorch(invocation.TargetMethod, receiver, Bind(invocation.Arguments), invocation);
    }

    private Value CallTorch(IMethodSymbol method, Value? receiver, IReadOnlyList<Bound> arguments, IOperation site)
    {
        if (ChoiceAmong(arguments) is { } choice)
        {
            if (receiver is CompositeValue composite)
            {
                // Both sides call the same method.
                composite.MayBeNull.UnionWith(arguments
                    .Where(argument => argument.Value is ChoiceValue)
                    .Select(argument => argument.Parameter.Ordinal));
            }

            return InBranches(choice, site.Syntax, side => CallTorch(method, receiver, With(arguments, choice, side), site));
        }

        string owner = PathOf(method.ContainingType);
        switch (owner)
        {
            case "torch.nn.init" when method.Name == "CalculateFanInAndFanOut":
                return FansOf(arguments[0].Value, site);
            case "torch.nn.init":
                return arguments.Count > 0 ? arguments[0].Value : Constant.Null;
            case "torch.TensorIndex":
                return MakeIndex(method, arguments, site);
            case "torch.nn" when method.Name == "Parameter":
                return ParameterOf(arguments);
            case "torch.nn" when IsModule(method.ReturnType):
                return CreateModule(method, arguments, site);
            case "DisposeScope":
                return arguments.FirstOrDefault(argument => argument.Parameter.Name is "disposable" or "keep")?.Value ?? Constant.Null;
            case "torch" when method.Name == "NewDisposeScope":
                return new ScopeValue(ScopeStatement.DisposeScope);
            case "torch" when method.Name is "no_grad" or "inference_mode" or "enable_grad" or "set_grad_enabled":
                return new ScopeValue($"torch.{method.Name}({Given(arguments, site)})");
            case "torch" when method.Name == "WrappedTensorDisposeScope":
                return RunWrapped(arguments[0].Value, site);
            case "torch" when method.Name == "device" || (method.Name is "finfo" or "iinfo" && arguments.All(IsKnown)):
                return ConstantFunction(method, arguments, site);
            case "TensorExtensionMethods" when method.Name == "IntShape":
                return ShapeOf(arguments[0].Value, site, SpecialType.System_Int32);
            case "ModuleExtensionMethods":
                return arguments[0].Value;
        }

        if (receiver is Submodules registered)
        {
            return CallSubmodules(registered.Owner, method, arguments, site);
        }

        if (receiver is ModuleValue module)
        {
            return CallModule(module, method, arguments, site);
        }

        if (IsTensor(method.ContainingType) && receiver is not null)
        {
            return CallTensor(method, receiver, arguments, site);
        }

        return CallFunction(method, receiver, arguments, site);
    }

    private Value CallFunction(IMethodSymbol method, Value? receiver, IReadOnlyList<Bound> arguments, IOperation site)
    {
        if (method is { IsStatic: true, ReturnType.SpecialType: SpecialType.System_Boolean } && arguments.Count == 0)
        {
            // Which device there is, only the run knows; both cases give the same network.
            return new RuntimeCondition($"{FullName(method.ContainingType)}.{method.Name}()");
        }

        if (!GivesTensors(method.ReturnType))
        {
            return method.ReturnsVoid && !IsRunning ? Constant.Null
                : (method.IsExtensionMethod && IsTensor(method.Parameters[0].Type) ? OnlyTheRunKnows(method, arguments[0].Value, arguments, site) : null)
                    ?? Unknown(site, "what it gives is known only at run time");
        }

        return IsRunning
            ? Operate(MemberName(method), ArgumentsOf(receiver, arguments, site), method.ReturnType, site, InPlaceTarget(method, arguments))
            : ConstructionTensors(MemberName(method), method.ReturnType, receiver, arguments, site);
    }

    /// <summary>The tensor that a function changes because it is told to work in place.</summary>
    private static TensorHandle? InPlaceTarget(IMethodSymbol method, IReadOnlyList<Bound> arguments) =>
        method.Name.EndsWith("_", StringComparison.Ordinal)
        || arguments.Any(argument => argument.Parameter.Name == "inplace" && argument.Value is Constant { Content: true })
            ? arguments.Select(argument => argument.Value).OfType<TensorHandle>().FirstOrDefault()
            : null;

    /// <summary>Whether a type is a tensor, or made of tensors.</summary>
    private static bool GivesTensors(ITypeSymbol type) => type switch
    {
        _ when IsTensor(type) => true,
        _ when ElementOfList(type) is { } element => IsTensor(element),
        INamedTypeSymbol { IsTupleType: true } tuple => tuple.TupleElements.All(element => IsTensor(element.Type)),
        _ => false,
    };

    /// <summary>What an array or a list is made of; null for anything else.</summary>
    private static ITypeSymbol? ElementOfList(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => array.ElementType,
        INamedTypeSymbol { Name: "IList", TypeArguments: [var element] } => element,
        _ => null,
    };

    /// <summary>How many inputs each output of a weight reads, and how many outputs read each input.</summary>
    private Value FansOf(Value weight, IOperation site)
    {
        if (ShapeQuery("shape", weight, [], site) is not ArrayValue { Count: > 1 } shape
            || !shape.Items.All(size => size is Constant))
        {
            return Unknown(site, "the shape of the weight is not known");
        }

        long[] sizes = [.. shape.Items.Select(size => Numbers.ToInt64(((Constant)size).Content!))];
        long field = sizes.Skip(2).Aggregate(1L, (product, size) => product * size);
        return new TupleValue([Constant.Of(sizes[1] * field), Constant.Of(sizes[0] * field)]);
    }

    private static bool IsKnown(Bound argument) => argument.Value is not UnknownValue and not RunProperty;

    private CodeConstant ConstantFunction(IMethodSymbol method, IReadOnlyList<Bound> arguments, IOperation site) =>
        new($"{FullName(method.ContainingType)}.{method.Name}({Given(arguments, site)})", method.ReturnType);

    /// <summary>The arguments that the source gives, as C# code.</summary>
    private string Given(IReadOnlyList<Bound> arguments, IOperation site) =>
        string.Join(", ", arguments.Where(argument => !argument.IsDefault).Select(argument => Literal(argument.Value, site)));

    private Value RunWrapped(Value function, IOperation site)
    {
        Value result = Constant.Null;
        InScope(ScopeStatement.DisposeScope, site, () =>
        {
            result = InvokeFunction(function, site);
            return Completion.Return(result);
        });
        return result;
    }

    private Value CallTensor(IMethodSymbol method, Value tensor, IReadOnlyList<Bound> arguments, IOperation site)
    {
        switch (method.Name)
        {
            case "MoveToOuterDisposeScope" or "DetachFromDisposeScope" or "DetatchFromDisposeScope" or "MoveToOtherDisposeScope":
                return tensor;
            case "Dispose":
                return Constant.Null;
            case "dim" or "numel" or "size":
                return ShapeQuery(method.Name, tensor, arguments, site);
        }

        if (!GivesTensors(method.ReturnType))
        {
            return OnlyTheRunKnows(method, tensor, arguments, site) ?? Unknown(site, "it depends on the data");
        }

        if (!IsRunning)
        {
            // What keeps the shape also keeps the tensor, so that a parameter stays the one that is registered.
            if (method.Name.EndsWith("_", StringComparison.Ordinal))
            {
                Forget(tensor);
            }

            if (method.Name == "set_" && tensor is StateTensor changed)
            {
                changed.Shape = (arguments[0].Value as StateTensor)?.Shape;
            }

            bool keeps = method.Name is "to" or "cuda" or "cpu" or "requires_grad_" or "AsParameter" or "clone" or "detach" or "contiguous"
                || method.Name.EndsWith("_", StringComparison.Ordinal);
            bool casts = method.Name == "to"
                && arguments.Any(argument => argument.Parameter.Type.Name == "ScalarType" && !argument.IsDefault);
            return keeps && !casts && tensor is StateTensor
                ? tensor
                : ConstructionTensors(MemberName(method), method.ReturnType, tensor, arguments, site);
        }

        if (tensor is StateTensor && method.Name == "to" && arguments.All(IsWhereTensorsAre))
        {
            // A module's own tensors move with it.
            return tensor;
        }

        var inPlace = method.Name.EndsWith("_", StringComparison.Ordinal) ? tensor as TensorHandle : null;
        return Operate(MemberName(method), ArgumentsOf(tensor, arguments, site), method.ReturnType, site, inPlace);
    }

    /// <summary>Whether an argument of <c>to</c> says that a tensor be where another one is, or leaves everything else as it is.</summary>
    private static bool IsWhereTensorsAre(Bound argument) =>
        argument.Value is RunProperty { Name: "device" } || argument.IsDefault
        || argument.Parameter.Name is "disposeAfter" or "non_blocking";

    /// <summary>A truth value or number that a method reads off a tensor, for branches that depend on it; null for anything else.</summary>
    private Value? OnlyTheRunKnows(IMethodSymbol method, Value tensor, IReadOnlyList<Bound> arguments, IOperation site)
    {
        ITypeSymbol type = Resolve(method.ReturnType)!;
        bool isTruth = type.SpecialType == SpecialType.System_Boolean;
        if (!IsRunning || tensor is UnknownValue || !(isTruth || Numbers.IsNumeric(type.SpecialType)))
        {
            return null;
        }

        string? name = method.Name switch
        {
            "item" or "ToBoolean" or "ToByte" or "ToInt16" or "ToInt32" or "ToInt64" or "ToSingle" or "ToDouble" => $"item<{FullName(type)}>()",
            var query when isTruth && arguments.Count == 0 => $"{query}()",
            _ => null,
        };
        return name is null ? null : KnownToTheRun(tensor, name, isTruth, site);
    }

    private Value KnownToTheRun(Value tensor, string name, bool isTruth, IOperation site) =>
        isTruth ? OfTensor(tensor, name, site) : new RunProperty(tensor, name);

    private Target TorchPropertyTarget(IPropertyReferenceOperation reference, Value? receiver)
    {
        IPropertySymbol property = reference.Property;
        return receiver switch
        {
            ChoiceValue choice => Unwritable(
                InBranches(choice, reference.Syntax, side => TorchPropertyTarget(reference, side).Read()), reference),
            UnknownValue or IgnoredObject => Unwritable(receiver, reference),
            Constant { Content: null } => throw Throws("System.NullReferenceException", "the object is null", reference.Syntax),
            ModuleValue module => ModulePropertyTarget(reference, module),
            TensorHandle or StateTensor or LayerState when property.IsIndexer => EntriesOf(receiver, reference),
            StateTensor or LayerState when property.Name == "requires_grad" => TrainedTarget(receiver, reference),
            TensorHandle or StateTensor or LayerState => Unwritable(TensorProperty(reference, receiver), reference),
            RunProperty { Name: "device" } device => Unwritable(new RunProperty(device.Tensor, $"device.{property.Name}"), reference),
            CodeConstant constant => Unwritable(new CodeConstant($"{constant.Code}.{property.Name}", property.Type), reference),
            null => Unwritable(TorchConstant(property, property.Type), reference),
            _ => Unwritable(Unknown(reference, "this property is not supported"), reference),
        };
    }

    private Value TensorProperty(IPropertyReferenceOperation reference, Value tensor)
    {
        IPropertySymbol property = reference.Property;
        switch (property.Name)
        {
            case "shape" or "ndim" or "Dimensions" or "NumberOfElements":
                return ShapeQuery(property.Name, tensor, [], reference);
            case "dtype" when ElementTypeOf(tensor, property.Type) is { } declared:
                return declared;
            case "dtype" or "device" or "device_type" or "device_index" when IsRunning:
                return new RunProperty(tensor, property.Name);
            case "dtype" when tensor is StateTensor { ElementType: var elements }:
                return new CodeConstant(elements ?? ElementTypes.Default, property.Type);
            case "device":
                // Construction happens where the constructor's arguments say, and the pruned model is moved to where the dense one is.
                return Constant.Null;
            case var _ when IsRunning && property.Type.SpecialType == SpecialType.System_Boolean:
                return OfTensor(tensor, property.Name, reference);
            case var _ when !IsTensor(property.Type):
                return Unknown(reference, "it is known only at run time");
            case var _ when !IsRunning:
                return ConstructionTensors(MemberName(property), property.Type, tensor, [], reference);
            default:
                EquatableArray<Argument> receiver = EquatableArray.Of(new Argument("this", OperandOf(tensor, reference)));
                return Operate(MemberName(property), receiver, property.Type, reference);
        }
    }
}
