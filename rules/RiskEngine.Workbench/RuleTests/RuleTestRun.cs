using System.Text;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Detection.Observing;
using RiskEngine.Core.Detection.Plan;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Pipeline;
using RiskEngine.Pipeline.Tasks;
using RiskEngine.Rules.Cases;
using RiskEngine.Workbench.Backtesting;

namespace RiskEngine.Workbench.RuleTests;

/// <summary>One test of a rule along the live data path, fed by hand.</summary>
internal sealed class RuleTestRun : IEventObserver, IDisposable
{
    private static readonly PseudonymKeys Keys = new("t0", "rule tests need no secret"u8);

    private readonly Rule _rule;
    private readonly RuleTestCase _test;
    private readonly TaskState _task;
    private readonly TaskPump _pump;
    private readonly List<AlertTransition> _transitions = [];
    private readonly List<Rejection> _rejections = [];
    private TestReach _reach;
    private bool _isOver;

    /// <summary>Prepares the run.</summary>
    /// <param name="rule">The rule that is tested; it runs even where its mode is off.</param>
    /// <param name="test">The test.</param>
    /// <param name="others">The rules whose alerts it counts.</param>
    public RuleTestRun(Rule rule, RuleTestCase test, IReadOnlyList<Rule> others)
    {
        (_rule, _test) = (rule, test);
        _task = new TaskState(new TaskId("test", 0), new TaskDefinition
        {
            Rules = [rule with { Mode = RuleMode.Active }, .. others],
            Lateness = new ByKind<TimeSpan>(TimeSpan.Zero, []),
            Decoding = EventDecoderOptions.Default with { Earliest = null },
            CreatePseudonymizer = () => new Pseudonymizer(Keys),
            EventObserver = this,
        });
        _pump = new TaskPump(_task, Take);
    }

    /// <summary>Runs the test from its start to its end.</summary>
    public RuleTestResult Run()
    {
        var events = _test.Expand();
        var next = Feed(events, 0, e => e.Time < _test.Start);
        _pump.Push(new TaskInput.Tick(_test.Start, IsIdle: false));
        next = Feed(events, next, e => e.Time <= _test.End);
        _pump.Push(new TaskInput.Tick(_test.End + TimeSpan.FromMicroseconds(1), IsIdle: false));
        var errors = _task.Evaluator.ConditionErrors().Values.Sum();

        var passedOver = _task.Evaluator.PassedOver().Where(one => one.Rule == _rule.Id && one.Reason != PassedOverReason.NoKey).ToList();

        // What would happen later is no part of the test, but an event there that is none is a slip all the same.
        _isOver = true;
        Feed(events, next, _ => true);
        if (!_task.Ledger.Balances) throw new InvalidOperationException($"the ledger does not balance: {_task.Ledger}");
        var result = RuleTestResult.Compare(_rule, _test, _transitions, _rejections, errors, KeyOf, _reach);
        return result with { Lines = [.. result.Lines, .. passedOver.Select(one => $"! {PassedOverText.SentenceOf(_rule, one)}")] };
    }

    void IEventObserver.Reached(EventCursor cursor)
    {
        if (!_isOver) _reach = _reach.With(_rule, cursor);
    }

    void IEventObserver.Evaluated()
    {
    }

    /// <inheritdoc/>
    public void Dispose() => _pump.Dispose();

    /// <summary>Pushes the events from an index on as long as they belong; their offsets are their numbers in the test.</summary>
    private int Feed(IReadOnlyList<TestEvent> events, int from, Func<TestEvent, bool> belongs)
    {
        var records = new RecordBatch();
        while (from < events.Count && belongs(events[from]))
        {
            records.Add(from, events[from].Json.Span);
            from++;
        }

        _pump.Push(new TaskInput.Records(records));
        return from;
    }

    private void Take(TaskOutput output)
    {
        _rejections.AddRange(output.Rejections);
        if (!_isOver) _transitions.AddRange(output.Transitions.Where(transition => transition.Rule.Id == _rule.Id));
    }

    /// <summary>The key as alerts name it: persons are pseudonyms there.</summary>
    private string KeyOf(string key) => _rule.By.Second is { } second && KeyText.Split(key) is { } pair
        ? KeyText.Join(KeyOf(pair.First, _rule.By.First), KeyOf(pair.Second, second))
        : KeyOf(key, _rule.By);

    private static string KeyOf(string key, KeyBy by) => by.Kind == KeyKind.Attribute ? new Pseudonymizer(Keys).Of(Encoding.UTF8.GetBytes(key)) : key;
}
