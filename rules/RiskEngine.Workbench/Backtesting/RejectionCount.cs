using RiskEngine.Core.Events;
using RiskEngine.Workbench.Inputs;

namespace RiskEngine.Workbench.Backtesting;

/// <summary>How many records were rejected for one fault.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Detail">What is wrong with which field, of the first of them; no value of the record is in it.</param>
/// <param name="Count">How many.</param>
/// <param name="First">The number of the first in the recording, from 0.</param>
/// <param name="Place">Where the first stands.</param>
public sealed record RejectionCount(RejectReason Reason, string Detail, long Count, long First, RecordPlace Place)
{
    /// <summary>Up to three records whose rows or sources differ, with their places; empty where none can be shown.</summary>
    public IReadOnlyList<RecordPlace> Rows { get; init; } = [];

    /// <summary>Whether mappings were to make events of them.</summary>
    public bool IsMapped { get; init; }

    /// <summary>Where to look: the place of the first, or the rows.</summary>
    public string Shown => Rows.Count == 0 ? $"first: {Place}" : "first: " + string.Join(", ", Rows.Select(row => $"{row} \"{row.Row}\""));

    /// <summary>Code, field, fault and remedy in one line.</summary>
    public string Sentence => Say(Reason, Detail, IsMapped);

    /// <summary>Code, field, fault and remedy of a rejection in one line.</summary>
    public static string Say(RejectReason reason, string detail, bool isMapped = false) => $"{reason.Code()}: {detail}; {reason.Remedy(isMapped)}";
}
