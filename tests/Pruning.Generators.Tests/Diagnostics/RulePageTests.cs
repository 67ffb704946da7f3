using System.Reflection;
using Microsoft.CodeAnalysis;
using Pruning.Generators.Diagnostics;

namespace Pruning.Generators.Tests.Diagnostics;

/// <summary>Each rule has its page, and each page its rule.</summary>
public sealed class RulePageTests
{
    private static readonly DiagnosticDescriptor[] Rules =
    [
        .. typeof(Rules).GetFields(BindingFlags.Static | BindingFlags.Public)
            .Select(field => field.GetValue(null))
            .OfType<DiagnosticDescriptor>(),
    ];

    [Fact]
    public void Every_rule_has_a_page_with_its_title_and_severity()
    {
        string pages = RepositoryFiles.Documentation("rules");

        Directory.GetFiles(pages, "PRUNE*.md").Select(Path.GetFileNameWithoutExtension)
            .ShouldBe(Rules.Select(rule => rule.Id), ignoreOrder: true);
        foreach (DiagnosticDescriptor rule in Rules)
        {
            string page = File.ReadAllText(Path.Combine(pages, rule.Id + ".md"));
            page.ShouldStartWith($"# {rule.Id}: {rule.Title}\n");
            page.ShouldContain($"Severity: {rule.DefaultSeverity.ToString().ToLowerInvariant()}.");
            rule.HelpLinkUri.ShouldEndWith($"docs/rules/{rule.Id}.md");
        }
    }
}
