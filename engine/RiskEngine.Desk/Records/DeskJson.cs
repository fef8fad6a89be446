using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;
using RiskEngine.Desk.Book;

namespace RiskEngine.Desk.Records;

/// <summary>What the records of the desk have in common as JSON.</summary>
internal sealed class DeskJson : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new(2048);

    public DeskJson() => Json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public Utf8JsonWriter Json { get; }

    public void Dispose() => Json.Dispose();

    /// <summary>Begins an object.</summary>
    public void Begin()
    {
        _buffer.ResetWrittenCount();
        Json.Reset();
        Json.WriteStartObject();
    }

    /// <summary>Ends it.</summary>
    /// <returns>Its bytes.</returns>
    public byte[] End()
    {
        Json.WriteEndObject();
        Json.Flush();
        return _buffer.WrittenSpan.ToArray();
    }

    public void Time(string name, EventTime time)
    {
        Span<char> text = stackalloc char[32];
        time.TryFormat(text, out var length, default, null);
        Json.WriteString(name, text[..length]);
    }

    public void Id(string name, Intake.AlertId id)
    {
        Span<char> text = stackalloc char[24];
        text.TryWrite($"{id.High:x16}{id.Low:x8}", out _);
        Json.WriteString(name, text);
    }

    public void OfMember(Member member, bool withState)
    {
        Id("alert", member.Alert);
        Json.WriteString("rule", member.Rule);
        Json.WriteString("key", member.Key);
        if (member.Site.Length > 0) Json.WriteString("site", member.Site);
        Json.WriteString("grade", AlertJson.Name(member.Grade));
        Time("at", member.At);
        if (withState) Json.WriteString("state", member.IsOpen ? "firing" : "resolved");
    }

    public static string Name(Certainty certainty) => certainty switch
    {
        Certainty.Observed => "observed",
        Certainty.Likely => "likely",
        _ => "possible",
    };
}
