using RiskEngine.Core.Desk;
using RiskEngine.Core.Rules;
using RiskEngine.Desk.Book;

namespace RiskEngine.Desk;

/// <summary>What bears incidents out, and what speaks against them: families of events that are independent of each other, and alerts of other causes.</summary>
internal sealed class Corroboration(DeskBooks books)
{
    private const int Surest = 2;
    private readonly Dictionary<string, List<DeskAlert>> _in = [];
    private readonly HashSet<string> _agreeing = [];

    /// <summary>Notes an alert that may bear others out.</summary>
    /// <returns>The open incidents that it may concern.</returns>
    public IEnumerable<DeskIncident> Note(DeskAlert alert)
    {
        if (alert.Rule.Concerns is not { Witness: true }) return [];
        var area = books.AreaOf(alert.Place);
        if (!_in.TryGetValue(area, out var known)) _in[area] = known = [];
        if (!known.Contains(alert)) known.Add(alert);
        return [.. books.Incidents.OpenIn(area).Where(incident => books.Policy.Corroborations.Any(policy =>
            policy.Cause == incident.Cause && Concerns(policy, alert, incident)))];
    }

    /// <summary>Forgets an alert.</summary>
    public void Forget(DeskAlert alert)
    {
        if (alert.Rule.Concerns is not { Witness: true }) return;
        var area = books.AreaOf(alert.Place);
        if (_in.TryGetValue(area, out var known) && known.Remove(alert) && known.Count == 0) _in.Remove(area);
    }

    /// <summary>Says how sure an incident is, and how grave at least.</summary>
    /// <returns>The grade that it has, at least, because others bear it out.</returns>
    public Grade Weigh(DeskIncident incident)
    {
        _agreeing.Clear();
        incident.Witnesses.Clear();
        var within = books.Policy.Incidents.Within;
        foreach (var policy in books.Policy.Corroborations)
        {
            if (policy.Cause != incident.Cause) continue;
            within = policy.Within;
            if (_in.TryGetValue(incident.DeskArea, out var known)) Hear(policy, known, incident);
        }

        foreach (var family in incident.Families)
        {
            if (family.Open > 0 || family.Last + within > books.Now) _agreeing.Add(family.Family);
        }

        var against = false;
        foreach (var (family, contradicts) in incident.Witnesses)
        {
            if (contradicts) against = true;
            else _agreeing.Add(family);
        }

        if (incident.SurestOpen is { } surest)
            incident.Certainty = (Certainty)(Surest - Math.Clamp(Surest - (int)surest + Math.Max(0, _agreeing.Count - 1) - (against ? 1 : 0), 0, Surest));
        var grade = Grade.None;
        foreach (var policy in books.Policy.Corroborations)
        {
            if (policy.Cause == incident.Cause && policy.RaiseTo is { } raised && !against && _agreeing.Count >= policy.Families && raised > grade) grade = raised;
        }

        return grade;
    }

    /// <summary>Forgets everything, and finds the alerts again.</summary>
    public void Reset()
    {
        _in.Clear();
        foreach (var alert in books.Alerts.InOrder().Where(alert => alert.Rule.Concerns is { Witness: true })) Note(alert);
    }

    private void Hear(CorroborationPolicy policy, List<DeskAlert> known, DeskIncident incident)
    {
        foreach (var alert in known)
        {
            if (alert.Incident == incident || (!alert.IsOpen && alert.EndedAt + policy.Within <= books.Now) || !Concerns(policy, alert, incident)) continue;
            var against = policy.Against is { } no && Holds.Fits(no, alert);
            foreach (var family in alert.Families.Length == 0 ? [alert.Rule.Cause] : alert.Families.Split(','))
            {
                if (!incident.Witnesses.Contains((family, against))) incident.Witnesses.Add((family, against));
            }
        }
    }

    private static bool Concerns(CorroborationPolicy policy, DeskAlert alert, DeskIncident incident)
    {
        if (!(policy.With is { } with && Holds.Fits(with, alert)) && !(policy.Against is { } against && Holds.Fits(against, alert))) return false;
        foreach (var member in incident.Members)
        {
            if (AreaPath.AreTogether(member.Site, alert.Place, policy.Depth)) return true;
        }

        return false;
    }
}
