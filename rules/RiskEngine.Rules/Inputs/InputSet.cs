using RiskEngine.Core.Decoding;
using RiskEngine.Rules.Inputs.Csv;

namespace RiskEngine.Rules.Inputs;

/// <summary>All mappings of an engine. Immutable, shared by all tasks.</summary>
/// <param name="mappings">The mappings; of those that name a topic the first whose <c>when</c> holds maps a record.</param>
public sealed class InputSet(IReadOnlyList<InputMapping> mappings) : IInputs
{
    /// <summary>No mapping.</summary>
    public static readonly InputSet Empty = new([]);

    /// <summary>The mappings, in the order in which they are tried.</summary>
    public IReadOnlyList<InputMapping> Mappings => mappings;

    /// <summary>The names of all topics, with <c>*</c> and <c>?</c>.</summary>
    public IEnumerable<string> Topics => mappings.SelectMany(mapping => mapping.Topics).Distinct(StringComparer.Ordinal);

    /// <summary>A reader of the topic's CSV texts, and how they are written; null where its records are none.</summary>
    public (CsvRows Rows, CsvFormat Format)? CsvOf(string topic)
    {
        var covering = mappings.Where(mapping => mapping.Covers(topic)).ToArray();
        return covering is [{ Codec: PayloadCodec.Csv } first, ..] ? (first.Rows(PayloadShape.Of(covering)), first.Csv) : null;
    }

    /// <inheritdoc/>
    public IRecordMapper? MapperOf(string topic)
    {
        var covering = mappings.Where(mapping => mapping.Covers(topic)).ToArray();
        return covering.Length == 0 ? null : new RecordMapper(covering);
    }
}
