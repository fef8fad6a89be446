using RiskEngine.Core.Rules;

namespace RiskEngine.Service.Running;

/// <summary>What a reload of the rules did.</summary>
public sealed record RuleReloadResult
{
    /// <summary>Rules in force now.</summary>
    public required int Rules { get; init; }

    /// <summary>Ids of new rules.</summary>
    public IReadOnlyList<string> Added { get; init; } = [];

    /// <summary>Ids of rules that are gone; their alerts resolve.</summary>
    public IReadOnlyList<string> Removed { get; init; } = [];

    /// <summary>Ids of rules that changed.</summary>
    public IReadOnlyList<string> Changed { get; init; } = [];

    /// <summary>What becomes of the windows, memories and alerts of each changed rule, by id.</summary>
    public IReadOnlyDictionary<string, StateFate> State { get; init; } = new Dictionary<string, StateFate>();

    /// <summary>All faults of the rules that were refused; null where they were accepted.</summary>
    public string? Fault { get; init; }

    /// <summary>Whether anything changed.</summary>
    public bool IsChange => Added.Count + Removed.Count + Changed.Count > 0;
}
