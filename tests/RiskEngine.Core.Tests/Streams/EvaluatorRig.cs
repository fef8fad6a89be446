using RiskEngine.Core.Alerts;
using RiskEngine.Core.Detection;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Tests.Streams;

/// <summary>An evaluator with everything around it, and a short way to feed it.</summary>
internal sealed class EvaluatorRig
{
    public static readonly TaskId Task = new("events", 3);

    private readonly EventBatch _batch = new();
    private readonly int _kind;

    public EvaluatorRig(params IReadOnlyList<Rule> rules)
    {
        _kind = Vocabulary.Kinds.Intern("sensor.gas");
        Evaluator = new RuleEvaluator(rules, Task, Vocabulary);
    }

    public Vocabulary Vocabulary { get; } = new();

    public RuleEvaluator Evaluator { get; }

    public List<AlertTransition> Transitions { get; } = [];

    public void Observe(Reading reading)
    {
        _batch.Clear();
        _batch.Add(ToEvent(reading));
        Evaluator.Observe(_batch, 0);
    }

    public void AdvanceTo(long micros) => Evaluator.AdvanceTo(new EventTime(micros));

    public void Drain() => Evaluator.Drain(Transitions);

    /// <summary>Feeds a stream. The clock also moves between events, and transitions are taken at any moment: neither may matter.</summary>
    public void Feed(IReadOnlyList<Reading> stream, long end, Random random)
    {
        var now = stream[0].At;
        foreach (var reading in stream)
        {
            while (random.Next(4) == 0) AdvanceTo(now = random.NextInt64(now, reading.At + 1));
            Observe(reading);
            now = reading.At;
            if (random.Next(5) == 0) Drain();
        }

        while (random.Next(3) > 0 && now < end) AdvanceTo(now = random.NextInt64(now, end));
        AdvanceTo(end);
        Drain();
    }

    public Event ToEvent(Reading reading) => new()
    {
        Kind = _kind,
        Source = Vocabulary.Sources.Intern(reading.Source),
        Site = Vocabulary.Sites.Intern(reading.Site),
        Time = new EventTime(reading.At),
        ValueKind = double.IsNaN(reading.Value) ? EventValueKind.None : EventValueKind.Number,
        Number = reading.Value,
        Offset = reading.Offset,
        Line = -1,
    };
}
