using System.Globalization;
using System.Text;
using System.Text.Json;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Desk;
using RiskEngine.Core.Rules;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;
using RiskEngine.Desk.Intake;
using RiskEngine.Desk.Records;

namespace RiskEngine.Desk.Tests;

/// <summary>A desk that tests tell of alerts in few words, with time in minutes from noon.</summary>
internal sealed class DeskTrial : IDisposable
{
    public static readonly EventTime Noon = EventTime.From(new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));
    private readonly Dictionary<string, (int Episode, int Number, Grade Grade)> _episodes = [];
    private readonly Dictionary<string, (int Episode, int Number)> _ended = [];
    private readonly Dictionary<string, AlertFacts> _facts = [];
    private int _requests;

    public DeskTrial(DeskPolicy? policy = null) => Desk = new AlertDesk(policy ?? Policy());

    public AlertDesk Desk { get; private set; }

    public double Minute { get; set; }

    /// <summary>What people were told so far: area, grade and why.</summary>
    public List<string> Told { get; } = [];

    public List<DeskRecord> All { get; } = [];

    /// <summary>Reasons of what they were not told.</summary>
    public IEnumerable<string> Suppressed => All.Where(record => record.Topic == DeskTopic.Suppressed).Select(record => Parse(record).GetProperty("reason").GetString() ?? "");

    public IEnumerable<JsonElement> Incidents => All.Where(record => record.Topic == DeskTopic.Incidents).Select(Parse);

    public IEnumerable<JsonElement> Audits => All.Where(record => record.Topic == DeskTopic.Audit).Select(Parse);

    public IEnumerable<DeskRecord> PlaceRecords => All.Where(record => record.Topic == DeskTopic.Places);

    public IEnumerable<JsonElement> Places => PlaceRecords.Select(Parse);

    /// <summary>The records of an area.</summary>
    public IEnumerable<JsonElement> PlacesOf(string area) => PlaceRecords.Where(record => record.Key == area).Select(Parse);

    /// <summary>The usual policy, without a wait.</summary>
    public static DeskPolicy Policy() => new()
    {
        Incidents = new IncidentPolicy { Wait = TimeSpan.Zero, Linger = TimeSpan.FromMinutes(5), Within = TimeSpan.FromMinutes(30), Picture = TimeSpan.FromMinutes(1) },
    };

    public static EventTime At(double minute) => Noon + TimeSpan.FromMinutes(minute);

    /// <summary>The identity of the current episode of a rule and key.</summary>
    public AlertId IdOf(string rule, string key) => Id(rule, key, _episodes.GetValueOrDefault($"{rule}/{key}").Episode);

    /// <summary>An alert fires, or moves to another grade.</summary>
    public DeskTrial Fire(string rule, string key, Grade grade, string place = "huaxi/c1/g1/b1", double? at = null, string families = "sensor",
        Certainty certainty = Certainty.Likely)
    {
        var (episode, number, _) = _episodes.GetValueOrDefault($"{rule}/{key}");
        _episodes[$"{rule}/{key}"] = (number == 0 ? episode + 1 : episode, number + 1, grade);
        return Take(Alert(rule, key, grade, AlertState.Firing, place, families, certainty), at);
    }

    /// <summary>An alert that has ended goes on: the same one, with the next number.</summary>
    public DeskTrial FireAgain(string rule, string key, Grade grade, string place = "huaxi/c1/g1/b1")
    {
        var (episode, number) = _ended[$"{rule}/{key}"];
        _episodes[$"{rule}/{key}"] = (episode, number + 1, grade);
        return Take(Alert(rule, key, grade, AlertState.Firing, place, "sensor", Certainty.Likely));
    }

    /// <summary>An alert ends.</summary>
    public DeskTrial End(string rule, string key, string place = "huaxi/c1/g1/b1", double? at = null)
    {
        var (episode, number, grade) = _episodes[$"{rule}/{key}"];
        _episodes[$"{rule}/{key}"] = (episode, number + 1, grade);
        Take(Alert(rule, key, grade, AlertState.Resolved, place, "sensor", Certainty.Likely), at);
        _episodes[$"{rule}/{key}"] = (episode, 0, Grade.None);
        _ended[$"{rule}/{key}"] = (episode, number + 1);
        return this;
    }

    /// <summary>Takes in a transition.</summary>
    public DeskTrial Take(TakenAlert alert, double? at = null)
    {
        Minute = Math.Max(Minute, at ?? Minute);
        Desk.Take(alert with { At = At(Minute) }, At(Minute));
        return Drain();
    }

    /// <summary>Time passes.</summary>
    public DeskTrial Tick(double minute)
    {
        Minute = Math.Max(Minute, minute);
        Desk.Tick(At(Minute));
        return Drain();
    }

    /// <summary>Somebody asks something; the answer is null where it was done.</summary>
    public string? Ask(RequestKind kind, string? incident = null, AlertId? alert = null, double? until = null, AlertMatcher? match = null, string? silence = null,
        string? to = null, string why = "because", string? id = null)
    {
        Desk.Take(new DeskRequest
        {
            Id = id ?? $"request-{++_requests}", Kind = kind, By = "ann", Area = "huaxi/c1", Why = why, Incident = incident, Alert = alert?.ToString(), To = to,
            Until = until is { } end ? At(end) : null, Match = match, Silence = silence,
        }, At(Minute));
        Drain();
        return Audits.LastOrDefault().TryGetProperty("refused", out var refused) ? refused.GetString() : null;
    }

    /// <summary>The last record of the only incident that is open or was last touched.</summary>
    public JsonElement Incident => Incidents.Last();

    public TakenAlert Alert(string rule, string key, Grade grade, AlertState state, string place, string families, Certainty certainty)
    {
        var (episode, number, _) = _episodes.GetValueOrDefault($"{rule}/{key}");
        return new TakenAlert
        {
            Id = Id(rule, key, episode), Number = number, Facts = FactsOf(rule), Key = key, Source = key, Place = place, State = state, Grade = grade, Certainty = certainty,
            At = At(Minute), Families = families, Message = $"{rule} at {key}", Incomplete = [],
        };
    }

    /// <summary>Goes on with a desk that was restored from what this one saves.</summary>
    public DeskTrial Restart()
    {
        var restored = Restore(Desk, Desk.Policy);
        Desk.Dispose();
        Desk = restored;
        return Drain();
    }

    /// <summary>A desk restored from all that another one saves.</summary>
    public static AlertDesk Restore(AlertDesk from, DeskPolicy policy)
    {
        var restored = new AlertDesk(policy);
        foreach (var (part, into) in from.Saved.Zip(restored.Saved))
        {
            into.Clear();
            for (var slot = 0; slot < part.SlotBound; slot++)
            {
                var writer = new StateWriter();
                if (!part.TrySave(slot, writer)) continue;
                var reader = new StateReader(writer.Written);
                into.Restore(part.KeyOf(slot), ref reader);
                Assert.True(reader.AtEnd, part.StateId);
            }
        }

        restored.Resume();
        return restored;
    }

    public void Dispose() => Desk.Dispose();

    private DeskTrial Drain()
    {
        Assert.True(Desk.Ledger.Balances, Desk.Ledger.ToString());
        foreach (var record in Desk.Records)
        {
            All.Add(record);
            if (!record.Notify) continue;
            var incident = Parse(record);
            Told.Add($"{incident.GetProperty("area").GetString()} {incident.GetProperty("grade").GetString()} {incident.GetProperty("notify_because").GetString()}");
        }

        Desk.ClearRecords();
        return this;
    }

    private AlertFacts FactsOf(string rule)
    {
        if (!_facts.TryGetValue(rule, out var facts))
        {
            _facts[rule] = facts = new AlertFacts
            {
                Rule = rule, Hash = "0123456789abcdef", Title = $"Title of {rule}", By = "source", Category = "Safety", Labels = new(StringComparer.Ordinal),
            };
        }

        return facts;
    }

    private static AlertId Id(string rule, string key, int episode)
    {
        var text = Fingerprint.Of(rule, "source", key, new EventTime(episode));
        Assert.True(AlertId.TryParse(Encoding.UTF8.GetBytes(text), out var id));
        Assert.Equal(text, id.ToString());
        return id;
    }

    private static JsonElement Parse(DeskRecord record) => JsonDocument.Parse(record.Value).RootElement;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"at {Minute}");
}
