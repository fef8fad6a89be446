using System.Text.Json;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;

namespace RiskEngine.Desk.Intake;

/// <summary>Reads the JSON of <c>risk.alerts.v1</c> (docs/alerts.md). Fields that it does not know are skipped.</summary>
/// <remarks>Names of rules, places and families are shared, so that a million alerts keep them once. Owned by one thread. Benchmark: DeskBenchmarks.</remarks>
public sealed class AlertDecoder
{
    private const int MostTexts = 1 << 17;
    private const int LongestText = 4_000;
    private readonly TextCache _places = new(MostTexts);
    private readonly FactsReader _facts = new();
    private readonly FamilyNames _families = new();

    /// <summary>Reads one transition.</summary>
    /// <param name="json">UTF-8 JSON, one object.</param>
    /// <param name="alert">What it says.</param>
    /// <param name="fault">What is wrong with it otherwise, in a few words.</param>
    /// <returns>False where it is no transition of an alert.</returns>
    public bool TryDecode(ReadOnlySpan<byte> json, out TakenAlert alert, out string fault)
    {
        alert = default;
        try
        {
            var fields = new Fields();
            Read(json, ref fields);
            fault = fields.Fault() ?? "";
            if (fault.Length > 0) return false;
            alert = fields.ToAlert(_facts.Facts(), _families.Names());
            return true;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or FormatException)
        {
            fault = $"no JSON of an alert: {broken.Message}";
            return false;
        }
    }

    private void Read(ReadOnlySpan<byte> json, ref Fields fields)
    {
        var reader = new Utf8JsonReader(json);
        _facts.Clear();
        _families.Clear();
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw new JsonException("not an object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("alert"u8)) fields.HasId = AlertId.TryParse(Text(ref reader), out fields.Id);
            else if (reader.ValueTextEquals("transition"u8)) fields.Number = Number(ref reader);
            else if (reader.ValueTextEquals("state"u8)) fields.State = StateOf(Text(ref reader));
            else if (reader.ValueTextEquals("grade"u8)) fields.Grade = GradeOf(Text(ref reader));
            else if (reader.ValueTextEquals("key"u8)) fields.Key = String(ref reader);
            else if (reader.ValueTextEquals("source"u8)) fields.Source = String(ref reader);
            else if (reader.ValueTextEquals("site"u8) || reader.ValueTextEquals("area"u8)) fields.Place = Shared(ref reader);
            else if (reader.ValueTextEquals("time"u8)) fields.HasTime = TimeText.TryRfc3339(Text(ref reader), out fields.At);
            else if (reader.ValueTextEquals("certainty"u8)) fields.Certainty = CertaintyOf(Text(ref reader));
            else if (reader.ValueTextEquals("message"u8)) fields.Message = String(ref reader);
            else if (reader.ValueTextEquals("evidence"u8)) _families.ReadEvidence(ref reader);
            else if (reader.ValueTextEquals("incomplete"u8)) fields.Incomplete = Strings(ref reader);
            else if (reader.ValueTextEquals("reason"u8)) fields.IsWithoutData = Text(ref reader).SequenceEqual("no_data"u8);
            else if (reader.ValueTextEquals("blind"u8)) fields.Blind = BlindReader.Read(ref reader);
            else if (reader.ValueTextEquals("drill"u8)) fields.Drill = reader.Read() && reader.TokenType == JsonTokenType.True;
            else if (!_facts.TryRead(ref reader)) Skip(ref reader);
        }

        if (reader.TokenType != JsonTokenType.EndObject || reader.Read()) throw new JsonException("more than one object");
    }

    private static void Skip(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }

    private static ReadOnlySpan<byte> Text(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.String || reader.ValueIsEscaped) throw new JsonException("not a plain text");
        return reader.ValueSpan;
    }

    private static string String(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.String) throw new JsonException("not a text");
        if (reader.ValueSpan.Length > LongestText) throw new JsonException($"a text of more than {LongestText} bytes");
        return reader.GetString() ?? "";
    }

    private string Shared(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.String) throw new JsonException("not a text");
        if (reader.ValueSpan.Length > LongestText) throw new JsonException($"a text of more than {LongestText} bytes");
        return reader.ValueIsEscaped ? reader.GetString() ?? "" : _places.Get(reader.ValueSpan);
    }

    private static List<string> Strings(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray) throw new JsonException("not a list");
        var texts = new List<string>();
        while (reader.Read() && reader.TokenType == JsonTokenType.String) texts.Add(reader.GetString() ?? "");
        return reader.TokenType == JsonTokenType.EndArray ? texts : throw new JsonException("not a list of texts");
    }

    private static int Number(ref Utf8JsonReader reader) => reader.Read() && reader.TryGetInt32(out var number) ? number : 0;

    private static AlertState? StateOf(ReadOnlySpan<byte> text) =>
        text.SequenceEqual("firing"u8) ? AlertState.Firing : text.SequenceEqual("resolved"u8) ? AlertState.Resolved : null;

    private static Grade GradeOf(ReadOnlySpan<byte> text) =>
        text.SequenceEqual("blue"u8) ? Grade.Blue
        : text.SequenceEqual("yellow"u8) ? Grade.Yellow
        : text.SequenceEqual("orange"u8) ? Grade.Orange
        : text.SequenceEqual("red"u8) ? Grade.Red : Grade.None;

    private static Certainty CertaintyOf(ReadOnlySpan<byte> text) =>
        text.SequenceEqual("possible"u8) ? Certainty.Possible : text.SequenceEqual("likely"u8) ? Certainty.Likely : Certainty.Observed;

    private struct Fields()
    {
        public AlertId Id;
        public bool HasId;
        public int Number;
        public AlertState? State;
        public Grade Grade;
        public string? Key;
        public string? Source;
        public string Place = "";
        public EventTime At;
        public bool HasTime;
        public Certainty Certainty = Certainty.Observed;
        public string Message = "";
        public IReadOnlyList<string> Incomplete = [];
        public bool IsWithoutData;
        public BlindFacts? Blind;
        public bool Drill;

        /// <summary>The first thing that is missing.</summary>
        public readonly string? Fault() => !HasId ? "no alert id of 24 hexadecimal digits"
            : Number < 1 ? "no number of a transition"
            : State is null ? "neither firing nor resolved"
            : Grade == Grade.None ? "no grade"
            : Key is null ? "no key"
            : !HasTime ? "no time" : null;

        public readonly TakenAlert ToAlert(AlertFacts facts, string families) => new()
        {
            Id = Id, Number = Number, Facts = facts, Key = Key ?? "", Source = Source == Key ? Key : Source, Place = Place, State = State ?? AlertState.Firing, Grade = Grade,
            Certainty = Certainty, At = At, Families = families, Message = Message, Incomplete = Incomplete, Drill = Drill, IsWithoutData = IsWithoutData,
            Blind = Blind,
        };
    }
}
