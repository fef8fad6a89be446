using RiskEngine.Rules.Inputs;
using RiskEngine.Rules.Keys;

namespace RiskEngine.Rules.Editing;

/// <summary>The names that the files of a workspace define or use, and those that the options give.</summary>
internal sealed record KnownNames
{
    /// <summary>Rules by id, with title and file.</summary>
    public IReadOnlyDictionary<string, RuleDocument> Rules { get; init; } = new Dictionary<string, RuleDocument>();

    /// <summary>Kinds of events that rules look at and mappings make.</summary>
    public IReadOnlyCollection<string> Kinds { get; init; } = [];

    /// <summary>Units of rules.</summary>
    public IReadOnlyCollection<string> Units { get; init; } = [];

    /// <summary>What <c>by</c> may name.</summary>
    public IReadOnlyCollection<string> Keys { get; init; } = [];

    /// <summary>Models by name.</summary>
    public IReadOnlyCollection<string> Models { get; init; } = [];

    /// <summary>What may be proposed as the value of a key, each with a few words.</summary>
    public IEnumerable<(string Name, string Detail)> For(KeySpec key)
    {
        if (key == CorrelationKeys.Rules || key == CaseFileKeys.Rule) return Rules.Values.Select(document => (document.Rule.Id, document.Rule.Title));
        if (key == RuleKeys.On || key == SequenceKeys.StepOn || key == CaseKeys.Kind || key == InputKeys.Kind) return Named(Kinds);
        if (key == RuleKeys.By) return Named(Keys);
        if (key == RuleKeys.Unit || key == CaseKeys.Unit) return Named(Units);
        if (key.Name == ModelKeys.Model.Name) return Named(Models);
        return key.Name == ScheduleKeys.TimeZone.Name || key == InputKeys.TimeZone ? Named(Zones.Value) : [];
    }

    private static readonly Lazy<IReadOnlyCollection<string>> Zones =
        new(() => [.. TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id).Where(id => id == "UTC" || id.Contains('/', StringComparison.Ordinal))]);

    private static IEnumerable<(string Name, string Detail)> Named(IEnumerable<string> names) => names.Select(name => (name, ""));

    public static KnownNames Of(IReadOnlyList<RuleDocument> rules, IReadOnlyList<InputMapping> mappings, RuleLoadOptions options) => new()
    {
        Rules = rules.DistinctBy(document => document.Rule.Id).ToDictionary(document => document.Rule.Id),
        Kinds =
        [
            .. rules.SelectMany(document => document.Rule.On.Select(kind => kind.Text))
                .Concat(mappings.SelectMany(mapping => mapping.Outputs.Select(output => output.Kind.Constant ?? "")))
                .Where(kind => kind.Contains('.', StringComparison.Ordinal)).Order(StringComparer.Ordinal).Distinct(),
        ],
        Units = [.. rules.Select(document => document.Rule.Unit).Where(unit => unit.Length > 0).Order(StringComparer.Ordinal).Distinct()],
        Keys = ["source", "site", .. options.AreaLevels, .. options.PersonAttributes],
        Models = [.. options.Models.Select(model => model.Name)],
    };
}
