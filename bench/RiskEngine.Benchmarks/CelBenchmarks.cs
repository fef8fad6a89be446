using BenchmarkDotNet.Attributes;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;

namespace RiskEngine.Benchmarks;

/// <summary>One compiled condition over one event, against the same condition in C#.</summary>
public class CelBenchmarks
{
    private static readonly string Location = string.Intern("location");
    private readonly Vocabulary _vocabulary = new();
    private EventBatch _events = new();
    private EventCursor? _cursor;
    private Func<EventCursor, Outcome> _condition = _ => Outcome.Error;
    private Func<EventCursor, bool> _inCSharp = _ => false;

    [Params("value > 50.0", "attributes.location == \"indoor\"", "attributes.location == \"indoor\" && value > 50.0 && value < 70.0", "site.startsWith(\"district1\")")]
    public string Condition { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        _events = Material.Decoded(_vocabulary, "sensor.gas");
        _cursor = new EventCursor(_vocabulary);
        var rule = Material.RuleOf("{type: threshold}", "{yellow: \">= 95\"}", $"where: '{Condition}'");
        _condition = rule.Where?.Evaluate ?? throw new InvalidOperationException("the rule has no condition");
        _inCSharp = Condition switch
        {
            "value > 50.0" => static e => e.Event.Number > 50,
            "attributes.location == \"indoor\"" => static e => IsIndoor(e),
            "site.startsWith(\"district1\")" => static e => e.Site.StartsWith("district1", StringComparison.Ordinal),
            _ => static e => IsIndoor(e) && e.Event.Number > 50 && e.Event.Number < 70,
        };
        if (Engine() != CSharp()) throw new InvalidOperationException($"'{Condition}' differs from the same in C#");
    }

    [Benchmark(OperationsPerInvoke = Material.Events)]
    public int Engine()
    {
        var held = 0;
        if (_cursor is not { } cursor) return held;
        for (var i = 0; i < _events.Count; i++)
        {
            cursor.MoveTo(_events, i);
            if (_condition(cursor) == Outcome.True) held++;
        }

        return held;
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Material.Events)]
    public int CSharp()
    {
        var held = 0;
        if (_cursor is not { } cursor) return held;
        for (var i = 0; i < _events.Count; i++)
        {
            cursor.MoveTo(_events, i);
            if (_inCSharp(cursor)) held++;
        }

        return held;
    }

    private static bool IsIndoor(EventCursor e) => e.TryGetAttribute(Location, out var attribute) && attribute.Text == "indoor";
}
