using RiskEngine.Core.Events;
using RiskEngine.Workbench.Inputs;

namespace RiskEngine.Workbench.Backtesting;

/// <summary>What was rejected, counted by reason and by what is wrong with which field.</summary>
public sealed class RejectionTally
{
    private const int MostGroups = 200;
    private const int MostRows = 3;
    private const string AnythingElse = "other fields";
    private const string Position = " at byte ";

    private readonly Dictionary<(RejectReason Reason, string What, bool IsMapped), RejectionCount> _counts = [];

    /// <summary>The counts, the largest first; equal ones in the order in which they were met.</summary>
    public IReadOnlyList<RejectionCount> Counts => [.. _counts.Values.OrderByDescending(count => count.Count)];

    /// <summary>Takes in one rejection.</summary>
    /// <param name="rejection">The rejection.</param>
    /// <param name="place">Where its record stands.</param>
    public void Add(Rejection rejection, RecordPlace place)
    {
        var key = (rejection.Reason, What(rejection.Detail), rejection.IsMapped);
        if (_counts.Count >= MostGroups && !_counts.ContainsKey(key)) key = (rejection.Reason, AnythingElse, rejection.IsMapped);
        var counted = _counts.GetValueOrDefault(key) ?? new RejectionCount(rejection.Reason, rejection.Detail, 0, rejection.Offset, place) { IsMapped = rejection.IsMapped };
        var isNew = place.Row is not null && counted.Rows.Count < MostRows && counted.Rows.All(row => row.Row != place.Row);
        _counts[key] = counted with { Count = counted.Count + 1, Rows = isNew ? [.. counted.Rows, place] : counted.Rows };
    }

    /// <summary>Faults that differ only in the byte where they stand are one.</summary>
    private static string What(string detail) =>
        detail.IndexOf(Position, StringComparison.Ordinal) is >= 0 and var at ? detail[..at] : detail;
}
