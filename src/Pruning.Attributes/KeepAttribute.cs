using System;

namespace Pruning;

/// <summary>
/// Keeps all channels that a module produces: none of them is removed, nor of what is coupled to them. It stands on the field or property
/// that holds the module; of a container or a class of your own it keeps the channels of every layer inside.
/// </summary>
/// <example>
/// <code>
/// [Keep] private readonly Conv2d embedding;      // its channels mean something to the code around
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class KeepAttribute : Attribute
{
}
