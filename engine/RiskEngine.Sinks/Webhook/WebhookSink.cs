using System.Globalization;
using RiskEngine.Sinks.Delivery;
using RiskEngine.Sinks.Http;
using RiskEngine.Sinks.Notices;
using RiskEngine.Sinks.Settings;

namespace RiskEngine.Sinks.Webhook;

/// <summary>Posts each notice, as the record has it, to a web server; signed where there is a secret.</summary>
public sealed class WebhookSink : ISink
{
    private readonly HttpPost _post;
    private readonly IReadOnlyList<string> _secrets;
    private readonly TimeProvider _time;

    private WebhookSink(HttpPost post, IReadOnlyList<string> secrets, TimeProvider time) => (_post, _secrets, _time) = (post, secrets, time);

    /// <summary>Makes it from its settings; null where they have faults.</summary>
    public static ISink? Create(SinkSettings settings, TimeProvider time)
    {
        var address = settings.Address("Url", true, "where messages are posted to");
        var secret = settings.Optional("Secret", "signs messages (header `webhook-signature`): any text of at least 16 characters, or `whsec_` and Base64");
        var old = settings.Optional("OldSecret", "a second secret that messages are signed with while receivers change over");
        var headers = settings.Map("Headers", "headers that are sent with each message, e.g. `Headers:Authorization`; all count as secrets");
        var timeout = settings.Span("Timeout", TimeSpan.FromSeconds(10), TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5), "how long an answer may take");
        if (secret is not null && WebhookSignature.FaultOf(secret) is { } fault) settings.Refuse("Secret", fault);
        if (old is not null && WebhookSignature.FaultOf(old) is { } oldFault) settings.Refuse("OldSecret", oldFault);
        if (old is not null && secret is null) settings.Refuse("OldSecret", "needs Secret beside it");
        if (address is null || settings.Faults.Count > 0) return null;
        return new WebhookSink(new HttpPost(address, headers, timeout, time), [.. new[] { secret, old }.OfType<string>()], time);
    }

    /// <inheritdoc/>
    public async Task SendAsync(IReadOnlyList<Notice> notices, Action<Notice> accepted, CancellationToken cancellationToken)
    {
        foreach (var notice in notices)
        {
            await _post.SendAsync(notice.Json, "application/json", Headers(notice), cancellationToken).ConfigureAwait(false);
            accepted(notice);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _post.Dispose();
        return ValueTask.CompletedTask;
    }

    private List<(string Name, string Value)> Headers(Notice notice)
    {
        var now = _time.GetUtcNow().ToUnixTimeSeconds();
        List<(string Name, string Value)> headers =
        [
            ("webhook-id", notice.Id),
            ("webhook-timestamp", now.ToString(CultureInfo.InvariantCulture)),
            ("riskengine-kind", notice.Kind == NoticeKind.Incidents ? "incident" : "alert"),
        ];
        if (_secrets.Count > 0) headers.Add(("webhook-signature", WebhookSignature.Of(_secrets, notice.Id, now, notice.Json.Span)));
        if (notice.IsDrill) headers.Add(("riskengine-drill", "true"));
        return headers;
    }
}
