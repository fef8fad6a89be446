using System.Text.Json;
using BenchmarkDotNet.Attributes;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Detection;
using RiskEngine.Core.Events;

namespace RiskEngine.Benchmarks;

/// <summary>One transition as the JSON of the alert topic, against the library's serializer of an object with fewer fields.</summary>
public class AlertJsonBenchmarks
{
    private readonly AlertJson _json = new();
    private readonly List<AlertTransition> _transitions = [];

    [GlobalSetup]
    public void Setup()
    {
        var vocabulary = new Vocabulary();
        var events = Material.Decoded(vocabulary, "sensor.gas", 1, 1);
        var evaluator = new RuleEvaluator([Material.RuleOf("{type: threshold, measure: value}", "{yellow: \">= 1\"}")], new TaskId("events", 0), vocabulary);
        evaluator.Observe(events, 0);
        evaluator.Drain(_transitions);
    }

    [GlobalCleanup]
    public void Cleanup() => _json.Dispose();

    [Benchmark]
    public int Engine() => _json.Encode(_transitions[0]).Length;

    [Benchmark(Baseline = true)]
    public int JsonSerializerOfAnObject()
    {
        var t = _transitions[0];
        return JsonSerializer.SerializeToUtf8Bytes(new
        {
            t.Id, t.Fingerprint, t.Number, Rule = t.Rule.Id, RuleHash = t.Rule.Hash, State = t.State.ToString(), Grade = t.Grade.ToString(), Previous = t.PreviousGrade.ToString(),
            t.Key, t.Site, Onset = t.Onset.ToString(), First = t.FirstEvidence.ToString(), At = t.At.ToString(), t.Measurement.Measure, t.Measurement.Count, t.Threshold,
            Topic = t.Task.Topic, t.Task.Partition, t.Evidence.FirstOffset, t.Evidence.LastOffset, Message = AlertSentence.Of(t),
        }).Length;
    }
}
