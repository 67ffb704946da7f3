namespace Pruning.Generators.Networks;

/// <summary>One step of a <c>forward</c>, as it ran: loops are unrolled, known branches are taken, helper methods are inlined.</summary>
public abstract record Statement
{
    /// <summary>What it is given, without what nested statements are given.</summary>
    public virtual IEnumerable<Operand> Operands => [];

    /// <summary>The tensors that it makes, without those that nested statements make.</summary>
    public virtual IEnumerable<TensorValue> Made => [];

    /// <summary>The statements inside it, but not those inside calls.</summary>
    protected virtual IEnumerable<Statement> Inner => [];

    /// <summary>The statement and those in scopes and branches inside it, but not those inside calls.</summary>
    public IEnumerable<Statement> Flatten()
    {
        yield return this;
        foreach (Statement inner in Inner)
        {
            foreach (Statement part in inner.Flatten())
            {
                yield return part;
            }
        }
    }

    /// <summary>The tensors that it reads, be it only their sizes, without those that nested statements read.</summary>
    public IEnumerable<int> Tensors() => Operands.SelectMany(operand => operand.Tensors());
}

/// <summary>A tensor that a step makes: its number and the name of the local that the source keeps it in, if any.</summary>
/// <param name="Id">Values are numbered in the order in which they are made, inputs first.</param>
/// <param name="Name">The source's name for it.</param>
/// <param name="IsDisposedHere">The source declares it with <c>using</c>.</param>
public sealed record TensorValue(int Id, string? Name, bool IsDisposedHere);

/// <summary>A tensor operator.</summary>
public sealed record OperationStatement : Statement
{
    /// <summary>
    /// The member of TorchSharp that is called: <c>Tensor.view</c>, <c>Tensor.op_Addition</c>, <c>Tensor.this[]</c>, <c>torch.cat</c>,
    /// <c>torch.nn.functional.relu</c>.
    /// </summary>
    public required string Member { get; init; }

    /// <summary>The arguments that the source gives, in the order of the parameters, the receiver first.</summary>
    public required EquatableArray<Argument> Arguments { get; init; }

    /// <summary>The tensors that it gives.</summary>
    public required EquatableArray<TensorValue> Outputs { get; init; }

    /// <summary>
    /// What the source declares of a method of its own that is not read; null for operators of TorchSharp. The member is then its full name.
    /// </summary>
    public Signature? Declared { get; init; }

    /// <inheritdoc />
    public override IEnumerable<Operand> Operands => Arguments.Select(argument => argument.Value);

    /// <inheritdoc />
    public override IEnumerable<TensorValue> Made => Outputs;
}

/// <summary>A module is run.</summary>
public sealed record CallStatement : Statement
{
    /// <summary>The module's number.</summary>
    public required int Module { get; init; }

    /// <summary><c>forward</c> or <c>call</c>.</summary>
    public required string Method { get; init; }

    /// <summary>What it is given.</summary>
    public required EquatableArray<Argument> Arguments { get; init; }

    /// <summary>The tensors that it gives.</summary>
    public required EquatableArray<TensorValue> Outputs { get; init; }

    /// <summary>What ran inside, for containers and the user's own classes; null for layers.</summary>
    public required Body? Body { get; init; }

    /// <inheritdoc />
    public override IEnumerable<Operand> Operands => Arguments.Select(argument => argument.Value);

    /// <inheritdoc />
    public override IEnumerable<TensorValue> Made => Outputs;
}

/// <summary>Statements that a resource surrounds: a dispose scope, or a mode of recording gradients.</summary>
public sealed record ScopeStatement(EquatableArray<Statement> Statements) : Statement
{
    /// <summary>What opens a dispose scope.</summary>
    public const string DisposeScope = "torch.NewDisposeScope()";

    /// <summary>The C# code that opens the resource, for instance <c>torch.no_grad()</c>.</summary>
    public string Resource { get; init; } = DisposeScope;

    /// <summary>Whether tensors that are made inside end with it.</summary>
    public bool OwnsTensors => Resource == DisposeScope;

    /// <inheritdoc />
    protected override IEnumerable<Statement> Inner => Statements;
}

/// <summary>A branch whose condition only the run knows; both sides were read.</summary>
public sealed record BranchStatement : Statement
{
    /// <summary>
    /// The condition as C# code over the module's members, for instance <c>training</c>; <c>{0}</c>, <c>{1}</c>, … stand for what it reads.
    /// </summary>
    public required string Condition { get; init; }

    /// <summary>The tensors, parameters and buffers that the condition reads.</summary>
    public EquatableArray<Operand> Reads { get; init; } = EquatableArray<Operand>.Empty;

    /// <summary>What runs if it holds.</summary>
    public required EquatableArray<Statement> Then { get; init; }

    /// <summary>What runs if it does not.</summary>
    public required EquatableArray<Statement> Else { get; init; }

    /// <summary>Values that the sides make in different ways.</summary>
    public required EquatableArray<Join> Joins { get; init; }

    /// <inheritdoc />
    public override IEnumerable<Operand> Operands => Reads;

    /// <inheritdoc />
    public override IEnumerable<TensorValue> Made => Joins.Select(join => join.Output);

    /// <inheritdoc />
    protected override IEnumerable<Statement> Inner => Then.Concat(Else);
}

/// <summary>
/// The method ends here on one side of a branch, with something else than where it ends otherwise: what is read on goes by the other side.
/// </summary>
public sealed record ReturnStatement(Operand Result) : Statement
{
    /// <inheritdoc />
    public override IEnumerable<Operand> Operands => [Result];
}

/// <summary>
/// One value after a branch: what it is after each side, null where a side has none and it is read only where the other one ran.
/// </summary>
public sealed record Join(TensorValue Output, int? Then, int? Else)
{
    /// <summary>The values that it is made of.</summary>
    public IEnumerable<int> Sources => new[] { Then, Else }.OfType<int>();
}

/// <summary>What a call of a module's <c>forward</c> did.</summary>
/// <param name="Parameters">The source's parameters with the tensors that they were bound to.</param>
/// <param name="Statements">What ran, in order.</param>
/// <param name="Result">What was returned.</param>
public sealed record Body(EquatableArray<BodyParameter> Parameters, EquatableArray<Statement> Statements, Operand Result);

/// <summary>A parameter of <c>forward</c> and what it was given.</summary>
public sealed record BodyParameter(string Name, string Type, Operand Value)
{
    /// <summary>Whether a caller may leave it out, as the source says.</summary>
    public bool IsOptional { get; init; }
}
