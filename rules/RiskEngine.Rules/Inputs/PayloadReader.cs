using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using RiskEngine.Cel.Values;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Events;

namespace RiskEngine.Rules.Inputs;

/// <summary>Reads JSON as a value that expressions can walk through. All numbers are doubles, save whole ones beyond 2^53, whose digits would be lost.</summary>
/// <remarks>
/// Owned by one mapper. Bounded in depth; its size is that of the payload. What no expression reads is stepped over without being taken apart. Benchmark: MappingBenchmarks.
/// </remarks>
internal sealed class PayloadReader
{
    public const int MaxDepth = 32;

    private const int Fault = -1;
    private const long LargestExact = 1L << 53;

    private readonly TextCache _names = new(4096);
    private RejectReason _reason;
    private string _detail = "";

    /// <summary>Reads one JSON value.</summary>
    /// <param name="json">The bytes; nothing but white space may stand around the value.</param>
    /// <param name="value">The value.</param>
    /// <param name="reason">Why there is none.</param>
    /// <param name="detail">The same in words.</param>
    /// <param name="shape">What is wanted of it; null for all.</param>
    public bool TryRead(ReadOnlySpan<byte> json, out CelValue value, out RejectReason reason, out string detail, PayloadShape? shape = null)
    {
        var at = ReadValue(json, JsonText.SkipWhitespace(json, 0), 0, shape, out value);
        if (at >= 0 && JsonText.SkipWhitespace(json, at) is var rest && rest < json.Length) at = Malformed(rest);
        (reason, detail) = (_reason, _detail);
        return at >= 0;
    }

    /// <summary>Reads the value that starts at <paramref name="at"/>.</summary>
    /// <returns>The position behind it; below zero where there is a fault, which is noted.</returns>
    private int ReadValue(ReadOnlySpan<byte> json, int at, int depth, PayloadShape? shape, out CelValue value)
    {
        value = CelValue.Null;
        if ((uint)at >= (uint)json.Length) return Malformed(at);
        switch (json[at])
        {
            case (byte)'{':
                return ReadObject(json, at, depth, shape, out value);
            case (byte)'[':
                return ReadArray(json, at, depth, shape, out value);
            case (byte)'"':
                var end = ReadText(json, at, out var text);
                value = CelValue.Of(text);
                return end;
            case (byte)'-' or (>= (byte)'0' and <= (byte)'9'):
                return ReadNumber(json, at, out value);
            default:
                end = JsonText.LiteralEnd(json, at);
                if (end < 0) return Malformed(at);
                if (json[at] != 'n') value = CelValue.Of(json[at] == 't');
                return end;
        }
    }

    private int ReadObject(ReadOnlySpan<byte> json, int at, int depth, PayloadShape? shape, out CelValue value)
    {
        value = default;
        if (depth == MaxDepth) return Fail(RejectReason.TooDeep, $"nested deeper than {MaxDepth} levels");
        var isWhole = shape is null || shape.IsWhole || shape.Each is not null;
        var map = new CelMap(isWhole ? 8 : shape!.Count);
        at = JsonText.SkipWhitespace(json, at + 1);
        var isEmpty = JsonText.Is(json, at, (byte)'}');
        while (!isEmpty)
        {
            if (!JsonText.Is(json, at, (byte)'"')) return Malformed(at);
            var quote = JsonText.StringEnd(json, at + 1, out var isEscaped);
            if (quote < 0) return Malformed(at);
            var name = json[(at + 1)..quote];
            var start = at;
            at = JsonText.SkipWhitespace(json, quote + 1);
            if (!JsonText.Is(json, at, (byte)':')) return Malformed(at);
            at = JsonText.SkipWhitespace(json, at + 1);
            string? written = null;
            if (isEscaped && ReadText(json, start, out written) < 0) return Fault;
            var known = "";
            var part = isWhole ? shape?.EachOrWhole : shape!.Find(written is null ? name : Encoding.UTF8.GetBytes(written), out known);
            if (!isWhole && part is null)
            {
                at = Skip(json, at, depth + 1);
                if (at < 0) return at;
            }
            else
            {
                at = ReadValue(json, at, depth + 1, part, out var item);
                if (at < 0) return at;
                if (!map.TryAdd(CelValue.Of(isWhole ? written ?? _names.Get(name) : known), item)) return Fail(RejectReason.DuplicateField, "a name stands twice in one object");
            }

            at = JsonText.SkipWhitespace(json, at);
            if (JsonText.Is(json, at, (byte)'}')) break;
            if (!JsonText.Is(json, at, (byte)',')) return Malformed(at);
            at = JsonText.SkipWhitespace(json, at + 1);
        }

        value = CelValue.Of(map);
        return at + 1;
    }

    private int ReadArray(ReadOnlySpan<byte> json, int at, int depth, PayloadShape? shape, out CelValue value)
    {
        value = default;
        if (depth == MaxDepth) return Fail(RejectReason.TooDeep, $"nested deeper than {MaxDepth} levels");
        var items = new List<CelValue>();
        at = JsonText.SkipWhitespace(json, at + 1);
        var isEmpty = JsonText.Is(json, at, (byte)']');
        while (!isEmpty)
        {
            at = ReadValue(json, at, depth + 1, shape?.EachOrWhole, out var item);
            if (at < 0) return at;
            items.Add(item);
            at = JsonText.SkipWhitespace(json, at);
            if (JsonText.Is(json, at, (byte)']')) break;
            if (!JsonText.Is(json, at, (byte)',')) return Malformed(at);
            at = JsonText.SkipWhitespace(json, at + 1);
        }

        value = CelValue.Of(new CelList([.. items]));
        return at + 1;
    }

    /// <summary>Steps over a value that nothing reads.</summary>
    private int Skip(ReadOnlySpan<byte> json, int at, int depth) => JsonSkip.Value(json, at, EventDecoderOptions.DepthCeiling - depth, out var end) switch
    {
        JsonSkip.Outcome.Done => end,
        JsonSkip.Outcome.TooDeep => Fail(RejectReason.TooDeep, $"nested deeper than {EventDecoderOptions.DepthCeiling} levels"),
        _ => Malformed(end),
    };

    private int ReadText(ReadOnlySpan<byte> json, int at, out string text)
    {
        text = "";
        var quote = JsonText.StringEnd(json, at + 1, out var isEscaped);
        if (quote < 0) return Malformed(at);
        var plain = json[(at + 1)..quote];
        if (!isEscaped && Utf8.IsValid(plain))
        {
            text = Encoding.UTF8.GetString(plain);
            return quote + 1;
        }

        try
        {
            var reader = new Utf8JsonReader(json[at..(quote + 1)]);
            reader.Read();
            text = reader.GetString() ?? "";
            return quote + 1;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, or bytes that are no UTF-8: JSON can write both, and no text can hold them.
            return Fail(RejectReason.MalformedJson, FormattableString.Invariant($"a string that is no Unicode text at byte {at}"));
        }
    }

    private int ReadNumber(ReadOnlySpan<byte> json, int at, out CelValue value)
    {
        value = default;
        var end = JsonText.NumberEnd(json, at);
        if (end < 0) return Malformed(at);
        var digits = json[at..end];
        if (digits.Length > 15 && digits.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0
            && Utf8Parser.TryParse(digits, out long whole, out var read) && read == digits.Length && (whole > LargestExact || whole < -LargestExact))
        {
            value = CelValue.Of(whole);
            return end;
        }

        if (!Utf8Parser.TryParse(digits, out double number, out read) || read != digits.Length || !double.IsFinite(number))
            return Fail(RejectReason.BadField, "a number is too large");
        value = CelValue.Of(number + 0.0);
        return end;
    }

    private int Malformed(int at) => Fail(RejectReason.MalformedJson, FormattableString.Invariant($"no valid JSON at byte {at}"));

    private int Fail(RejectReason reason, string detail)
    {
        (_reason, _detail) = (reason, detail);
        return Fault;
    }
}
