using System.Text.Json.Serialization;

namespace RiskEngine.Service.Http.Api.Shapes;

/// <summary>A device that something is to be said of.</summary>
/// <param name="Source">Its name.</param>
internal sealed record SourceView(string Source)
{
    /// <summary>Its site or area; null where no open alert says.</summary>
    public string? Site { get; init; }

    /// <summary>The gravest grade of its open alerts; null where none is open.</summary>
    public string? Worst { get; init; }

    /// <summary>What its open alerts measured last, against what.</summary>
    public IReadOnlyList<SourceMeasure>? Alerts { get; init; }

    /// <summary>Whether its silence keeps a risk from being seen; null where it does not.</summary>
    public bool? Silent { get; init; }

    /// <summary>The risks that cannot be seen without it; null where none.</summary>
    public IReadOnlyList<string>? Blind { get; init; }

    /// <summary>What is wrong with its times; null where nothing is known to be.</summary>
    public string? Clock { get; init; }

    /// <summary>What an open alert of a device measured last.</summary>
    internal sealed record SourceMeasure(
        string Alert, string Rule, string Grade, string? Measure, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? Value,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? Threshold, string? Unit, string? Time);
}
