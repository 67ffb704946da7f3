using Pruning;

namespace Cifar10;

/// <summary>What this program takes where a recipe says nothing.</summary>
internal static class RecipeDefaults
{
    private const int BatchOfPhotographs = 128;
    private const int BatchOfDrawings = 64;
    private const int QuickPhotographs = 5_000;
    private const int QuickDrawings = 3_000;
    private const double FromScratchLearningRate = 0.1;
    private const double FromCheckpointLearningRate = 0.02;

    /// <summary>The recipe with everything filled in that depends on where weights and images come from.</summary>
    /// <param name="recipe">What was asked for.</param>
    /// <param name="quick">Whether fewer images will do, where no number is given.</param>
    public static Recipe Complete(Recipe recipe, bool quick) => recipe with
    {
        Data = recipe.Data with
        {
            Batch = recipe.Data.Batch ?? (recipe.Data.Folder is null ? BatchOfDrawings : BatchOfPhotographs),
            TrainImages = recipe.Data.TrainImages ?? (!quick ? null : recipe.Data.Folder is null ? QuickDrawings : QuickPhotographs),
            TestImages = recipe.Data.TestImages ?? (quick ? 1_000 : null),
        },
        Dense = Complete(recipe.Dense, quick),
        Teacher = recipe.Teacher is { } teacher ? Complete(teacher, quick) : null,
    };

    private static TNetwork Complete<TNetwork>(TNetwork network, bool quick)
        where TNetwork : RecipeNetwork => network with
        {
            Epochs = network.Epochs ?? (network.Checkpoint is not null ? 0 : quick ? 6 : 4),
            LearningRate = network.LearningRate ?? (network.Checkpoint is null ? FromScratchLearningRate : FromCheckpointLearningRate),
        };
}
