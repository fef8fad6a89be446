using RiskEngine.Core.Alerts;
using RiskEngine.Core.Rules;
using RiskEngine.Core.State;
using RiskEngine.Desk.Intake;

namespace RiskEngine.Desk.Book;

/// <summary>The alerts that are open, and those that have ended a while ago.</summary>
internal sealed class AlertTable() : DeskTable<DeskAlert>("desk-alerts")
{
    private readonly Dictionary<AlertId, DeskAlert> _byId = [];
    private readonly Dictionary<(string Rule, string By, string Key), DeskAlert> _openByKey = [];
    private readonly Queue<(DeskAlert Alert, long EndOrder)> _ended = new();
    private readonly List<(DeskAlert Alert, Ties Ties)> _loose = [];

    /// <summary>How many are open.</summary>
    public int Open => _openByKey.Count;

    /// <summary>Those that have ended, the one that ended first at the head.</summary>
    public Queue<(DeskAlert Alert, long EndOrder)> Ended => _ended;

    /// <summary>The alert with an identity; null where none is kept.</summary>
    public DeskAlert? Find(AlertId id) => _byId.GetValueOrDefault(id);

    /// <summary>The open alert of a rule, kind of key, and key; null where none is open.</summary>
    public DeskAlert? FindOpen(string rule, string by, string key) => _openByKey.GetValueOrDefault((rule, by, key));

    /// <summary>Keeps an alert that is open.</summary>
    public void Keep(DeskAlert alert)
    {
        Add(alert);
        _byId.Add(alert.Id, alert);
        _openByKey[KeyOf(alert)] = alert;
    }

    /// <summary>Notes that an alert is open again, or has ended.</summary>
    public void Moved(DeskAlert alert)
    {
        Mark(alert);
        if (alert.IsOpen)
        {
            _openByKey[KeyOf(alert)] = alert;
            return;
        }

        if (_openByKey.GetValueOrDefault(KeyOf(alert)) == alert) _openByKey.Remove(KeyOf(alert));
        _ended.Enqueue((alert, alert.EndOrder));
    }

    /// <summary>Forgets an alert that has ended.</summary>
    public void Drop(DeskAlert alert)
    {
        Remove(alert);
        _byId.Remove(alert.Id);
    }

    public override void Clear()
    {
        base.Clear();
        _byId.Clear();
        _openByKey.Clear();
        _ended.Clear();
        _loose.Clear();
    }

    /// <summary>Ties what was restored together again.</summary>
    /// <param name="rules">The versions of rules.</param>
    /// <param name="incidentOf">The incident with an identity; null where there is none.</param>
    /// <param name="holderOf">What holds an alert, from why and the identity that was saved; null where it is gone.</param>
    public void Tie(RuleTable rules, Func<string, DeskIncident?> incidentOf, Func<HoldReason, string, DeskAlert, object?> holderOf)
    {
        foreach (var (alert, ties) in _loose)
        {
            alert.Rule = rules.Find(ties.Rule) ?? throw new StateFormatException($"the rule of alert {alert.Id} is missing");
            alert.Rule.Alerts++;
            alert.Incident = ties.Incident.Length == 0 ? null : incidentOf(ties.Incident);
            _byId.Add(alert.Id, alert);
            if (alert.IsOpen) _openByKey[KeyOf(alert)] = alert;
        }

        _loose.Sort(static (x, y) => x.Alert.Order.CompareTo(y.Alert.Order));
        foreach (var (alert, ties) in _loose)
        {
            if (alert.Held != HoldReason.None) alert.Holder = holderOf(alert.Held, ties.Holder, alert);
        }

        foreach (var alert in InOrder().Where(alert => !alert.IsOpen).OrderBy(alert => alert.EndOrder)) _ended.Enqueue((alert, alert.EndOrder));
        _loose.Clear();
    }

    protected override void Write(DeskAlert alert, StateWriter writer)
    {
        writer.UInt(alert.Id.High);
        writer.UInt(alert.Id.Low);
        writer.Int(alert.Rule.Order);
        writer.String(alert.Key);
        writer.String(alert.Source == alert.Key ? "=" : alert.Source is null ? "" : "=" + alert.Source);
        writer.String(alert.Place);
        writer.String(alert.Families);
        writer.Count(alert.Number);
        writer.Byte((byte)alert.Grade);
        writer.Byte((byte)alert.Certainty);
        writer.Byte((byte)alert.State);
        writer.Int(alert.At.Micros);
        writer.Int(alert.Since.Micros);
        writer.Int(alert.EndedAt.Micros);
        writer.Int(alert.EndOrder);
        writer.Bool(alert.IsAcknowledged);
        writer.Byte((byte)alert.Held);
        writer.Int(alert.HeldOrder);
        writer.String(alert.Holder switch { DeskSilence silence => silence.Policy.Id, DeskAlert source => source.Id.ToString(), _ => "" });
        writer.String(alert.Incident?.Id ?? "");
        writer.Byte((byte)alert.ClosedAt);
    }

    protected override DeskAlert Read(ref StateReader reader)
    {
        var id = new AlertId(reader.UInt(), (uint)reader.UInt());
        var rule = reader.Int();
        var key = reader.String();
        var source = reader.String();
        var alert = new DeskAlert
        {
            Id = id, Rule = RuleEntry.None, Key = key, Source = source switch { "" => null, "=" => key, _ => source[1..] }, Place = reader.String(), Families = reader.String(),
            Number = reader.Small(), Grade = (Grade)reader.Byte(), Certainty = (Certainty)reader.Byte(), State = (AlertState)reader.Byte(), At = reader.TimeAhead(),
            Since = reader.TimeAhead(), EndedAt = reader.TimeAhead(), EndOrder = reader.Int(), IsAcknowledged = reader.Bool(), Held = (HoldReason)reader.Byte(),
            HeldOrder = reader.Int(),
        };
        if (alert.Grade > Grade.Red || alert.Certainty > Certainty.Possible || alert.State > AlertState.Resolved || alert.Held > HoldReason.Inhibited)
            throw new StateFormatException($"alert {id} is damaged");
        var ties = new Ties(rule, reader.String(), reader.String());
        alert.ClosedAt = (Grade)reader.Byte();
        _loose.Add((alert, ties));
        return alert;
    }

    private static (string Rule, string By, string Key) KeyOf(DeskAlert alert) => (alert.Rule.Facts.Rule, alert.Rule.Facts.By, alert.Key);

    /// <summary>What a saved alert refers to.</summary>
    private readonly record struct Ties(long Rule, string Holder, string Incident);
}
