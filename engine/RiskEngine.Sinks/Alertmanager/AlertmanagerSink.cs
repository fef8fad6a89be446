using System.Text.Encodings.Web;
using System.Text.Json;
using RiskEngine.Core.Time;
using RiskEngine.Sinks.Delivery;
using RiskEngine.Sinks.Http;
using RiskEngine.Sinks.Notices;
using RiskEngine.Sinks.Settings;

namespace RiskEngine.Sinks.Alertmanager;

/// <summary>Shows what is open in Prometheus Alertmanager (API v2), and says it again so that Alertmanager does not take it for ended.</summary>
/// <remarks>
/// Alertmanager knows an alert by its labels, and the grade is one of them, because routes look at it: when the grade changes, the alert of the old grade ends and one of
/// the new grade begins, in one request. What Alertmanager has is brought back from the log at the start, and said again at once.
/// </remarks>
public sealed class AlertmanagerSink : IRepeatingSink
{
    private const int MostAtOnce = 500;

    private readonly Dictionary<string, AlertmanagerAlert> _open = new(StringComparer.Ordinal);
    private readonly HttpPost _post;
    private readonly IReadOnlyDictionary<string, string> _labels;
    private readonly TimeSpan _expires;
    private readonly TimeProvider _time;

    private AlertmanagerSink(HttpPost post, IReadOnlyDictionary<string, string> labels, TimeSpan repeat, TimeSpan expires, TimeProvider time) =>
        (_post, _labels, RepeatEvery, _expires, _time) = (post, labels, repeat, expires, time);

    /// <inheritdoc/>
    public TimeSpan RepeatEvery { get; }

    /// <summary>Makes it from its settings; null where they have faults.</summary>
    public static ISink? Create(SinkSettings settings, TimeProvider time)
    {
        var address = settings.Address("Url", true, "Alertmanager, e.g. `http://alertmanager:9093`; with its path prefix, where it has one");
        var headers = settings.Map("Headers", "headers that are sent with each request, e.g. `Headers:Authorization`; all count as secrets");
        var labels = settings.Map("Labels", "labels that every alert gets, e.g. `Labels:city`");
        var repeat = settings.Span("Repeat", TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), "how often what is open is said again");
        var expires = settings.Span("Expires", TimeSpan.FromMinutes(4), TimeSpan.FromSeconds(2), TimeSpan.FromHours(24),
            "how long after the last word Alertmanager takes an alert for ended: as long as an outage of the engine may last unnoticed");
        var timeout = settings.Span("Timeout", TimeSpan.FromSeconds(10), TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5), "how long an answer may take");
        if (expires < repeat * 2) settings.Refuse("Expires", "must be at least twice Repeat, or alerts end and begin again between two words");
        if (address is null || settings.Faults.Count > 0) return null;
        var endpoint = new Uri($"{address.GetLeftPart(UriPartial.Path).TrimEnd('/')}/api/v2/alerts");
        return new AlertmanagerSink(new HttpPost(endpoint, headers, timeout, time), labels, repeat, expires, time);
    }

    /// <inheritdoc/>
    public void Recall(Notice notice) => Keep(notice, AlertmanagerAlert.Of(notice, _labels));

    /// <inheritdoc/>
    public async Task SendAsync(IReadOnlyList<Notice> notices, Action<Notice> accepted, CancellationToken cancellationToken)
    {
        // The last word on a subject is what holds; of what was said before only what must end.
        var last = notices.GroupBy(notice => notice.Subject).Select(group => group.Last())
            .Select(notice => (Notice: notice, Alert: AlertmanagerAlert.Of(notice, _labels))).ToList();
        var ended = last.Where(one => _open.TryGetValue(one.Notice.Subject, out var open) && (one.Notice.IsEnd || !open.IsSameAs(one.Alert)))
            .Select(one => _open[one.Notice.Subject] with { Annotations = one.Alert.Annotations });
        var firing = last.Where(one => !one.Notice.IsEnd).Select(one => one.Alert);

        // One that began and ended in the same batch is shown as ended, so that it has been seen.
        var brief = last.Where(one => one.Notice.IsEnd && !_open.ContainsKey(one.Notice.Subject)).Select(one => one.Alert);
        await Post([.. ended, .. brief], [.. firing], cancellationToken).ConfigureAwait(false);
        foreach (var (notice, alert) in last) Keep(notice, alert);
        foreach (var notice in notices) accepted(notice);
    }

    /// <inheritdoc/>
    public async Task RepeatAsync(CancellationToken cancellationToken)
    {
        foreach (var some in _open.Values.Chunk(MostAtOnce)) await Post([], some, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _post.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Keep(Notice notice, AlertmanagerAlert alert)
    {
        if (notice.IsEnd) _open.Remove(notice.Subject);
        else _open[notice.Subject] = alert;
    }

    private async Task Post(IReadOnlyList<AlertmanagerAlert> ended, IReadOnlyList<AlertmanagerAlert> firing, CancellationToken cancellationToken)
    {
        var now = EventTime.From(_time.GetUtcNow());
        using var body = new MemoryStream();
        await using (var json = new Utf8JsonWriter(body, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartArray();
            foreach (var alert in ended) alert.Write(json, now, now);
            foreach (var alert in firing) alert.Write(json, now, now + _expires);
            json.WriteEndArray();
        }

        if (ended.Count + firing.Count > 0) await _post.SendAsync(body.ToArray(), "application/json", [], cancellationToken).ConfigureAwait(false);
    }
}
