using System.Text;
using System.Xml;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Rules;
using RiskEngine.Sinks.Notices;

namespace RiskEngine.Sinks.Cap;

/// <summary>Writes a notice as a message of the Common Alerting Protocol 1.2 (OASIS, 2010). Equal notices with equal messages before them give equal bytes.</summary>
internal static class CapMessage
{
    /// <summary>The namespace of version 1.2.</summary>
    public const string Namespace = "urn:oasis:names:tc:emergency:cap:1.2";

    private const int LongestHeadline = 160;

    private static readonly HashSet<string> Categories = ["Geo", "Met", "Safety", "Security", "Rescue", "Fire", "Health", "Env", "Transport", "Infra", "CBRNE", "Other"];

    /// <summary>Writes one.</summary>
    /// <param name="notice">What is said.</param>
    /// <param name="before">The messages about the same subject before it; none for the first.</param>
    /// <param name="place">Where it is.</param>
    /// <param name="options">What all messages say.</param>
    /// <returns>UTF-8.</returns>
    public static byte[] Write(Notice notice, IReadOnlyList<CapReference> before, CapPlace place, CapOptions options)
    {
        using var stream = new MemoryStream();
        using (var xml = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true, NewLineChars = "\n" }))
        {
            xml.WriteStartElement("alert", Namespace);
            Element(xml, "identifier", CapReference.Of(notice).Identifier);
            Element(xml, "sender", options.Sender);
            Element(xml, "sent", CapReference.Of(notice).Sent);
            Element(xml, "status", notice.IsDrill ? "Exercise" : options.Status.ToString());
            Element(xml, "msgType", before.Count == 0 ? "Alert" : notice.IsEnd ? "Cancel" : "Update");
            Element(xml, "source", "RiskEngine");
            Element(xml, "scope", options.Scope.ToString());
            if (options.Scope == CapScope.Restricted) Element(xml, "restriction", options.Restriction);
            if (options.Addresses is { } addresses) Element(xml, "addresses", addresses);
            if (notice.IsEnd) Element(xml, "note", notice.Message);
            else if (notice.IsDrill) Element(xml, "note", "This is an exercise.");
            if (before.Count > 0) Element(xml, "references", string.Join(' ', before.Select(message => $"{options.Sender},{message.Identifier},{message.Sent}")));
            Element(xml, "incidents", notice.Subject);
            WriteInfo(xml, notice, place, options);
            xml.WriteEndElement();
        }

        return stream.ToArray();
    }

    private static void WriteInfo(XmlWriter xml, Notice notice, CapPlace place, CapOptions options)
    {
        xml.WriteStartElement("info", Namespace);
        Element(xml, "language", options.Language);
        var categories = notice.Categories.Where(Categories.Contains).Distinct().DefaultIfEmpty("Safety");
        foreach (var category in categories) Element(xml, "category", category);
        Element(xml, "event", notice.Title);
        Element(xml, "responseType", notice.IsEnd ? "AllClear" : notice.Grade >= Grade.Orange ? "Execute" : notice.Grade == Grade.Yellow ? "Assess" : "Monitor");
        Element(xml, "urgency", notice.IsEnd ? "Past" : notice.Grade >= Grade.Orange ? "Immediate" : "Expected");
        Element(xml, "severity", notice.Grade switch
        {
            Grade.Red => "Extreme",
            Grade.Orange => "Severe",
            Grade.Yellow => "Moderate",
            Grade.Blue => "Minor",
            _ => "Unknown",
        });
        Element(xml, "certainty", notice.Certainty.ToString());
        Element(xml, "onset", CapReference.TimeOf(notice.Began));
        Element(xml, "expires", CapReference.TimeOf(notice.At + options.Expires));
        if (options.SenderName is { } name) Element(xml, "senderName", name);
        Element(xml, "headline", notice.Title.Length > LongestHeadline ? notice.Title[..(LongestHeadline - 1)] + "…" : notice.Title);
        Element(xml, "description", notice.Message);
        if (notice.Runbook is { } runbook) Element(xml, "instruction", $"Follow {runbook}");
        if (options.Web is { } web) Element(xml, "web", web);
        if (options.Contact is { } contact) Element(xml, "contact", contact);
        foreach (var (parameter, value) in Parameters(notice)) Pair(xml, "parameter", parameter, value);
        WriteArea(xml, notice.Place, place);
        xml.WriteEndElement();
    }

    private static IEnumerable<(string Name, string Value)> Parameters(Notice notice)
    {
        yield return ("grade", AlertJson.Name(notice.Grade));
        yield return ("area", notice.Place);
        if (notice.Rule is { } rule) yield return ("rule", rule);
        if (notice.Cause is { } cause) yield return ("cause", cause);
        foreach (var (name, value) in notice.Labels.OrderBy(label => label.Key, StringComparer.Ordinal)) yield return ($"label.{name}", value);
    }

    private static void WriteArea(XmlWriter xml, string area, CapPlace place)
    {
        xml.WriteStartElement("area", Namespace);
        Element(xml, "areaDesc", place.Name is { } name ? $"{name} ({area})" : area);
        foreach (var polygon in place.Polygons) Element(xml, "polygon", polygon);
        foreach (var circle in place.Circles) Element(xml, "circle", circle);
        foreach (var (system, code) in place.Geocodes) Pair(xml, "geocode", system, code);
        xml.WriteEndElement();
    }

    private static void Pair(XmlWriter xml, string element, string name, string value)
    {
        xml.WriteStartElement(element, Namespace);
        Element(xml, "valueName", name);
        Element(xml, "value", value);
        xml.WriteEndElement();
    }

    private static void Element(XmlWriter xml, string name, string value) => xml.WriteElementString(name, Namespace, Legal(value));

    /// <summary>A text without the characters that XML cannot hold, as control characters in a device's name.</summary>
    private static string Legal(string text)
    {
        var legal = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var isLegal = rune.Value is '\t' or '\n' or '\r' || (rune.Value >= 0x20 && rune.Value is not (0xFFFE or 0xFFFF));
            legal.Append(isLegal ? rune.ToString() : "\uFFFD");
        }

        return legal.ToString();
    }
}
