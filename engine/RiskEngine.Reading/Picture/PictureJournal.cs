namespace RiskEngine.Reading.Picture;

/// <summary>What has changed since somebody last looked; holds nothing while nobody does.</summary>
internal sealed class PictureJournal
{
    private bool _isOpen;

    public bool IsOpen
    {
        get => _isOpen;
        set
        {
            _isOpen = value;
            Clear();
        }
    }

    public HashSet<string> Alerts { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Incidents { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Places { get; } = new(StringComparer.Ordinal);

    /// <summary>An alert has changed.</summary>
    public void Note(string alert)
    {
        if (_isOpen) Alerts.Add(alert);
    }

    /// <summary>An incident has changed, and with it what is known of some alerts.</summary>
    public void Note(string incident, IEnumerable<string> alerts)
    {
        if (!_isOpen) return;
        Incidents.Add(incident);
        Alerts.UnionWith(alerts);
    }

    public void Clear()
    {
        Alerts.Clear();
        Incidents.Clear();
        Places.Clear();
    }
}
