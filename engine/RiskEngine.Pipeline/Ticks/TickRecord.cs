using System.Globalization;
using System.Text.Json;
using RiskEngine.Core.Events;
using RiskEngine.Core.Time;
using RiskEngine.Pipeline.Tasks;

namespace RiskEngine.Pipeline.Ticks;

/// <summary>One record of the log of ticks: that an idle clock has come so far, that somebody asked something, or that an owner has taken the task over.</summary>
/// <remarks>
/// <c>{"group":"riskengine","topic":"risk.events.sensor.v1","partition":3,"epoch":7,"before":1204,"reached":"2026-11-30T02:14:09.250Z"}</c>; the record of an owner
/// has no <c>reached</c>, and <c>"fresh":true</c> where it found nothing stored; that of a request has <c>request</c>, and <c>request_offset</c>.
/// </remarks>
/// <param name="Group">The consumer group of the engines.</param>
/// <param name="Task">The task.</param>
/// <param name="Epoch">Fencing epoch of the owner; it rises with each, and begins anew where the store has lost the task.</param>
/// <param name="Before">Offset of the record that was next then.</param>
/// <param name="Reached">How far time had come; null in the record of an owner.</param>
/// <param name="IsFresh">Whether the owner found nothing stored.</param>
public sealed record TickRecord(string Group, TaskId Task, long Epoch, long Before, EventTime? Reached, bool IsFresh = false)
{
    /// <summary>What somebody asked; null in the record of a tick or of an owner.</summary>
    public RecordedRequest? Request { get; init; }

    /// <summary>Key of the record: a later tick at the same place makes an earlier one needless, so that the log may be compacted. Requests are all needed.</summary>
    public string Key => Request is { } request
        ? string.Create(CultureInfo.InvariantCulture, $"{Group}/{Task.Topic}/{Task.Partition}/{Epoch}/{Before}/{request.Offset}")
        : Reached is null
        ? string.Create(CultureInfo.InvariantCulture, $"{Group}/{Task.Topic}/{Task.Partition}/{Epoch}")
        : string.Create(CultureInfo.InvariantCulture, $"{Group}/{Task.Topic}/{Task.Partition}/{Epoch}/{Before}");

    /// <summary>Encodes it as UTF-8 JSON.</summary>
    public byte[] Encode()
    {
        using var stream = new MemoryStream(192);
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("group", Group);
            json.WriteString("topic", Task.Topic);
            json.WriteNumber("partition", Task.Partition);
            json.WriteNumber("epoch", Epoch);
            json.WriteNumber("before", Before);
            if (Reached is { } reached) json.WriteString("reached", reached.ToString());
            if (IsFresh) json.WriteBoolean("fresh", true);
            if (Request is { } request)
            {
                json.WriteNumber("request_offset", request.Offset);
                json.WritePropertyName("request");
                json.WriteRawValue(request.Json);
            }

            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>Decodes what <see cref="Encode"/> wrote; null where it is something else.</summary>
    public static TickRecord? Decode(ReadOnlyMemory<byte> value)
    {
        try
        {
            using var document = JsonDocument.Parse(value);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object) return null;
            var task = new TaskId(root.GetProperty("topic").GetString() ?? "", root.GetProperty("partition").GetInt32());
            EventTime? reached = root.TryGetProperty("reached", out var at) ? EventTime.From(at.GetDateTimeOffset()) : null;
            var isFresh = root.TryGetProperty("fresh", out var fresh) && fresh.GetBoolean();
            var (epoch, before) = (root.GetProperty("epoch").GetInt64(), root.GetProperty("before").GetInt64());
            RecordedRequest? request = root.TryGetProperty("request", out var asked)
                ? new RecordedRequest(root.GetProperty("request_offset").GetInt64(), asked.GetRawText())
                : null;
            return new TickRecord(root.GetProperty("group").GetString() ?? "", task, epoch, before, reached, isFresh) { Request = request };
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return null;
        }
    }
}
