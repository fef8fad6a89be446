using System.Globalization;
using BenchmarkDotNet.Attributes;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Signals;
using RiskEngine.Pipeline.Tasks;

namespace RiskEngine.Benchmarks;

/// <summary>One event from its JSON through an average over a minute, and past a rule over several partitions that looks at none, or at one of a hundred, against none.</summary>
/// <remarks>The Kafka client is left out, so that the share of the taps is larger than in a running engine.</remarks>
public class TapBenchmarks
{
    private const int Sources = 1000;
    private readonly EventBatch _shifted = new();
    private readonly List<Signal> _signals = [];
    private readonly List<AlertTransition> _transitions = [];
    private readonly EventBatch _decoded = new();
    private readonly List<Rejection> _rejections = [];
    private readonly RecordBatch _records = Material.Records("sensor.gas", sources: Sources);
    private EventBatch _events = new();
    private TaskState? _alone;
    private TaskState? _otherKind;
    private TaskState? _onePercent;
    private long _round;

    /// <summary>Signals that were sent, so that a run can be seen to have tapped what it says.</summary>
    public long Sent { get; private set; }

    [GlobalSetup]
    public void Setup()
    {
        var vocabulary = new Vocabulary();
        _events = Material.Decoded(vocabulary, "sensor.gas", sources: Sources);
        var numbers = new List<double>();
        foreach (ref readonly var e in _events.Events) numbers.Add(e.Number);
        numbers.Sort();
        var limit = numbers[numbers.Count * 99 / 100].ToString("R", CultureInfo.InvariantCulture);
        _alone = StateOf(null);
        _otherKind = StateOf(Crossing("sensor.smoke", "true"));
        _onePercent = StateOf(Crossing("sensor.gas", $"value >= {(limit.Contains('.', StringComparison.Ordinal) ? limit : limit + ".0")}"));

        foreach (var state in new[] { _alone, _otherKind, _onePercent })
        {
            for (var i = 0; i < 20; i++) Push(state);
        }
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Material.Events)]
    public int Alone() => Push(_alone!);

    [Benchmark(OperationsPerInvoke = Material.Events)]
    public int OfAnotherKind() => Push(_otherKind!);

    [Benchmark(OperationsPerInvoke = Material.Events)]
    public int OnePercent() => Push(_onePercent!);

    private static Rule Crossing(string kind, string where) => Material.Of(
        $"id: crossing\ntitle: Crossing\non: {kind}\nby: community\nwhere: {where}\n"
            + "detect: {type: frequency, window: 60s}\ngrades: {yellow: \">= 1000000\"}\nmessage: \"measured\"\n");

    private static TaskState StateOf(Rule? crossing)
    {
        var id = new TaskId("risk.events.sensor.v1", 0);
        var (detect, grades) = RuleTexts.All["metric"];
        var signals = crossing is null ? null
            : new SignalDefinition(new SignalRoute(8, 1, "district"), new Dictionary<string, int> { [id.Topic] = 1 }, new SignalSource(id.ToString(), 1), [crossing]);
        var definition = new TaskDefinition
        {
            Rules = [Material.RuleOf(detect, grades)],
            CreatePseudonymizer = () => new Pseudonymizer(new PseudonymKeys("b", "a key for benchmarks only"u8)),
            Signals = signals,
        };
        return new TaskState(id, definition);
    }

    /// <summary>Decodes the events, and evaluates them ten seconds later each round, so that time goes on. Each task gives the same names the same numbers.</summary>
    private int Push(TaskState state)
    {
        _decoded.Clear();
        state.Decoder.Decode(_records, _decoded, _rejections);
        _shifted.Clear();
        var shift = TimeSpan.FromSeconds(10 * _round++);
        foreach (ref readonly var e in _events.Events) _shifted.AddCopy(e with { Time = e.Time + shift, Offset = e.Offset + (_round * Material.Events) }, _events);
        for (var i = 0; i < _shifted.Count; i++)
        {
            state.Evaluator.Observe(_shifted, i);
            if (state.IsTapped) state.Tap(_shifted, i, 1, 0);
        }

        state.Evaluator.Drain(_transitions);
        _transitions.Clear();
        _signals.Clear();
        state.DrainSignals(_signals);
        Sent += _signals.Count;
        return _signals.Count;
    }
}
