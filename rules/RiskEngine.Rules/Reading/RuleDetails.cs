using RiskEngine.Core.Rules;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;

namespace RiskEngine.Rules.Reading;

/// <summary>The keys of a rule that stand for themselves.</summary>
internal sealed record RuleDetails(
    ReadFor For, TimeSpan KeepFiringFor, NoDataPolicy NoData, RuleMode Mode, string Unit, string Category)
{
    public string? Description { get; init; }

    public string? Runbook { get; init; }

    public string? Owner { get; init; }

    public IReadOnlyList<string> FalsePositives { get; init; } = [];

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    public static RuleDetails Read(MapReader map) => new(
        ReadFor.Of(map),
        map.Duration(RuleKeys.KeepFiringFor) ?? TimeSpan.Zero,
        map.Word(RuleKeys.NoData) switch { "resolve" => NoDataPolicy.Resolve, "alert" => NoDataPolicy.Alert, _ => NoDataPolicy.Hold },
        map.Word(RuleKeys.Mode) switch { "shadow" => RuleMode.Shadow, "off" => RuleMode.Off, "backtest" => RuleMode.Backtest, _ => RuleMode.Active },
        map.Text(RuleKeys.Unit) ?? "",
        map.Word(RuleKeys.Category) ?? "Safety")
    {
        Description = map.Text(RuleKeys.Description),
        Runbook = map.Text(RuleKeys.Runbook),
        Owner = map.Text(RuleKeys.Owner),
        FalsePositives = [.. map.Scalars(RuleKeys.FalsePositives, Shapes.Paragraph, Shapes.MostItems).Select(scalar => scalar.Value)],
        Labels = LabelsReader.Read(map),
    };
}
