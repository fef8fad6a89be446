using System.Text.RegularExpressions;

namespace RiskEngine.Architecture.Tests;

/// <summary>Inside a project, namespaces depend on each other in one direction: what is below can be read, tested and moved without what is above.</summary>
public sealed partial class NamespaceTests
{
    /// <summary>Namespaces that lie on a cycle still, each with its reason.</summary>
    private static readonly Dictionary<string, string> Knotted = [];

    [Fact]
    public void Namespaces_of_a_project_have_no_cycles() => Assert.Equal(Knotted.Keys.Order(), Cycles(Edges(Sources.All)).Order());

    [Fact]
    public void A_cycle_is_found_through_usings_enclosing_namespaces_and_qualified_names()
    {
        var files = new Dictionary<string, string[]>
        {
            ["rules/P/Top.cs"] = ["using P.Low;", "namespace P;", "class Top { Low one; }"],
            ["rules/P/Low/Low.cs"] = ["namespace P.Low;", "class Low { Top up; }"],
            ["rules/P/Side/Side.cs"] = ["namespace P.Side;", "class Side { Other.Far far; }"],
            ["rules/P/Other/Far.cs"] = ["using static P.Side.Side;", "namespace P.Other;", "class Far { }"],
            ["rules/P/Alone/Alone.cs"] = ["using P.Low;", "namespace P.Alone;", "// Side.Side", "class Alone { Low one; string Side; }"],
            ["rules/Q/Q.cs"] = ["using P;", "namespace Q;", "class Q { Top top; }"],
        };

        Assert.Equal(["P", "P.Low", "P.Other", "P.Side"], Cycles(Edges(files)).Order());
    }

    /// <summary>Which namespace uses which, among those of one project.</summary>
    private static Dictionary<string, HashSet<string>> Edges(IReadOnlyDictionary<string, string[]> sources)
    {
        var edges = new Dictionary<string, HashSet<string>>();
        foreach (var project in sources.GroupBy(file => string.Join('/', file.Key.Split('/')[..2])))
        {
            var files = project.Select(file => SourceFile.Of(file.Value)).OfType<SourceFile>().ToArray();
            var homes = files.SelectMany(file => file.Declared.Select(type => (Type: type, file.Namespace))).ToLookup(pair => pair.Type, pair => pair.Namespace);
            foreach (var file in files)
            {
                var used = edges.TryGetValue(file.Namespace, out var known) ? known : edges[file.Namespace] = [];
                foreach (var word in file.Words) used.UnionWith(homes[word].Where(home => home != file.Namespace && file.Sees(home, word)));
            }
        }

        return edges;
    }

    /// <summary>The namespaces that lead back to themselves.</summary>
    private static IEnumerable<string> Cycles(Dictionary<string, HashSet<string>> edges) => edges.Keys.Where(start =>
    {
        var reached = new HashSet<string>();
        var open = new Stack<string>(edges[start]);
        while (open.TryPop(out var next))
        {
            if (reached.Add(next)) foreach (var further in edges[next]) open.Push(further);
        }

        return reached.Contains(start);
    });

    private sealed record SourceFile(string Namespace, IReadOnlySet<string> Usings, IReadOnlySet<string> Words, IReadOnlySet<string> Qualified, IReadOnlyList<string> Declared)
    {
        public static SourceFile? Of(string[] lines)
        {
            if (lines.FirstOrDefault(line => line.StartsWith("namespace ", StringComparison.Ordinal)) is not { } space) return null;
            var usings = lines.Select(line => UsingLine().Match(line)).Where(match => match.Success).Select(match => match.Groups["name"].Value).ToHashSet();
            var statics = usings.Where(name => name.Contains('.', StringComparison.Ordinal)).Select(name => name[(name.LastIndexOf('.') + 1)..]);
            var code = string.Join('\n', lines.Where(line => !line.StartsWith("using ", StringComparison.Ordinal)
                && !line.StartsWith("namespace ", StringComparison.Ordinal)).Select(line => Comment().Replace(line, "")));
            return new SourceFile(space[10..].TrimEnd(';'), usings, Word().Matches(code).Select(match => match.Value)
                .Concat(statics).ToHashSet(), QualifiedName().Matches(code).Select(match => match.Value).ToHashSet(),
                [.. code.Split('\n').Select(line => Declaration().Match(line)).Where(match => match.Success).Select(match => match.Groups["name"].Value)]);
        }

        /// <summary>Whether a type of that namespace is in sight here: imported, enclosing, or named with its namespace.</summary>
        public bool Sees(string home, string type) => Usings.Contains(home) || Usings.Contains($"{home}.{type}") || Namespace.StartsWith(home + ".", StringComparison.Ordinal)
            || Qualified.Contains($"{home[(home.LastIndexOf('.') + 1)..]}.{type}");
    }

    [GeneratedRegex(@"^using (static )?(\w+ = )?(?<name>[\w.]+);")]
    private static partial Regex UsingLine();

    /// <summary>A type that only a comment names is not used.</summary>
    [GeneratedRegex("//.*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\b[A-Z]\w*")]
    private static partial Regex Word();

    [GeneratedRegex(@"\b[A-Z]\w*\.[A-Z]\w*")]
    private static partial Regex QualifiedName();

    [GeneratedRegex(@"^((public|internal|file|static|sealed|abstract|readonly|partial|ref|unsafe) )*(record "
        + @"struct|record|struct|class|interface|enum|delegate [\w<>\[\]?,. ]+?) (?<name>[A-Z]\w*)")]
    private static partial Regex Declaration();
}
