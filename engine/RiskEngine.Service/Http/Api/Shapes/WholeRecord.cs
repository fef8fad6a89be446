using System.Text.Json;

namespace RiskEngine.Service.Http.Api.Shapes;

/// <summary>Records as their topics hold them: fields that are new to this version are handed on.</summary>
internal static class WholeRecord
{
    /// <summary>All fields of a record but some.</summary>
    /// <param name="json">One JSON object that has been read before.</param>
    /// <param name="without">Fields that are left out.</param>
    public static Dictionary<string, JsonElement> Of(ReadOnlyMemory<byte> json, params ReadOnlySpan<string> without)
    {
        using var document = JsonDocument.Parse(json);
        var fields = new Dictionary<string, JsonElement>();
        foreach (var field in document.RootElement.EnumerateObject())
        {
            if (!without.Contains(field.Name)) fields[field.Name] = field.Value.Clone();
        }

        return fields;
    }

    /// <summary>The record with a field more.</summary>
    public static Dictionary<string, JsonElement> With(this Dictionary<string, JsonElement> record, string name, JsonElement? value)
    {
        if (value is { } there) record[name] = there;
        return record;
    }
}
