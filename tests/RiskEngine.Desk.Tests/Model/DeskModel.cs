using RiskEngine.Core.Rules;
using RiskEngine.Desk.Book;

namespace RiskEngine.Desk.Tests.Model;

/// <summary>What a desk does, said as plainly as can be: no indices, no timers, everything looked through in each minute.</summary>
internal sealed partial class DeskModel
{
    private readonly List<ModelAlert> _alerts = [];
    private readonly List<(string Id, int To, string Rule)> _silences = [];
    private readonly List<(int Of, int Until)> _shelves = [];
    private readonly AlarmState[] _seen = new AlarmState[DeskWorld.Alarms.Length];
    private readonly Dictionary<string, (int Used, int Waiting, Grade Worst)> _budget = [];
    private int _holds;

    public int Now { get; private set; }

    public List<ModelIncident> Incidents { get; } = [];

    public List<string> Told { get; } = [];

    public DeskLedger Ledger { get; private set; }

    /// <summary>The ways between states of alarms, and in the life of incidents, that were gone.</summary>
    public HashSet<string> Arrows { get; } = [];

    public ModelAlert? Latest(int of) => _alerts.FindLast(alert => alert.Of == of);

    public IEnumerable<(string Id, string Rule)> Silences => _silences.Select(silence => (silence.Id, silence.Rule));

    public int OpenMembers(ModelIncident incident) => _alerts.Count(alert => alert.IsOpen && alert.Incident == incident);

    public void Fire(int of, Grade grade)
    {
        var alert = Latest(of);
        if (alert is not { IsOpen: true }) _alerts.Add(alert = new ModelAlert { Of = of, Since = Now });
        if (grade > alert.Grade) alert.IsAcknowledged = false;
        (alert.Number, alert.Grade) = (alert.Number + 1, grade);
        Count(Chain(alert));
        See();
    }

    public void End(int of)
    {
        if (Latest(of) is not { IsOpen: true } alert) return;
        Count(alert.Held switch
        {
            HoldReason.Silenced => DeskOutcome.Silenced,
            HoldReason.Shelved => DeskOutcome.Shelved,
            HoldReason.Inhibited => DeskOutcome.Inhibited,
            _ => DeskOutcome.Folded,
        });
        if (alert.Held != HoldReason.None && alert.Incident is null) alert.IsAcknowledged = true;
        (alert.IsOpen, alert.EndedAt, alert.Held, alert.Holder, alert.ClosedAt) = (false, Now, HoldReason.None, null, Grade.None);
        alert.Number++;
        if (alert.Incident is { IsResolved: false } incident) Weigh(incident);
        LetGo(alert);
        See();
    }

    /// <summary>An alert that has ended goes on.</summary>
    public void Again(ModelAlert alert, Grade grade)
    {
        (alert.IsOpen, alert.Since, alert.IsAcknowledged, alert.Number, alert.Grade) = (true, Now, false, alert.Number + 1, grade);
        if (alert.Incident is { IsResolved: true }) alert.Incident = null;
        Count(Chain(alert));
        See();
    }

    public void Repeat() => Ledger = Ledger with { Duplicates = Ledger.Duplicates + 1 };

    public void Acknowledge(ModelIncident incident)
    {
        incident.AcknowledgedGrade = incident.Grade;
        foreach (var alert in _alerts.Where(alert => alert.Incident == incident && IsKept(alert))) alert.IsAcknowledged = true;
        incident.EscalatesFrom = null;
        See();
    }

    public void Acknowledge(ModelAlert alert)
    {
        alert.IsAcknowledged = true;
        See();
    }

    public void Shelve(ModelAlert alert, int minutes)
    {
        _shelves.RemoveAll(shelf => shelf.Of == alert.Of);
        _shelves.Add((alert.Of, Now + minutes));
        if (alert.IsOpen) Chain(alert);
        See();
    }

    public void Unshelve(int of)
    {
        if (_shelves.RemoveAll(shelf => shelf.Of == of) > 0 && Latest(of) is { IsOpen: true } alert) LetGoIfFree(alert);
        See();
    }

    public void Silence(string id, string rule, int minutes)
    {
        _silences.Add((id, Now + minutes, rule));
        foreach (var alert in _alerts.Where(alert => alert.IsOpen && alert.Rule == rule)) Chain(alert);
        See();
    }

    public void Unsilence(string id)
    {
        _silences.RemoveAll(silence => silence.Id == id);
        LetGo(id);
        See();
    }

    public void Close(ModelIncident incident)
    {
        foreach (var alert in _alerts.Where(alert => alert.IsOpen && alert.Incident == incident)) (alert.ClosedAt, alert.Incident) = (alert.Grade, null);
        if (!incident.IsResolved)
        {
            Arrows.Add("incident closed");
            Resolve(incident);
        }

        See();
    }

    /// <summary>Time passes, minute by minute.</summary>
    public void Wait(int minutes)
    {
        for (var i = 0; i < minutes; i++)
        {
            Now++;
            if (Now == DeskWorld.Works.To) LetGo("works");
            foreach (var silence in _silences.Where(silence => silence.To == Now).ToArray())
            {
                _silences.Remove(silence);
                LetGo(silence.Id);
            }

            foreach (var (of, until) in _shelves.Where(shelf => shelf.Until == Now).ToArray())
            {
                _shelves.Remove((of, until));
                if (Latest(of) is { IsOpen: true } alert) LetGoIfFree(alert);
            }

            foreach (var source in _alerts.Where(alert => alert.IsOpen && alert.Since + DeskWorld.LongestInhibition == Now).ToArray()) LetGo(source);
            foreach (var incident in Incidents.ToArray()) Ease(incident);
            foreach (var incident in Incidents.ToArray()) Quiet(incident);
            foreach (var incident in Incidents.ToArray()) TellWaiting(incident);
            foreach (var incident in Incidents.ToArray()) Escalate(incident);
            EndShift();
            See();
        }
    }

    public bool IsKept(ModelAlert alert) => alert.IsOpen || alert.EndedAt + DeskWorld.Remember > Now;

    private (HoldReason Reason, object Holder)? Holding(ModelAlert alert)
    {
        if (alert.Rule == "gas-co" && Now >= DeskWorld.Works.From && Now < DeskWorld.Works.To) return (HoldReason.Silenced, "works");
        foreach (var silence in _silences)
        {
            if (silence.Rule == alert.Rule && Now < silence.To) return (HoldReason.Silenced, silence.Id);
        }

        if (_shelves.Exists(shelf => shelf.Of == alert.Of)) return (HoldReason.Shelved, "shelf");
        if (alert.Cause != "flat") return null;
        var source = _alerts.Find(other => other.IsOpen && other.Cause == "main" && other.Area == alert.Area && Now < other.Since + DeskWorld.LongestInhibition);
        return source is null ? null : (HoldReason.Inhibited, source);
    }

    private DeskOutcome Chain(ModelAlert alert)
    {
        if (Holding(alert) is { } held)
        {
            if (!Equals((alert.Held, alert.Holder), held)) alert.HeldOrder = ++_holds;
            (alert.Held, alert.Holder) = held;
            if (alert.Incident is { IsResolved: false } known) Weigh(known);
            return held.Reason switch { HoldReason.Silenced => DeskOutcome.Silenced, HoldReason.Shelved => DeskOutcome.Shelved, _ => DeskOutcome.Inhibited };
        }

        (alert.Held, alert.Holder) = (HoldReason.None, null);
        if (alert.ClosedAt >= alert.Grade) return DeskOutcome.Folded;
        alert.ClosedAt = Grade.None;
        return Join(alert);
    }

    /// <summary>What something held goes through the chain again, in the order in which it came to be held.</summary>
    private void LetGo(object holder)
    {
        foreach (var alert in _alerts.Where(alert => alert.IsOpen && Equals(alert.Holder, holder)).OrderBy(alert => alert.HeldOrder).ToArray()) LetGoIfFree(alert);
    }

    private void LetGoIfFree(ModelAlert alert)
    {
        if (alert.Held == HoldReason.None || Equals(Holding(alert), (alert.Held, alert.Holder))) return;
        (alert.Held, alert.Holder) = (HoldReason.None, null);
        Chain(alert);
    }

    private void Count(DeskOutcome outcome) => Ledger = outcome switch
    {
        DeskOutcome.Notified => Ledger with { TakenIn = Ledger.TakenIn + 1, Notified = Ledger.Notified + 1 },
        DeskOutcome.Folded => Ledger with { TakenIn = Ledger.TakenIn + 1, Folded = Ledger.Folded + 1 },
        DeskOutcome.Silenced => Ledger with { TakenIn = Ledger.TakenIn + 1, Silenced = Ledger.Silenced + 1 },
        DeskOutcome.Shelved => Ledger with { TakenIn = Ledger.TakenIn + 1, Shelved = Ledger.Shelved + 1 },
        DeskOutcome.Inhibited => Ledger with { TakenIn = Ledger.TakenIn + 1, Inhibited = Ledger.Inhibited + 1 },
        _ => Ledger with { TakenIn = Ledger.TakenIn + 1, Budgeted = Ledger.Budgeted + 1 },
    };

    /// <summary>Notes the ways that alarms have gone.</summary>
    private void See()
    {
        for (var of = 0; of < _seen.Length; of++)
        {
            var state = Latest(of) is { } alert && IsKept(alert) ? alert.Alarm : AlarmState.Normal;
            if (state != _seen[of]) Arrows.Add($"{_seen[of]} -> {state}");
            _seen[of] = state;
        }
    }
}
