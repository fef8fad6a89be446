using RiskEngine.Core.Alerts;
using RiskEngine.Core.Desk;
using RiskEngine.Core.Rules;
using RiskEngine.Desk.Book;
using RiskEngine.Desk.Records;

namespace RiskEngine.Desk;

/// <summary>How often people are told something of an area in a shift; what is light and beyond that waits for the digest at its end.</summary>
internal sealed class Budgets(DeskBooks books, IncidentJson json)
{
    /// <summary>Counts that people are told of an incident.</summary>
    public void Use(DeskIncident incident)
    {
        if (EntryOf(incident) is not { } entry) return;
        entry.Used++;
        books.Budgets.Mark(entry);
    }

    /// <summary>Lets an incident wait for the digest where people have been told enough and it is light.</summary>
    /// <returns>False where they can be told.</returns>
    public bool TryWait(DeskIncident incident, Member member)
    {
        if (incident.Grade >= Grade.Orange || EntryOf(incident) is not { } entry || entry.Used < books.Policy.Budget?.Notifications) return false;
        entry.Waiting++;
        entry.Incidents.Add(incident.Id);
        if (incident.Grade > entry.Worst) entry.Worst = incident.Grade;
        if (entry.Members.Count == DeskIncident.MostMembers) entry.Members.RemoveAt(0);
        entry.Members.Add(member);
        books.Budgets.Mark(entry);
        return true;
    }

    /// <summary>Ends a shift: what has waited is told in one record.</summary>
    public void End(BudgetEntry entry)
    {
        if (books.Budgets.Find(entry.Area) != entry || entry.Until > books.Now) return;
        books.Budgets.Drop(entry);
        if (entry.Waiting == 0) return;
        var first = entry.Members[0];
        var worst = entry.Members.MaxBy(member => member.Grade) ?? first;
        var what = entry.Incidents.Count == 1 ? "1 incident" : $"{entry.Incidents.Count} incidents";
        var digest = new DeskIncident
        {
            Id = Fingerprint.Of("digest", "area", entry.Area, entry.Until), Area = entry.Area, DeskArea = entry.Area, Cause = IncidentJson.Digest, Opened = first.At, Number = 1,
            First = first, Worst = worst, Title = $"Digest of the shift: {what} in {entry.Area}", Category = "Other", Grade = entry.Worst, Recorded = entry.Worst,
            Message = $"{what} in {entry.Area} beyond the budget of the shift, none above {AlertJson.Name(entry.Worst)}: {entry.Waiting} notifications were kept back",
            IsResolved = true, ResolvedAt = books.Now, Total = entry.Waiting, Certainty = Certainty.Observed,
        };
        digest.Members.AddRange(entry.Members);
        books.Tally.Notifications++;
        books.MarkTally();
        books.Records.Add(json.Write(digest, books.Now, IncidentJson.Digest, digest.Message, null));
    }

    /// <summary>Sets the timers again after a restore.</summary>
    public void Reset()
    {
        foreach (var entry in books.Budgets.InOrder()) books.Timers.Set(entry.Until, DueKind.Shift, entry);
    }

    private BudgetEntry? EntryOf(DeskIncident incident)
    {
        if (books.Policy.Budget is not { } policy) return null;
        var area = AreaPath.Of(incident.Area, policy.Depth);
        if (books.Budgets.Find(area) is { } entry) return entry;
        entry = new BudgetEntry { Area = area, Until = policy.EndAfter(books.Now), Order = books.NextOrder() };
        books.Budgets.Keep(entry);
        books.Timers.Set(entry.Until, DueKind.Shift, entry);
        return entry;
    }
}
