using System.Text;
using RiskEngine.Core.Desk;
using RiskEngine.Core.State;
using RiskEngine.Desk.Book;
using RiskEngine.Desk.Intake;

namespace RiskEngine.Desk;

/// <content>What is kept and restored, and what is forgotten.</content>
public sealed partial class AlertDesk
{
    /// <summary>All that a checkpoint saves.</summary>
    internal IReadOnlyList<IKeyedState> Saved => _books.Saved;

    internal DeskBooks Books => _books;

    /// <summary>Goes on by another policy. Incidents that are open go on; what a silence of the file held that is gone is let go.</summary>
    public void Use(DeskPolicy policy)
    {
        _books.Policy = policy;
        _books.Rules.Use(policy);
        var gone = _books.Silences.Use(policy);
        _books.Timers.Clear();
        Reset();
        foreach (var silence in gone) LetGo(Holds.HeldBy(silence, silence.Quiets));
        foreach (var alert in _books.Alerts.InOrder().Where(alert => alert is { IsOpen: true, Holder: DeskAlert } && !_holds.StillHeld(alert)).ToArray()) LetGo([alert]);
    }

    /// <summary>Ties together what was restored. Called once after it.</summary>
    /// <exception cref="StateFormatException">Parts of it are missing.</exception>
    internal void Resume()
    {
        foreach (var part in _books.Saved) part.Resume(_books.Now);
        _books.Rules.Reindex();
        _books.Incidents.Reindex();
        _books.Silences.Reindex();
        _books.Shelves.Reindex();
        _books.Budgets.Reindex();
        _books.Places.Reindex();
        _books.Blind.Reindex();
        _books.Alerts.Tie(_books.Rules, _books.Incidents.Find, HolderOf);
        _books.Timers.Clear();
        Reset();
        LetGo([.. _books.Alerts.InOrder().Where(alert => alert is { IsOpen: true, Holder: null } && alert.Held != HoldReason.None)]);
    }

    private void Reset()
    {
        _holds.Reset();
        _witnesses.Reset();
        _incidents.Reset();
        _budgets.Reset();
        _requests.Reset();
        _places.Reset();
    }

    private object? HolderOf(HoldReason reason, string id, DeskAlert alert)
    {
        switch (reason)
        {
            case HoldReason.Silenced when _books.Silences.Find(id) is { } silence:
                silence.Quiets.Add(alert);
                return silence;
            case HoldReason.Shelved:
                return _books.Shelves.Find(alert.Rule.Facts.Rule, alert.Rule.Facts.By, alert.Key);
            case HoldReason.Inhibited when AlertId.TryParse(Encoding.UTF8.GetBytes(id), out var source) && _books.Alerts.Find(source) is { } holder:
                (holder.Quiets ??= []).Add(alert);
                return holder;
            default:
                return null;
        }
    }

    private void Forget()
    {
        while (_books.Alerts.Ended.TryPeek(out var ended) && (!HasEnded(ended) || ended.Alert.EndedAt + _books.Policy.Remember <= _books.Now)) ForgetNext();
        while (_books.Incidents.Resolved.TryPeek(out var incident) && incident.ResolvedAt + _books.Policy.Remember <= _books.Now)
        {
            _books.Incidents.Resolved.Dequeue();
            _books.Incidents.Drop(incident);
        }
    }

    private bool TryMakeRoom()
    {
        while (_books.Alerts.Ended.Count > 0 && _books.Alerts.Count >= _books.Policy.MostAlerts) ForgetNext();
        return _books.Alerts.Count < _books.Policy.MostAlerts;
    }

    private void ForgetNext()
    {
        var ended = _books.Alerts.Ended.Dequeue();
        if (!HasEnded(ended)) return;
        var alert = ended.Alert;
        _witnesses.Forget(alert);
        _books.Alerts.Drop(alert);
        _books.Rules.Release(alert.Rule);
        alert.Slot = -1;
    }

    /// <summary>Whether an alert has not gone on since it was noted that it has ended.</summary>
    private static bool HasEnded((DeskAlert Alert, long EndOrder) ended) => !ended.Alert.IsOpen && ended.Alert.EndOrder == ended.EndOrder && ended.Alert.Slot >= 0;
}
