using System.Text.Json;
using System.Text.Json.Serialization;
using RiskEngine.Core.Time;

namespace RiskEngine.Service.Http.Answers;

/// <summary>Writes points in time as all records of the engine have them: RFC 3339 in UTC.</summary>
internal sealed class InstantConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue($"{EventTime.From(value)}");
}
