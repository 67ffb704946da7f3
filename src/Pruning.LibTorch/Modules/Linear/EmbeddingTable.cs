using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The weights of tables whose rows are looked up.</summary>
internal static class EmbeddingTable
{
    /// <summary>Rows of normal numbers, but for one of zeros.</summary>
    /// <param name="rows">How many rows.</param>
    /// <param name="columns">How long each is.</param>
    /// <param name="padding">The row of zeros; -1 for none.</param>
    /// <param name="device">Where the table lies.</param>
    /// <param name="dtype">Its element type.</param>
    public static Parameter New(long rows, long columns, long padding, Device? device, ScalarType? dtype)
    {
        Parameter table = DefaultInitialization.Parameter([rows, columns], device, dtype);
        nn.init.normal_(table);
        if (padding >= 0)
        {
            using var notRecording = no_grad();
            using Tensor padded = table[padding];
            padded.zero_();
        }
        return table;
    }

    /// <summary>Gives a table its rows.</summary>
    /// <param name="table">The table.</param>
    /// <param name="rows">A tensor of its shape.</param>
    /// <param name="freeze">Whether training leaves it alone.</param>
    public static void Fill(Parameter table, Tensor rows, bool freeze)
    {
        using var notRecording = no_grad();
        table.copy_(rows);
        table.requires_grad = !freeze;
    }
}
