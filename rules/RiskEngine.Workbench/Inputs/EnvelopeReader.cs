using System.Text.Json;
using RiskEngine.Core.Events;
using RiskEngine.Core.Time;

namespace RiskEngine.Workbench.Inputs;

/// <summary>Reads of an event only what keys and paces it: time, family and site. Stops as soon as it has them.</summary>
/// <remarks>Understands the event contract and structured CloudEvents. Does not validate: that is the decoder's.</remarks>
internal sealed class EnvelopeReader
{
    private readonly TextCache _sites = new(100_000);

    /// <summary>Reads one line.</summary>
    /// <returns>False where a field is missing or unreadable.</returns>
    public bool TryRead(ReadOnlySpan<byte> line, out EventTime time, out EventFamily family, out string site)
    {
        time = default;
        family = default;
        site = "";
        try
        {
            return TryScan(new Utf8JsonReader(line), ref time, ref family, ref site);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private bool TryScan(Utf8JsonReader json, ref EventTime time, ref EventFamily family, ref string site)
    {
        var (hasTime, hasFamily, hasSite) = (false, false, false);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject) return false;
        while (json.Read())
        {
            if (json.TokenType != JsonTokenType.PropertyName) continue;
            if (json.ValueTextEquals("time"u8))
            {
                hasTime = json.Read() && TryReadTime(ref json, out time);
            }
            else if (json.ValueTextEquals("kind"u8))
            {
                hasFamily = json.Read() && TryReadFamily(ref json, out family);
            }
            else if (json.ValueTextEquals("site"u8))
            {
                hasSite = json.Read() && json.TokenType == JsonTokenType.String;
                if (hasSite) site = json.ValueIsEscaped ? json.GetString() ?? "" : _sites.Get(json.ValueSpan);
            }
            else if (!json.ValueTextEquals("data"u8) || json.CurrentDepth > 1)
            {
                json.Skip();
            }

            if (hasTime && hasFamily && hasSite) return true;
        }

        return false;
    }

    private static bool TryReadTime(ref Utf8JsonReader json, out EventTime time)
    {
        time = default;
        if (json.TokenType == JsonTokenType.Number)
        {
            if (!json.TryGetInt64(out var millis) || Math.Abs(millis) > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()) return false;
            time = EventTime.FromUnixMilliseconds(millis);
            return true;
        }

        if (json.TokenType != JsonTokenType.String || !NamesItsOffset(json.ValueSpan) || !json.TryGetDateTimeOffset(out var calendar)) return false;
        time = EventTime.From(calendar);
        return true;
    }

    // A time without an offset would take that of this machine.
    private static bool NamesItsOffset(ReadOnlySpan<byte> text) =>
        text.Length > 19 && (text[^1] is (byte)'Z' or (byte)'z' || text[^6] is (byte)'+' or (byte)'-');

    private static bool TryReadFamily(ref Utf8JsonReader json, out EventFamily family)
    {
        family = default;
        if (json.TokenType != JsonTokenType.String) return false;
        var kind = json.ValueSpan;
        if (kind.StartsWith("sensor"u8)) family = EventFamily.Sensor;
        else if (kind.StartsWith("access"u8)) family = EventFamily.Access;
        else if (kind.StartsWith("utility"u8)) family = EventFamily.Utility;
        else if (kind.StartsWith("flow"u8)) family = EventFamily.Flow;
        else return false;
        return true;
    }
}
