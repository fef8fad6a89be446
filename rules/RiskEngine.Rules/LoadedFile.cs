using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules;

/// <summary>What one file gave by itself, before it is compared with the others.</summary>
/// <param name="Report">The file, and what is wrong with it.</param>
internal sealed record LoadedFile(FileReport Report)
{
    /// <summary>Its rule; null where it has none without errors.</summary>
    public LoadedRule? Rule { get; init; }

    /// <summary>What a file of tests holds; null for every other file.</summary>
    public YamlNode? Cases { get; init; }

    /// <summary>The same, with a report that others may add to.</summary>
    public LoadedFile Fork() => this with { Report = Report.Fork() };
}
