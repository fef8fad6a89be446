using RiskEngine.Core.Time;

namespace RiskEngine.Core.Versions;

/// <summary>That another version is in force, or none any more.</summary>
/// <param name="Kind">What has changed: a rule, or, where it is a set, all that is in force together.</param>
/// <param name="Name">Its name; empty for the set.</param>
/// <param name="Was">The hash of the version before; null where there was none.</param>
/// <param name="Is">The hash of the version in force; null where there is none any more.</param>
/// <param name="At">When an instance put it in force, by its wall clock.</param>
public sealed record VersionChange(VersionKind Kind, string Name, string? Was, string? Is, EventTime At)
{
    /// <summary>Key of its record.</summary>
    public string About => Name.Length == 0 ? KeptVersion.NameOf(Kind) : $"{KeptVersion.NameOf(Kind)}/{Name}";
}
