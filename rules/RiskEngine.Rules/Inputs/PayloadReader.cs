using System.Text.Json;
using RiskEngine.Cel.Values;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Events;

namespace RiskEngine.Rules.Inputs;

/// <summary>Reads JSON as a value that expressions can walk through. All numbers are doubles, save whole ones beyond 2^53, whose digits would be lost.</summary>
/// <remarks>Owned by one mapper. Bounded in depth; its size is that of the payload.</remarks>
internal sealed class PayloadReader
{
    public const int MaxDepth = 32;

    private const long LargestExact = 1L << 53;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = EventDecoderOptions.DepthCeiling };

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
        var reader = new Utf8JsonReader(json, Options);
        value = default;
        try
        {
            var isRead = reader.Read() && TryValue(ref reader, shape, out value);
            if (isRead && reader.Read()) isRead = Fail(RejectReason.MalformedJson, "text behind the JSON value");
            (reason, detail) = (_reason, _detail);
            return isRead;
        }
        catch (JsonException)
        {
            (reason, detail) = (RejectReason.MalformedJson, FormattableString.Invariant($"no valid JSON at byte {reader.BytesConsumed}"));
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, or bytes that are no UTF-8: JSON can write both, and no text can hold them.
            (reason, detail) = (RejectReason.MalformedJson, FormattableString.Invariant($"a string that is no Unicode text at byte {reader.TokenStartIndex}"));
        }

        return false;
    }

    private bool TryValue(ref Utf8JsonReader reader, PayloadShape? shape, out CelValue value)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return shape is null || shape.IsWhole || shape.Each is not null ? TryObject(ref reader, shape, out value) : TryParts(ref reader, shape, out value);
            case JsonTokenType.StartArray:
                return TryArray(ref reader, shape, out value);
            case JsonTokenType.String:
                value = CelValue.Of(reader.GetString());
                return true;
            case JsonTokenType.Number:
                return TryNumber(ref reader, out value);
            case JsonTokenType.True or JsonTokenType.False:
                value = CelValue.Of(reader.TokenType == JsonTokenType.True);
                return true;
            default:
                value = CelValue.Null;
                return true;
        }
    }

    /// <summary>Reads the wanted fields of an object and steps over the others.</summary>
    private bool TryParts(ref Utf8JsonReader reader, PayloadShape shape, out CelValue value)
    {
        value = default;
        if (reader.CurrentDepth >= MaxDepth) return Fail(RejectReason.TooDeep, $"nested deeper than {MaxDepth} levels");
        var map = new CelMap(shape.Count);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var part = shape.Find(ref reader, out var name);
            if (!reader.Read()) return false;
            if (part is null)
            {
                reader.Skip();
                continue;
            }

            if (!TryValue(ref reader, part, out var item)) return false;
            if (!map.TryAdd(CelValue.Of(name), item)) return Fail(RejectReason.DuplicateField, "a name stands twice in one object");
        }

        value = CelValue.Of(map);
        return true;
    }

    private bool TryObject(ref Utf8JsonReader reader, PayloadShape? shape, out CelValue value)
    {
        value = default;
        if (reader.CurrentDepth >= MaxDepth) return Fail(RejectReason.TooDeep, $"nested deeper than {MaxDepth} levels");
        var map = new CelMap(8);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.ValueIsEscaped ? reader.GetString() ?? "" : _names.Get(reader.ValueSpan);
            if (!reader.Read() || !TryValue(ref reader, shape?.EachOrWhole, out var item)) return false;
            if (!map.TryAdd(CelValue.Of(name), item)) return Fail(RejectReason.DuplicateField, "a name stands twice in one object");
        }

        value = CelValue.Of(map);
        return true;
    }

    private bool TryArray(ref Utf8JsonReader reader, PayloadShape? shape, out CelValue value)
    {
        value = default;
        if (reader.CurrentDepth >= MaxDepth) return Fail(RejectReason.TooDeep, $"nested deeper than {MaxDepth} levels");
        var items = new List<CelValue>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (!TryValue(ref reader, shape?.EachOrWhole, out var item)) return false;
            items.Add(item);
        }

        value = CelValue.Of(new CelList([.. items]));
        return true;
    }

    private bool TryNumber(ref Utf8JsonReader reader, out CelValue value)
    {
        if (reader.ValueSpan.Length > 15 && reader.ValueSpan.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0
            && reader.TryGetInt64(out var whole) && (whole > LargestExact || whole < -LargestExact))
        {
            value = CelValue.Of(whole);
            return true;
        }

        value = default;
        if (!reader.TryGetDouble(out var number) || !double.IsFinite(number)) return Fail(RejectReason.BadField, "a number is too large");
        value = CelValue.Of(number + 0.0);
        return true;
    }

    private bool Fail(RejectReason reason, string detail)
    {
        (_reason, _detail) = (reason, detail);
        return false;
    }
}
