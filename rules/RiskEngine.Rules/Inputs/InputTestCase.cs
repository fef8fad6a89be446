using RiskEngine.Core.Time;

namespace RiskEngine.Rules.Inputs;

/// <summary>A test of a mapping: one record, and what it must give.</summary>
public sealed record InputTestCase
{
    /// <summary>What it shows.</summary>
    public required string Name { get; init; }

    /// <summary>The file that it is written in.</summary>
    public required string File { get; init; }

    /// <summary>Its line there.</summary>
    public required int Line { get; init; }

    /// <summary>The record's topic.</summary>
    public required string Topic { get; init; }

    /// <summary>The record's key; null for none.</summary>
    public byte[]? Key { get; init; }

    /// <summary>The record's headers.</summary>
    public IReadOnlyList<KeyValuePair<string, byte[]>> Headers { get; init; } = [];

    /// <summary>When the log took the record; null where that is unknown.</summary>
    public EventTime? Received { get; init; }

    /// <summary>The record's value.</summary>
    public required byte[] Payload { get; init; }

    /// <summary>The events, in order: of each the fields that must be so, attributes as <c>attributes.name</c>; null stands for a field that must be absent.</summary>
    /// <value>Values are doubles, booleans, texts, and an <see cref="EventTime"/> for <c>time</c>.</value>
    public required IReadOnlyList<IReadOnlyDictionary<string, object?>> Expected { get; init; }

    /// <summary>The dead letters, in order: of each a part of its reason.</summary>
    public IReadOnlyList<string> Rejected { get; init; } = [];
}
