// How fast the generator is, over the model zoo, with a warm driver, and how fast the cost formulas are that it writes.
// Usage: dotnet run -c Release --project benchmarks/GeneratorSpeed [rounds]
using System.Globalization;
using GeneratorSpeed;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
int rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 15;
Project zoo = Project.ModelZoo();
Project resNet = Project.Of("ResNet50", zoo);

Console.WriteLine($"{zoo.Models} models in {zoo.Files} files; medians of {rounds} rounds, after as many to warm up");
Console.WriteLine();
Console.WriteLine("| what | goal | by the clock | by the processor | at best | allocated |");
Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: |");
Generation.Cold("ResNet-50, cold: read, grouped, emitted", 150, resNet, rounds);
foreach ((string step, Action action) in Generation.Steps(resNet))
{
    Measurement.Of(action, rounds).Print($"– {step}");
}

Generation.Cold("the whole zoo, cold", 2000, zoo, rounds);
foreach (Edit edit in Edit.All)
{
    Generation.AfterEdit($"the whole zoo, after {edit.Name}", edit.Goal, zoo, edit, rounds);
}

Console.WriteLine();
Generation.PrintMemory(zoo);
Console.WriteLine();
CostFormulas.Print();
