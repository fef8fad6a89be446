using System.Text.Json;
using RiskEngine.Core.Decoding;

namespace RiskEngine.Workbench.Inputs;

/// <summary>What is shown of a record that is no event, so that people find it: never a value that may speak of a person.</summary>
internal static class ShownRecord
{
    private const int LongestSource = 80;

    /// <summary>The row of a CSV file, or the source that a line of JSON names.</summary>
    /// <param name="record">The record.</param>
    /// <param name="topic">Its topic, where it is mapped.</param>
    /// <param name="inputs">The mappings; null where there are none.</param>
    /// <returns>Null where nothing is to be shown: rows of mappings that read persons, lines without a source.</returns>
    public static string? Of(ReadOnlySpan<byte> record, string? topic, MappedInputs? inputs)
    {
        if (topic is null || inputs?.Inputs.Mappings.Any(mapping => mapping.Covers(topic)) != true) return SourceOf(record);
        var persons = EventDecoderOptions.Default.PersonFields;
        return inputs.Inputs.Mappings.Any(mapping => mapping.Covers(topic) && mapping.Fills(persons)) ? null : CsvFile.RowOf(record);
    }

    private static string? SourceOf(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1) continue;
                var isSource = reader.ValueTextEquals("source"u8);
                if (!reader.Read()) return null;
                if (isSource && reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length <= LongestSource) return reader.GetString();
                reader.Skip();
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // Then its line number has to do.
        }

        return null;
    }
}
