using System.Collections.Frozen;
using System.IO.Enumeration;
using RiskEngine.Cel;
using RiskEngine.Rules.Inputs.Csv;

namespace RiskEngine.Rules.Inputs;

/// <summary>A compiled mapping: what the records of some topics mean. Immutable, shared by all tasks.</summary>
public sealed record InputMapping
{
    private FrozenSet<string>? _names;

    /// <summary>Its name.</summary>
    public required string Id { get; init; }

    /// <summary>What it maps, in one line.</summary>
    public required string Title { get; init; }

    /// <summary>Where it was read from.</summary>
    public required string File { get; init; }

    /// <summary>Names of topics; <c>*</c> stands for any characters, <c>?</c> for one.</summary>
    public required IReadOnlyList<string> Topics { get; init; }

    /// <summary>What the bytes of a record are.</summary>
    public PayloadCodec Codec { get; init; }

    /// <summary>How the texts of <see cref="PayloadCodec.Csv"/> are written.</summary>
    public CsvFormat Csv { get; init; } = CsvFormat.Auto;

    /// <summary>Its tests.</summary>
    public IReadOnlyList<InputTestCase> Tests { get; init; } = [];

    /// <summary>Records for which this is not true are left to the next mapping of the topic; null takes all.</summary>
    internal CelProgram<MappingContext>? When { get; init; }

    /// <summary>Records for which this is true are passed over; null passes over none.</summary>
    internal CelProgram<MappingContext>? Ignore { get; init; }

    /// <summary>The lists or maps whose items are mapped one by one, each inside the item of the one before.</summary>
    internal IReadOnlyList<CelProgram<MappingContext>> ForEach { get; init; } = [];

    /// <summary>The events of each payload or item.</summary>
    internal IReadOnlyList<MappedOutput> Outputs { get; init; } = [];

    /// <summary>The expressions of <c>let</c>.</summary>
    internal IReadOnlyList<CelProgram<MappingContext>> Let { get; init; } = [];

    /// <summary>A reader of CSV texts for the mapping, and for those that share its topic.</summary>
    /// <param name="shape">What they read of a row; null for all of it.</param>
    internal CsvRows Rows(PayloadShape? shape) => new(Csv, shape is null ? [] : [.. shape.Names], takesAll: shape is null || shape.IsWhole);

    /// <summary>All expressions.</summary>
    internal IEnumerable<CelProgram<MappingContext>> Programs =>
        [.. new[] { When, Ignore }.OfType<CelProgram<MappingContext>>(), .. ForEach, .. Let, .. Outputs.SelectMany(output => output.Programs)];

    /// <summary>The variables and fields that its expressions name: what a reason may show, for it is not of the record.</summary>
    internal IReadOnlySet<string> Names =>
        _names ??= Programs.SelectMany(program => program.Paths).SelectMany(path => path.Fields.Prepend(path.Variable)).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether no record makes more than one line, so that its events need no line number.</summary>
    internal bool IsSingle => Codec is PayloadCodec.Json or PayloadCodec.Text && ForEach.Count == 0 && Outputs.Count == 1;

    /// <summary>Whether one of its events has one of these attributes, whatever their case.</summary>
    public bool Fills(IReadOnlyList<string> attributes) =>
        Outputs.Any(output => output.Attributes.Any(attribute => attributes.Contains(attribute.Name, StringComparer.OrdinalIgnoreCase)));

    /// <summary>Whether it maps the records of a topic.</summary>
    public bool Covers(string topic)
    {
        foreach (var pattern in Topics)
        {
            if (FileSystemName.MatchesSimpleExpression(pattern, topic, ignoreCase: false)) return true;
        }

        return false;
    }
}
