using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Reading.Memory;

/// <summary>Which files of a compilation a file can depend on.</summary>
internal sealed class SourceMap
{
    // Weak: a file's names are forgotten with the file.
    private static readonly ConditionalWeakTable<SyntaxTree, SourceNames> Names = new();
    private static readonly ConditionalWeakTable<MetadataReference, object> ReferenceNumbers = new();
    private static long _references;

    private readonly SourceNames[] _files;
    private readonly Dictionary<SourceNames, int> _places = [];
    private readonly Dictionary<string, List<int>> _declaring = [];
    private readonly int[]?[] _dependencies;
    private readonly Surroundings _surroundings;

    /// <summary>Maps a compilation.</summary>
    public SourceMap(Compilation compilation, CancellationToken cancellation)
    {
        _files = [.. compilation.SyntaxTrees.Select(tree => NamesOf(tree, cancellation))];
        _dependencies = new int[]?[_files.Length];
        for (int place = 0; place < _files.Length; place++)
        {
            _places[_files[place]] = place;
            foreach (string name in _files[place].Declared)
            {
                if (!_declaring.TryGetValue(name, out List<int>? declaring))
                {
                    _declaring.Add(name, declaring = []);
                }

                declaring.Add(place);
            }
        }

        _surroundings = new Surroundings(
            compilation.AssemblyName,
            compilation.Options,
            compilation.References.Select(NumberOf).ToEquatableArray(),
            _files.SelectMany(file => file.Namespaces).Distinct().OrderBy(name => name, StringComparer.Ordinal).ToEquatableArray());
    }

    /// <summary>
    /// All that the meaning of a file depends on: the files that declare what it mentions, what those mention in turn, the files that mean
    /// something to every other one, and what is around all source.
    /// </summary>
    public Dependencies Of(SyntaxTree tree, CancellationToken cancellation)
    {
        var reached = new bool[_files.Length];
        var open = new Stack<int>(Enumerable.Range(0, _files.Length).Where(place => _files[place].IsGlobal));
        open.Push(_places[NamesOf(tree, cancellation)]);
        while (open.Count > 0)
        {
            int place = open.Pop();
            if (!reached[place])
            {
                reached[place] = true;
                Array.ForEach(DependenciesOf(place), open.Push);
            }
        }

        // A static is what its declaration says only as long as no file assigns it.
        HashSet<string> assignable = [.. _files.Where((_, place) => reached[place]).SelectMany(file => file.Assignable)];
        for (int place = 0; assignable.Count > 0 && place < _files.Length; place++)
        {
            reached[place] |= _files[place].Assigned.Overlaps(assignable);
        }

        return new Dependencies(_surroundings, _files.Where((_, place) => reached[place]).Select(file => file.Number).ToEquatableArray());
    }

    private int[] DependenciesOf(int place) => _dependencies[place] ??=
    [
        .. _files[place].Mentioned
            .SelectMany(name => _declaring.TryGetValue(name, out List<int>? declaring) ? (IEnumerable<int>)declaring : [])
            .Distinct(),
    ];

    private static SourceNames NamesOf(SyntaxTree tree, CancellationToken cancellation) =>
        Names.GetValue(tree, missing => SourceNames.Of(missing, cancellation));

    private static long NumberOf(MetadataReference reference) =>
        (long)ReferenceNumbers.GetValue(reference, _ => Interlocked.Increment(ref _references));
}

/// <summary>All that the meaning of a class depends on; equal for two compilations if the class means the same in both.</summary>
/// <param name="Surroundings">What is around all source.</param>
/// <param name="Files">The numbers of the files, in the compilation's order.</param>
internal sealed record Dependencies(Surroundings Surroundings, EquatableArray<long> Files);

/// <summary>What is around all source files.</summary>
/// <param name="Assembly">The name of the assembly.</param>
/// <param name="Options">The compiler's options, nullable context and overflow checks among them.</param>
/// <param name="References">The numbers of the references.</param>
/// <param name="Namespaces">The namespaces that the source declares: a new one can hide a type.</param>
internal sealed record Surroundings(
    string? Assembly, CompilationOptions Options, EquatableArray<long> References, EquatableArray<string> Namespaces);
