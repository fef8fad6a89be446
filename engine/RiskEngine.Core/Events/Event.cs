using RiskEngine.Core.Time;

namespace RiskEngine.Core.Events;

/// <summary>One decoded event: a reading or an occurrence, its names replaced by the symbols of the task's <see cref="Vocabulary"/>.</summary>
/// <remarks>Valid together with the <see cref="EventBatch"/> that holds its attributes and id.</remarks>
public readonly record struct Event
{
    /// <summary>Symbol of the kind, e.g. <c>sensor.gas</c>.</summary>
    public required int Kind { get; init; }

    /// <summary>Symbol of the source, the device that the event comes from.</summary>
    public required int Source { get; init; }

    /// <summary>Symbol of the site, a path such as <c>huaxi/c12/g07/b3</c>.</summary>
    public required int Site { get; init; }

    /// <summary>Symbol of the unit; <see cref="SymbolTable.None"/> where the event names none.</summary>
    public int Unit { get; init; }

    /// <summary>When it happened.</summary>
    public required EventTime Time { get; init; }

    /// <summary>What <c>value</c> is.</summary>
    public EventValueKind ValueKind { get; init; }

    /// <summary>The value as a number; 1 and 0 for a boolean; for a text that is exactly a JSON number that number; NaN where there is none.</summary>
    public double Number { get; init; }

    /// <summary>The value as a string, where it is one.</summary>
    public string? Text { get; init; }

    /// <summary>Index of the first attribute in <see cref="EventBatch.Attributes"/>.</summary>
    public int FirstAttribute { get; init; }

    /// <summary>How many attributes follow.</summary>
    public int AttributeCount { get; init; }

    /// <summary>Where the id starts in <see cref="EventBatch.IdBytes"/>.</summary>
    public int IdStart { get; init; }

    /// <summary>Bytes of the id; 0 where the event has none of its own and is named by its place in the log.</summary>
    public int IdLength { get; init; }

    /// <summary>Offset of the record that carried the event.</summary>
    public required long Offset { get; init; }

    /// <summary>Whether it waits and nobody has counted it as evaluated.</summary>
    public bool IsUncounted { get; init; }

    /// <summary>Zero-based line in a record of many events; -1 where the record holds one event.</summary>
    public int Line { get; init; }
}
