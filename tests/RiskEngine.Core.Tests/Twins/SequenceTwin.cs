using RiskEngine.Core.Detection.Types.Sequence;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Tests.Streams;

namespace RiskEngine.Core.Tests.Twins;

/// <summary>Follows every start anew through all later events whenever an event comes or a time is over.</summary>
internal sealed class SequenceTwin : TypeTwin
{
    private readonly SequenceDetection _sequence;
    private readonly bool[][] _fits;
    private readonly long _within;
    private readonly long _hold;
    private int _firstStart;
    private int _seen;
    private long? _lastFinding;

    public SequenceTwin(SequenceDetection sequence, IReadOnlyList<Reading> events, TwinAlerts alerts)
        : base(events, alerts)
    {
        _sequence = sequence;
        _within = RandomStream.Micros(sequence.Within);
        _hold = RandomStream.Micros(sequence.Hold);
        var cursor = new ReadingCursor();
        _fits = [.. events.Select(e => sequence.Steps.Select(step => step.Fits(cursor.At(e))).ToArray())];
    }

    public override IEnumerable<long> Times(long end)
    {
        var moments = Events.SelectMany(e => new[] { e.At, e.At + _within }).ToList();
        return moments.Concat(moments.Select(t => t + _hold));
    }

    public override void Take(int index)
    {
        _seen = index + 1;
        var at = Events[index].At;
        foreach (var start in OpenStarts().Where(start => at - Events[start].At <= _within))
        {
            var (path, next) = Follow(start);
            if (path.Count == 0 || path[^1] != index || !Left(next).All(step => step.IsOptional && !step.IsNegated)) continue;
            if (!_sequence.FiresOnTimeout) Find(path, at);
            _firstStart = _seen;
            return;
        }
    }

    public override void After(long t)
    {
        foreach (var start in OpenStarts().Where(start => Events[start].At + _within == t).ToList())
        {
            var (path, next) = Follow(start);
            if (path.Count == 0 || Left(next).All(step => step.IsOptional || step.IsNegated) == _sequence.FiresOnTimeout) continue;
            Find(path, t);
            if (_sequence.FiresOnTimeout) continue;
            _firstStart = _seen;
            break;
        }

        if (_lastFinding + _hold == t) Measure(0, 0, t, t, Evidence.None);
    }

    private IEnumerable<int> OpenStarts() => Enumerable.Range(_firstStart, _seen - _firstStart).Where(i => _fits[i][0]);

    private IEnumerable<SequenceStep> Left(int next) => _sequence.Steps.Skip(next);

    /// <summary>The events that the steps take from a start on, and the step that comes next; no events where the match is broken.</summary>
    private (List<int> Path, int Next) Follow(int start)
    {
        var path = new List<int> { start };
        var next = 1;
        for (var i = start + 1; i < _seen; i++)
        {
            var open = Enumerable.Range(next, _sequence.Steps.Count - next).ToList();
            var blocking = open.FindIndex(step => !_sequence.Steps[step].IsNegated && !_sequence.Steps[step].IsOptional);
            var taker = open.Take(blocking < 0 ? open.Count : blocking + 1).Cast<int?>().FirstOrDefault(step => _fits[i][step!.Value]);
            if (taker is not { } step) continue;
            if (_sequence.Steps[step].IsNegated) return ([], 0);
            path.Add(i);
            next = step + 1;
        }

        return (path, next);
    }

    private void Find(List<int> path, long at)
    {
        _lastFinding = at;
        Measure(1, path.Count, Events[path[0]].At, at, EvidenceOf([.. path.Select(i => Events[i])]));
    }

    /// <summary>Shows readings to conditions.</summary>
    private sealed class ReadingCursor
    {
        private readonly EvaluatorRig _rig = new([]);
        private readonly EventBatch _batch = new();

        public EventCursor At(Reading reading)
        {
            _batch.Clear();
            _batch.Add(_rig.ToEvent(reading));
            var cursor = new EventCursor(_rig.Vocabulary);
            cursor.MoveTo(_batch, 0);
            return cursor;
        }
    }
}

/// <summary>Rule type <c>sequence</c>.</summary>
internal sealed class SequenceTrial : TypeTrial
{
    private static readonly KindPattern Gas = new("sensor.gas");

    public override string Type => "sequence";

    public override Core.Rules.Detection Stored => new SequenceDetection
    {
        Steps =
        [
            new SequenceStep("open", [Gas], null, IsNegated: false, IsOptional: false),
            new SequenceStep("closed", [Gas], new EventCondition("value == 0", static _ => Outcome.True), IsNegated: true, IsOptional: false),
        ],
        Within = TimeSpan.FromMinutes(5),
        Hold = TimeSpan.FromMinutes(1),
    };

    public override IReadOnlyList<string> StoredParts => ["sequence:r1:site:3878f533:0946dab5:3000000000"];

    public override Core.Rules.Detection Steady => new SequenceDetection { Steps = [Is(100), Is(1000)], Within = TimeSpan.FromMinutes(1), Hold = TimeSpan.FromMinutes(1) };

    public override Core.Rules.Detection Make(Random random, TimeSpan unit)
    {
        var steps = new List<SequenceStep> { Step(0, random, false, false) };
        for (var i = random.Next(0, 4); i > 0; i--)
        {
            var isNegated = random.Next(3) == 0;
            steps.Add(Step(steps.Count, random, isNegated, !isNegated && random.Next(4) == 0));
        }

        return new SequenceDetection
        {
            Steps = steps,
            Within = unit * random.Next(1, 12),
            FiresOnTimeout = random.Next(3) == 0,
            Hold = unit * (random.Next(0, 10) * 0.5),
        };
    }

    public override GradeLadder Grades(Random random, TimeSpan unit) => NewerRules.Finding(random);

    public override TypeTwin Twin(Core.Rules.Detection detection, IReadOnlyList<Reading> events, TwinAlerts alerts) =>
        new SequenceTwin((SequenceDetection)detection, events, alerts);

    /// <summary>Nothing begins before the time of what began is over.</summary>
    public override List<Reading> Readings(List<Rule> rules, Random random, TimeSpan unit)
    {
        var rig = new EvaluatorRig(rules);
        var (cursor, batch) = (new EventCursor(rig.Vocabulary), new EventBatch());
        var begun = new Dictionary<(Rule, string), long>();
        return [.. RandomStream.InOrder(random, unit, 250).Where(IsAlone)];

        bool IsAlone(Reading reading)
        {
            batch.Clear();
            batch.Add(rig.ToEvent(reading));
            cursor.MoveTo(batch, 0);
            var begins = rules.Where(rule => rule.Detection.EventSteps[0].Fits(cursor)).ToList();
            foreach (var rule in begins)
            {
                if (begun.TryGetValue((rule, KeyOf(rule, reading)), out var at) && reading.At - at <= RandomStream.Micros(((SequenceDetection)rule.Detection).Within)) return false;
            }

            foreach (var rule in begins) begun[(rule, KeyOf(rule, reading))] = reading.At;
            return true;
        }
    }

    private static string KeyOf(Rule rule, Reading reading) => rule.By == KeyBy.Source ? reading.Source : reading.Site;

    private static SequenceStep Step(int number, Random random, bool isNegated, bool isOptional)
    {
        var modulus = random.Next(2, 5);
        var rest = random.Next(modulus);
        var condition = new EventCondition($"value % {modulus} == {rest}", e => (int)e.Event.Number % modulus == rest ? Outcome.True : Outcome.False);
        return new SequenceStep($"step{number}", [Gas], condition, isNegated, isOptional);
    }

    private static SequenceStep Is(double value) =>
        new("step", [Gas], new EventCondition($"value == {value}", e => e.Event.Number == value ? Outcome.True : Outcome.False), false, false);
}
