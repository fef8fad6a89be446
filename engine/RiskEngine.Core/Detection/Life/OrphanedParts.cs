using RiskEngine.Core.Rules;
using RiskEngine.Core.State;

namespace RiskEngine.Core.Detection.Life;

/// <summary>Stored parts that the rules of today do not have: rules that were removed or reshaped while the engine was stopped.</summary>
public sealed class OrphanedParts
{
    private const string Alerts = "alerts:";
    private readonly HashSet<string> _ids = [];
    private readonly Dictionary<(string Part, string Key), byte[]> _alerts = [];

    /// <summary>Ids of all such parts: the next segment says that they are gone.</summary>
    public IReadOnlyCollection<string> Ids => _ids;

    /// <summary>The alerts among them, by rule id, what the rule was evaluated by, and key.</summary>
    internal IEnumerable<(string RuleId, string By, string Key, Episode Episode)> OpenAlerts()
    {
        foreach (var ((part, key), payload) in _alerts.OrderBy(alert => alert.Key))
        {
            var names = part.Split(':', 3);
            if (names.Length == 3 && TryRead(payload) is { } episode) yield return (names[1], names[2], key, episode);
        }
    }

    internal void Drop(string part)
    {
        _ids.Add(part);
        foreach (var key in _alerts.Keys.Where(key => key.Part == part).ToList()) _alerts.Remove(key);
    }

    internal void Take(string part, string key, bool live, ReadOnlySpan<byte> payload)
    {
        _ids.Add(part);
        if (!part.StartsWith(Alerts, StringComparison.Ordinal)) return;
        if (live) _alerts[(part, key)] = payload.ToArray();
        else _alerts.Remove((part, key));
    }

    private static Episode? TryRead(byte[] payload)
    {
        try
        {
            var reader = new StateReader(payload);
            return AlertBook.ReadOpen(ref reader) is { } episode && episode.Shown != Grade.None ? episode : null;
        }
        catch (StateFormatException)
        {
            // What cannot be read cannot be resolved; the entry goes with its part.
            return null;
        }
    }
}
