using Cifar10.Models;
using Pruning;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cifar10;

/// <summary>One of the networks that the program offers, with what the generator made of it.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Class">The name of its class.</param>
/// <param name="Graph">Its groups and costs.</param>
/// <param name="Create">Makes it, with random weights.</param>
/// <param name="Prune">Makes the smaller network that a plan describes, with the weights that stay.</param>
internal sealed record ModelEntry(
    string Name,
    string Class,
    Graph Graph,
    Func<Module<Tensor, Tensor>> Create,
    Func<Module<Tensor, Tensor>, PruningPlan, Module<Tensor, Tensor>> Prune)
{
    public static IReadOnlyList<ModelEntry> All { get; } =
    [
        Of("resnet20", ResNet20.Graph, () => new ResNet20(), (dense, plan) => dense.Prune(plan)),
        Of("resnet32", ResNet32.Graph, () => new ResNet32(), (dense, plan) => dense.Prune(plan)),
        Of("resnet44", ResNet44.Graph, () => new ResNet44(), (dense, plan) => dense.Prune(plan)),
        Of("resnet56", ResNet56.Graph, () => new ResNet56(), (dense, plan) => dense.Prune(plan)),
        Of("vgg16", Vgg16.Graph, () => new Vgg16(), (dense, plan) => dense.Prune(plan)),
    ];

    /// <exception cref="PruningException">There is none of this name.</exception>
    public static ModelEntry Named(string name) => All.SingleOrDefault(entry => entry.Name == name) ?? throw new PruningException(
        $"There is no model '{name}' here; there are {string.Join(", ", All.Select(entry => entry.Name))}.");

    private static ModelEntry Of<TModel>(
        string name, Graph graph, Func<TModel> create, Func<TModel, PruningPlan, Module<Tensor, Tensor>> prune)
        where TModel : Module<Tensor, Tensor> =>
        new(name, typeof(TModel).Name, graph, create, (dense, plan) => prune((TModel)dense, plan));
}
