namespace Pruning;

/// <summary>A layer ran without telling its hooks, so that nothing could be seen of it.</summary>
internal sealed class UnheardLayerException(string observer, string layer) : PruningException(
    $"{observer} looks at layer '{layer}', but the network's forward never ran it through call(): it may pass the weights to a function, " +
    "or call forward() directly. Use call(), or score the group by its weights.")
{
}
