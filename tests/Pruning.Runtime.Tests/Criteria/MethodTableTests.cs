using System.Text;

namespace Pruning.Tests.Criteria;

/// <summary>The registry of methods, and the table of it in the documentation.</summary>
public class MethodTableTests
{
    [Fact]
    public void Names_are_unique_and_methods_that_work_can_be_made()
    {
        Methods.All.Select(method => method.Name).ShouldBeUnique();
        Methods.All.Select(method => method.Id).ShouldBeUnique();
        foreach (Method method in Methods.All.Where(method => method.Status == MethodStatus.Works))
        {
            (method.Kind switch
            {
                MethodKind.Criterion => method.Importance is not null,
                MethodKind.Selector => method.Selector is not null,
                MethodKind.Reconstruction => method.Reconstruction is not null,
                _ => true,
            }).ShouldBeTrue(method.Name);
        }
    }

    [Fact]
    public void Data_needs_are_what_the_statistics_say()
    {
        foreach (Method method in Methods.All.Where(method => (method.Importance ?? (Delegate?)method.Selector) is not null))
        {
            ICalibrated made = method.Importance is { } importance ? importance() : method.Selector!();
            const Sources Gradients = Sources.Gates | Sources.FilterGates | Sources.Shifts | Sources.Weights | Sources.GaussNewton | Sources.Hessian;
            Sources sources = made.Needs.Aggregate(default(Sources), (all, statistic) => all | statistic.Sources);
            (sources != 0).ShouldBe(method.Data != DataNeeds.None, method.Name);
            ((sources & Gradients) != 0).ShouldBe(method.Data == DataNeeds.Gradients, method.Name);
        }
    }

    [Fact]
    public void Every_criterion_selector_and_reconstruction_is_registered()
    {
        HashSet<Type> registered = [.. Methods.All
            .SelectMany(method => new object?[] { method.Importance?.Invoke(), method.Selector?.Invoke(), method.Reconstruction?.Invoke() })
            .Where(made => made is not null).Select(made => made!.GetType())];
        foreach (Type type in typeof(Methods).Assembly.GetExportedTypes().Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(ICalibrated))))
        {
            (registered.Contains(type) || type == typeof(TopSelector)).ShouldBeTrue($"{type.Name} is not in {nameof(Methods)}");
        }
    }

    [Fact]
    public void Unknown_names_get_the_nearest_known_one()
    {
        Should.Throw<PruningException>(() => Methods.ImportanceNamed("tailor")).Message.ShouldContain("'taylor'");
        Should.Throw<PruningException>(() => Methods.SelectorNamed("thi-net")).Message.ShouldContain("'thinet'");
        Methods.SelectorNamed("l1").ShouldBeOfType<TopSelector>();
    }

    /// <summary>With <c>PRUNING_UPDATE_DOCS=1</c> the test writes the file instead of comparing.</summary>
    [Fact]
    public void The_table_in_the_documentation_is_current()
    {
        string path = RepositoryFiles.Documentation("methods.md");
        if (Environment.GetEnvironmentVariable("PRUNING_UPDATE_DOCS") == "1")
        {
            File.WriteAllText(path, Table());
        }
        File.ReadAllText(path).ReplaceLineEndings("\n").ShouldBe(Table());
    }

    private static string Table()
    {
        var text = new StringBuilder();
        text.Append(
            """
            # Methods

            What of the literature works here, and what is planned. The names are those of recipes and of `Methods.ImportanceNamed(name)`,
            `SelectorNamed` and `ReconstructionNamed`. *Works* means that the method agrees with reference numbers computed elsewhere, and has
            the properties that it should have: it follows its channels when they are permuted, gives the same result for the same seed, leaves
            the model as it was, and so on. This file is written by a test (`PRUNING_UPDATE_DOCS=1`).

            | no. | name | method | source | kind | looks at | structured | reversible | status |
            | --- | --- | --- | --- | --- | --- | --- | --- | --- |

            """.ReplaceLineEndings("\n"));
        foreach (Method method in Methods.All)
        {
            text.Append(
                $"| {method.Id} | `{method.Name}` | {method.Title} | {method.Source} | {Word(method.Kind)} | {Needs(method.Data)} | " +
                $"{YesNo(method.IsStructured)} | {YesNo(method.IsReversible)} | {Word(method.Status)} |\n");
        }
        return text.ToString();
    }

    private static string Needs(DataNeeds needs) => needs switch
    {
        DataNeeds.None => "weights",
        DataNeeds.Samples => "samples",
        DataNeeds.Labels => "samples and labels",
        DataNeeds.Gradients => "gradients",
        DataNeeds.Training => "training",
        _ => "many evaluations",
    };

    private static string Word(Enum value) => value.ToString().ToLowerInvariant();

    private static string YesNo(bool value) => value ? "yes" : "no";
}
