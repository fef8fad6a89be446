using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Events;

namespace RiskEngine.Core.Tests.Decoding;

/// <summary>The contract of docs/events.md, written the slow and obvious way over the library's parser; the fast decoder must agree with it.</summary>
internal sealed partial class TwinDecoder(EventDecoderOptions options, Func<string, string> pseudonym)
{
    private static readonly string[] Known = ["id", "kind", "source", "site", "time", "value", "unit", "attributes"];
    private static readonly string[] EnvelopeOnly = ["specversion", "type", "subject", "data", "data_base64"];

    /// <summary>What becomes of each line of a record.</summary>
    public List<TwinLine> Decode(byte[] record)
    {
        if (record.Length > options.MaxRecordBytes) return [Rejected(-1, RejectReason.TooLarge)];
        if (record is [0xEF, 0xBB, 0xBF, ..]) record = record[3..];
        var text = Encoding.Latin1.GetString(record);
        var lines = text.Split('\n').Select(line => line.Trim(' ', '\r', '\t')).ToArray();
        var full = lines.Index().Where(line => line.Item.Length > 0).ToArray();
        if (full.Length == 0) return [Rejected(-1, RejectReason.Empty)];
        var isSpread = full.Length > 1 && full[0].Item[^1] is '{' or ',' && full[1].Item[0] is '"' or '}';
        if (full.Length == 1 || isSpread) return [DecodeLine(-1, text.Trim(' ', '\r', '\t', '\n'))];
        return [.. full.Select(line => DecodeLine(line.Index, line.Item))];
    }

    private static TwinLine Rejected(int number, RejectReason reason) => new(number, reason, null);

    private TwinLine DecodeLine(int number, string latin1)
    {
        try
        {
            return new TwinLine(number, null, DecodeEvent(Encoding.Latin1.GetBytes(latin1)));
        }
        catch (TwinRejection rejection)
        {
            return Rejected(number, rejection.Reason);
        }
    }

    private TwinEvent DecodeEvent(byte[] line)
    {
        if (line.Length > options.MaxLineBytes) throw new TwinRejection(RejectReason.TooLarge);
        using var document = Parse(line);
        if (document.RootElement.ValueKind != JsonValueKind.Object) throw new TwinRejection(RejectReason.MalformedJson);
        var fields = ReadObject(document.RootElement, out var extra);
        var isEnvelope = extra.Any(pair => pair.Key == "specversion" && pair.Value.ValueKind != JsonValueKind.Null);
        if (isEnvelope) fields = Unwrap(fields, extra);
        else if (options.Strict && extra.Count > 0) throw new TwinRejection(RejectReason.UnknownField);
        return fields.ToEvent(options.Earliest?.ToDateTimeOffset().UtcDateTime);
    }

    private JsonDocument Parse(byte[] line)
    {
        try
        {
            _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(line);
            var document = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = 100_000 });
            if (Depth(document.RootElement) > options.MaxDepth) throw new TwinRejection(RejectReason.TooDeep);
            return document;
        }
        catch (Exception exception) when (exception is JsonException or DecoderFallbackException)
        {
            throw new TwinRejection(RejectReason.MalformedJson);
        }
    }

    private TwinFields ReadObject(JsonElement element, out List<KeyValuePair<string, JsonElement>> extra)
    {
        var fields = new TwinFields();
        var seen = new HashSet<string>();
        extra = [];
        foreach (var property in element.EnumerateObject())
        {
            var name = Text(() => property.Name);
            if (!Known.Contains(name)) extra.Add(new(name, property.Value));
            else if (!seen.Add(name)) throw new TwinRejection(RejectReason.DuplicateField);
            else if (property.Value.ValueKind != JsonValueKind.Null) ReadField(fields, name, property.Value);
        }

        return fields;
    }

    private void ReadField(TwinFields fields, string name, JsonElement value)
    {
        if (name == "time") fields.Micros = ReadTime(value);
        else if (name == "value") fields.Value = ReadValue(value);
        else if (name == "attributes") fields.Attributes = ReadAttributes(value);
        else if (name == "id" && value.ValueKind == JsonValueKind.Number) fields.Names[name] = ReadIntegerId(value.GetRawText());
        else fields.Names[name] = NotBlank(name, ReadName(value, mayBeEmpty: name == "unit"));
    }

    private string ReadName(JsonElement value, bool mayBeEmpty)
    {
        if (value.ValueKind != JsonValueKind.String) throw new TwinRejection(RejectReason.BadField);
        var text = Text(() => value.GetString()!);
        var bytes = Encoding.UTF8.GetByteCount(text);
        if (bytes > options.MaxNameLength || (bytes == 0 && !mayBeEmpty)) throw new TwinRejection(RejectReason.BadLength);
        return text.Any(letter => letter < ' ') ? throw new TwinRejection(RejectReason.BadField) : text;
    }

    private static double NumberIn(string text)
    {
        var number = JsonNumber().IsMatch(text) ? double.Parse(text, CultureInfo.InvariantCulture) : double.NaN;
        return double.IsFinite(number) ? number : double.NaN;
    }

    private static string NotBlank(string name, string text) =>
        name is "source" or "site" && string.IsNullOrWhiteSpace(text) ? throw new TwinRejection(RejectReason.BadLength) : text;

    private string ReadIntegerId(string digits)
    {
        if (digits.AsSpan().IndexOfAny('.', 'e', 'E') >= 0) throw new TwinRejection(RejectReason.BadField);
        return digits.Length <= options.MaxNameLength ? digits : throw new TwinRejection(RejectReason.BadLength);
    }

    private TwinValue ReadValue(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.True or JsonValueKind.False:
                return new(EventValueKind.Boolean, value.GetBoolean() ? 1 : 0, null);
            case JsonValueKind.Number:
                var number = double.Parse(value.GetRawText(), CultureInfo.InvariantCulture);
                return double.IsFinite(number) ? new(EventValueKind.Number, number, null) : throw new TwinRejection(RejectReason.BadField);
            case JsonValueKind.String:
                var text = Text(() => value.GetString()!);
                if (Encoding.UTF8.GetByteCount(text) > options.MaxTextLength) throw new TwinRejection(RejectReason.BadLength);
                return new(EventValueKind.Text, NumberIn(text), text);
            default:
                throw new TwinRejection(RejectReason.BadField);
        }
    }

    private List<(string Name, TwinValue Value)> ReadAttributes(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object) throw new TwinRejection(RejectReason.BadField);
        var attributes = new List<(string Name, TwinValue Value)>();
        foreach (var property in element.EnumerateObject())
        {
            var name = Text(() => property.Name);
            var bytes = Encoding.UTF8.GetByteCount(name);
            if (bytes == 0 || bytes > options.MaxNameLength) throw new TwinRejection(RejectReason.BadLength);
            if (attributes.Any(attribute => attribute.Name == name)) throw new TwinRejection(RejectReason.DuplicateField);
            if (attributes.Count == options.MaxAttributes) throw new TwinRejection(RejectReason.TooManyAttributes);
            var value = property.Value.ValueKind == JsonValueKind.Null ? default : ReadValue(property.Value);
            var isBlank = value.Kind == EventValueKind.Text && string.IsNullOrWhiteSpace(value.Text);
            if (value.Kind != EventValueKind.None && !isBlank && options.PersonFields.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                value = new(EventValueKind.Text, double.NaN, pseudonym(value.Text ?? property.Value.GetRawText()));
            }

            attributes.Add((name, value));
        }

        return [.. attributes.Where(attribute => attribute.Value.Kind != EventValueKind.None)];
    }

    private static long ReadTime(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Number) return ReadNumber(value.GetRawText());
        if (value.ValueKind != JsonValueKind.String) throw new TwinRejection(RejectReason.BadField);
        var match = Rfc3339().Match(Text(() => value.GetString()!));
        if (!match.Success) throw new TwinRejection(RejectReason.BadTime);
        try
        {
            int Part(int group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);
            var isLeap = Part(6) == 60;
            var local = new DateTime(Part(1), Part(2), Part(3), Part(4), Part(5), isLeap ? 59 : Part(6));
            var zone = match.Groups[8].Value;
            var offset = zone is "Z" or "z" ? TimeSpan.Zero : TimeSpan.ParseExact(zone[1..], "hh\\:mm", CultureInfo.InvariantCulture) * (zone[0] == '-' ? -1 : 1);
            var utc = local - offset;
            if (isLeap && (utc.Hour, utc.Minute) != (23, 59)) throw new TwinRejection(RejectReason.BadTime);
            var fraction = match.Groups[7].Value is { Length: > 1 } digits ? int.Parse(digits[1..].PadRight(6, '0')[..6], CultureInfo.InvariantCulture) : 0;
            return ((utc - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond) + (isLeap ? 999_999 : fraction);
        }
        catch (Exception exception) when (exception is ArgumentOutOfRangeException or FormatException or OverflowException)
        {
            throw new TwinRejection(RejectReason.BadTime);
        }
    }

    private static long ReadNumber(string number)
    {
        try
        {
            var written = decimal.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture);
            if (written >= 1e20m) throw new TwinRejection(RejectReason.BadTime);
            var micros = Math.Floor(written switch
            {
                >= 1e17m => written / 1000m,
                >= 1e14m => written,
                >= 1e11m => written * 1000m,
                >= 1e8m => written * 1_000_000m,
                _ => written * 1000m,
            });
            if (micros >= -62_135_596_800_000_000m && micros < 253_402_300_800_000_000m) return (long)micros;
        }
        catch (OverflowException)
        {
            // Said below, like every time out of the calendar.
        }

        throw new TwinRejection(RejectReason.BadTime);
    }

    private TwinFields Unwrap(TwinFields envelope, List<KeyValuePair<string, JsonElement>> extra)
    {
        var known = extra.Where(pair => EnvelopeOnly.Contains(pair.Key)).ToList();
        if (known.DistinctBy(pair => pair.Key).Count() < known.Count) throw new TwinRejection(RejectReason.DuplicateField);
        var own = known.Where(pair => pair.Value.ValueKind != JsonValueKind.Null).ToDictionary(pair => pair.Key, pair => pair.Value);
        if (!own["specversion"].GetRawText().StartsWith("\"1.", StringComparison.Ordinal)) throw new TwinRejection(RejectReason.BadField);
        if (own.ContainsKey("data_base64")) throw new TwinRejection(RejectReason.BadField);
        if (!envelope.Names.ContainsKey("kind") && own.TryGetValue("type", out var type)) envelope.Names["kind"] = ReadName(type, mayBeEmpty: false);
        if (!envelope.Names.ContainsKey("site") && own.TryGetValue("subject", out var subject)) envelope.Names["site"] = NotBlank("site", ReadName(subject, mayBeEmpty: false));
        if (!own.TryGetValue("data", out var data)) return envelope;
        if (data.ValueKind != JsonValueKind.Object)
        {
            envelope.Value = ReadValue(data);
            return envelope;
        }

        var inner = ReadObject(data, out var foreign);
        if (options.Strict && foreign.Count > 0) throw new TwinRejection(RejectReason.UnknownField);
        foreach (var (name, text) in envelope.Names) inner.Names.TryAdd(name, text);
        inner.Micros ??= envelope.Micros;
        inner.Value ??= envelope.Value;
        inner.Attributes ??= envelope.Attributes;
        return inner;
    }

    private static int Depth(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => 1 + element.EnumerateObject().Select(property => Depth(property.Value)).DefaultIfEmpty().Max(),
        JsonValueKind.Array => 1 + element.EnumerateArray().Select(Depth).DefaultIfEmpty().Max(),
        _ => 0,
    };

    /// <summary>Half a surrogate pair, written as an escape, is found only when the text is asked for.</summary>
    private static string Text(Func<string> get)
    {
        try
        {
            return get();
        }
        catch (InvalidOperationException)
        {
            throw new TwinRejection(RejectReason.MalformedJson);
        }
    }

    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?\z")]
    private static partial Regex JsonNumber();

    [GeneratedRegex(@"^([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt ]([0-9]{2}):([0-9]{2}):([0-9]{2})(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})\z")]
    private static partial Regex Rfc3339();
}
