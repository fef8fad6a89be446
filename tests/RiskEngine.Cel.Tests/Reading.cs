using RiskEngine.Cel.Declarations;
using RiskEngine.Cel.Values;

namespace RiskEngine.Cel.Tests;

/// <summary>A small event, as the scope of these tests reads it.</summary>
public sealed class Reading
{
    public double Measure { get; init; }

    public object? Value { get; init; }

    public string? Source { get; init; } = "gm-1";

    public long Count { get; init; }

    public bool Online { get; init; } = true;

    public DateTimeOffset Time { get; init; } = new(2026, 11, 21, 22, 30, 0, TimeSpan.Zero);

    public Dictionary<string, CelValue> Attributes { get; init; } = [];

    public static CelScope<Reading> Scope { get; } = new CelScope<Reading>()
        .Double("measure", reading => reading.Measure)
        .Int("count", reading => reading.Count)
        .Bool("online", reading => reading.Online)
        .Text("source", reading => reading.Source)
        .Variable("time", CelType.Timestamp, reading => CelValue.Of(reading.Time))
        .MostlyDouble("value", TryNumber, Whatever)
        .Object("attributes", new CelFields<Reading>()
            .Text("location", reading => reading.Attributes.TryGetValue("location", out var value) ? value.AsString() : null)
            .Known("floor", CelType.Int)
            .Dynamic(name => reading => reading.Attributes.GetValueOrDefault(name)));

    private static bool TryNumber(Reading reading, out double number)
    {
        number = reading.Value as double? ?? 0;
        return reading.Value is double;
    }

    private static CelValue Whatever(Reading reading) => reading.Value switch
    {
        double number => CelValue.Of(number),
        bool truth => CelValue.Of(truth),
        string text => CelValue.Of(text),
        _ => CelValue.Absent,
    };
}
