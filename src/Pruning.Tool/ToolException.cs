namespace Pruning.Tool;

/// <summary>Something that the user of the command has to change; the message says what.</summary>
internal sealed class ToolException(string message) : Exception(message);
