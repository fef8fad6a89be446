using RiskEngine.Rules.Diagnostics;

namespace RiskEngine.Rules.Inputs;

/// <summary>What one mapping file gave by itself, before it is compared with the others.</summary>
/// <param name="Report">The file, and what is wrong with it.</param>
/// <param name="Tables">The files that it looks things up in.</param>
/// <param name="Mapping">The mapping; null where it has errors.</param>
internal sealed record LoadedMapping(FileReport Report, IReadOnlyList<FileReport> Tables, InputMapping? Mapping)
{
    /// <summary>The same, with a report that others may add to.</summary>
    public LoadedMapping Fork() => this with { Report = Report.Fork() };
}
