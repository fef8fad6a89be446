using RiskEngine.Core.Alerts;
using RiskEngine.Core.Desk;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;
using RiskEngine.Desk.Book;
using RiskEngine.Desk.Intake;
using RiskEngine.Desk.Records;

namespace RiskEngine.Desk;

/// <summary>The desk of one task: it decides which of the alerts of its areas people are told of, when, and together with which others.</summary>
/// <remarks>
/// Each transition goes through the same chain: known already? silenced? shelved? explained by another alert? else it joins an incident; is there anything to
/// tell? does the budget of the shift allow it? What falls due in between (ends of silences, escalations, incidents that are over) is seen to at its own time,
/// before anything later: when the desk is told of time in between changes nothing. It knows no other time than it is handed, so that the same inputs give the same
/// records, byte for byte. At any bound it tells rather than drops. Owned by one thread. Benchmark: DeskBenchmarks.
/// </remarks>
public sealed partial class AlertDesk : IDisposable
{
    private readonly DeskBooks _books = new();
    private readonly DeskJson _json = new();
    private readonly Accounts _accounts;
    private readonly Holds _holds;
    private readonly Corroboration _witnesses;
    private readonly Budgets _budgets;
    private readonly PlaceWatch _watch;
    private readonly PlaceBook _places;
    private readonly IncidentRecords _records;
    private readonly IncidentBook _incidents;
    private readonly RequestDesk _requests;

    /// <summary>Creates a desk that knows of no alert.</summary>
    public AlertDesk(DeskPolicy policy)
    {
        var incidentJson = new IncidentJson(_json);
        _accounts = new Accounts(_books, new SuppressedJson(_json));
        _holds = new Holds(_books);
        _witnesses = new Corroboration(_books);
        _budgets = new Budgets(_books, incidentJson);
        _watch = new PlaceWatch(_books, new PlaceJson(_json));
        _places = new PlaceBook(_books, _watch);
        _records = new IncidentRecords(_books, incidentJson);
        _incidents = new IncidentBook(_books, _witnesses, _budgets, _records, _places);
        _requests = new RequestDesk(_books, _incidents, new AuditJson(_json), LetGo, alert => Fire(alert, null));
        Use(policy);
    }

    /// <summary>What became of the transitions taken in.</summary>
    public DeskLedger Ledger => _books.Tally.Ledger;

    /// <summary>How many records told people something.</summary>
    public long Notifications => _books.Tally.Notifications;

    /// <summary>How many alerts were told of later, when what had held them was over.</summary>
    public long Released => _books.Tally.Released;

    /// <summary>How many alerts are open.</summary>
    public int OpenAlerts => _books.Alerts.Open;

    /// <summary>How many incidents are open.</summary>
    public int OpenIncidents => _books.Incidents.Open;

    /// <summary>The clock.</summary>
    public EventTime Now => _books.Now;

    /// <summary>The policy in force.</summary>
    public DeskPolicy Policy => _books.Policy;

    /// <summary>What was written since it was last taken, in order.</summary>
    public IReadOnlyList<DeskRecord> Records => _books.Records;

    /// <summary>Forgets what was written.</summary>
    public void ClearRecords() => _books.Records.Clear();

    /// <summary>Takes in a transition.</summary>
    /// <param name="taken">The transition.</param>
    /// <param name="at">When it came; time that has come further stays.</param>
    public void Take(in TakenAlert taken, EventTime at)
    {
        Tick(at);
        _books.MarkTally();
        var alert = _books.Alerts.Find(taken.Id);
        if (alert is not null && taken.Number <= alert.Number)
        {
            _accounts.AddDuplicate(taken, alert);
            return;
        }

        if (alert is null && taken.State == AlertState.Resolved)
        {
            _accounts.Add(taken, DeskOutcome.Folded, "the end of an alert that was not open here");
            return;
        }

        alert = alert is null ? Keep(taken) : Update(alert, taken);
        if (alert is null) PassThrough(taken);
        else if (alert.IsOpen) _accounts.Add(taken, alert, Fire(alert, taken));
        else End(alert, taken);
    }

    /// <summary>Moves the clock, and sees to what falls due until then, each at its own time.</summary>
    public void Tick(EventTime at)
    {
        if (at <= _books.Now && _books.Now != EventTime.MinValue) return;
        while (_books.Timers.TryTake(at, out var due, out var kind, out var of))
        {
            if (due > _books.Now) _books.Tally.Clock = due;
            See(kind, of);
        }

        _books.Tally.Clock = at;
        _books.MarkTally();
        Forget();
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    private DeskAlert? Keep(in TakenAlert taken)
    {
        if (_books.Alerts.FindOpen(taken.Facts.Rule, taken.Facts.By, taken.Key) is { } before)
        {
            // A rule has one episode for a key: the one before was lost from sight, as after a rebuild of lost state.
            before.State = AlertState.Resolved;
            Ended(before);
        }

        if (_books.Alerts.Count >= _books.Policy.MostAlerts && !TryMakeRoom()) return null;
        var order = _books.Tally.LastOrder;
        var rule = _books.Rules.EntryOf(taken.Facts, ref order);
        _books.Tally.LastOrder = order;
        var alert = new DeskAlert
        {
            Id = taken.Id, Rule = rule, Key = taken.Key, Source = taken.Source, Place = taken.Place, Families = taken.Families, Number = taken.Number, Grade = taken.Grade,
            Certainty = taken.Certainty, State = taken.State, At = taken.At, Since = _books.Now, Order = _books.NextOrder(),
        };
        rule.Alerts++;
        _books.Alerts.Keep(alert);
        return alert;
    }

    private DeskAlert Update(DeskAlert alert, in TakenAlert taken)
    {
        var isMoved = (taken.Place.Length > 0 && taken.Place != alert.Place) || !taken.Facts.IsSameAs(alert.Rule.Facts);
        if (isMoved)
        {
            _holds.Close(alert);
            _witnesses.Forget(alert);
        }

        alert.Incident?.Uncount(alert);
        if (alert.Incident is { IsResolved: true }) alert.Incident = null;
        var wasOpen = alert.IsOpen;
        if (taken.Grade > alert.Grade || !wasOpen) alert.IsAcknowledged = false;
        if (!wasOpen && taken.State == AlertState.Firing) alert.Since = _books.Now;
        var order = _books.Tally.LastOrder;
        var rule = _books.Rules.EntryOf(taken.Facts, ref order);
        _books.Tally.LastOrder = order;
        if (rule != alert.Rule)
        {
            rule.Alerts++;
            _books.Rules.Release(alert.Rule);
            alert.Rule = rule;
        }

        (alert.Number, alert.Certainty, alert.State, alert.At) = (taken.Number, taken.Certainty, taken.State, taken.At);
        if (taken.State == AlertState.Firing) alert.Grade = taken.Grade;
        if (taken.Place.Length > 0) alert.Place = taken.Place;
        alert.Families = taken.Families.Length > 0 ? taken.Families : alert.Families;
        if (alert.IsOpen) _books.Alerts.Moved(alert);
        return alert;
    }

    /// <summary>Sends an open alert through the chain.</summary>
    private DeskOutcome Fire(DeskAlert alert, in TakenAlert? taken)
    {
        _holds.Open(alert);
        var concerned = _witnesses.Note(alert);
        var outcome = DeskOutcome.Folded;
        if (_holds.Find(alert) is { } held)
        {
            _holds.Hold(alert, held.Reason, held.Holder);
            _incidents.Move(alert);
            outcome = held.Reason switch { HoldReason.Silenced => DeskOutcome.Silenced, HoldReason.Shelved => DeskOutcome.Shelved, _ => DeskOutcome.Inhibited };
        }
        else
        {
            _holds.Free(alert);
            if (alert.ClosedAt == Grade.None || alert.Grade > alert.ClosedAt)
            {
                alert.ClosedAt = Grade.None;
                outcome = _incidents.Join(alert, taken);
            }
        }

        _places.Note(alert, taken);
        foreach (var incident in concerned) _incidents.Reweigh(incident);
        return outcome;
    }

    private void End(DeskAlert alert, in TakenAlert taken)
    {
        _accounts.Add(taken, alert, alert.Held switch
        {
            HoldReason.Silenced => DeskOutcome.Silenced,
            HoldReason.Shelved => DeskOutcome.Shelved,
            HoldReason.Inhibited => DeskOutcome.Inhibited,
            _ => DeskOutcome.Folded,
        });
        Ended(alert);
    }

    /// <summary>Sees to what follows from the end of an alert.</summary>
    private void Ended(DeskAlert alert)
    {
        _holds.Close(alert);
        alert.EndedAt = _books.Now;
        alert.EndOrder = ++_books.Tally.LastEnd;
        alert.ClosedAt = Grade.None;

        // What nobody was told of nobody has to acknowledge.
        if (alert.Held != HoldReason.None && alert.Incident is null) alert.IsAcknowledged = true;
        _holds.Free(alert);
        _books.Alerts.Moved(alert);
        _incidents.Move(alert);
        _places.Note(alert, null);
        foreach (var incident in _witnesses.Note(alert)) _incidents.Reweigh(incident);
        LetGo(Holds.HeldBy(alert, alert.Quiets));
        alert.Quiets = null;
    }

    /// <summary>Lets alerts go that nothing may hold any more: they go through the chain again.</summary>
    private void LetGo(IReadOnlyList<DeskAlert> alerts)
    {
        foreach (var alert in alerts)
        {
            if (!alert.IsOpen || alert.Held == HoldReason.None || _holds.StillHeld(alert)) continue;
            _holds.Free(alert);
            Fire(alert, null);
            if (alert.Held != HoldReason.None) continue;
            _books.Tally.Released++;
            _books.MarkTally();
        }
    }

    private void See(DueKind kind, IEntry of)
    {
        switch (kind, of)
        {
            case (DueKind.Silence, DeskSilence silence):
                _requests.SilenceMayBeOver(silence);
                break;
            case (DueKind.Shelf, Shelf shelf):
                _requests.ShelfMayBeOver(shelf);
                break;
            case (DueKind.Inhibition, DeskAlert source):
                if (source.IsOpen) LetGo(Holds.HeldBy(source, source.Quiets));
                break;
            case (DueKind.Ease, DeskIncident incident):
                _incidents.Ease(incident);
                break;
            case (DueKind.Quiet, DeskIncident incident):
                _incidents.Settle(incident);
                break;
            case (DueKind.Tell, DeskIncident incident):
                _incidents.TellWaiting(incident);
                break;
            case (DueKind.Escalation, DeskIncident incident):
                _incidents.Escalate(incident);
                break;
            case (DueKind.Shift, BudgetEntry entry):
                _budgets.End(entry);
                break;
            case (DueKind.Picture, DeskIncident incident):
                _records.Picture(incident);
                break;
            case (DueKind.Place, DeskPlace place):
                _watch.Look(place);
                break;
        }
    }

    /// <summary>There is no room for the alert: it is told by itself.</summary>
    private void PassThrough(in TakenAlert taken)
    {
        _records.PassThrough(taken, CausePolicy.Of(taken.Facts.Rule, taken.Facts.Labels, _books.Policy.Causes));
        _accounts.Add(taken, DeskOutcome.Notified, null);
    }
}
