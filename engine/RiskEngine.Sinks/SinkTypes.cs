using RiskEngine.Sinks.Alertmanager;
using RiskEngine.Sinks.Cap;
using RiskEngine.Sinks.Email;
using RiskEngine.Sinks.Webhook;

namespace RiskEngine.Sinks;

/// <summary>All kinds of sinks.</summary>
public static class SinkTypes
{
    /// <summary>One line for each.</summary>
    public static IReadOnlyList<SinkType> All { get; } =
    [
        new("webhook", "posts each notice, as the record has it, to a web server, signed", WebhookSink.Create),
        new("alertmanager", "shows what is open in Prometheus Alertmanager", AlertmanagerSink.Create),
        new("cap", "writes messages of the Common Alerting Protocol 1.2 into a folder or posts them", CapSink.Create),
        new("email", "sends mail, one for each notice or as a digest", EmailSink.Create),
    ];
}
