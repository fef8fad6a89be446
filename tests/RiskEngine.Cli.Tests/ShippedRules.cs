using RiskEngine.Core.Alerts;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Detection;
using RiskEngine.Core.Events;
using RiskEngine.Core.Time;
using RiskEngine.Rules;
using RiskEngine.Service.Catalog;
using RiskEngine.Workbench.Tests;

namespace RiskEngine.Cli.Tests;

/// <summary>The rules that we ship, run over a stream by the real decoder and evaluator, without Kafka and Redis.</summary>
internal static class ShippedRules
{
    /// <summary>Loads the rules of a pack, with the shipped models.</summary>
    /// <param name="pack">A folder below rules/packs; empty for all.</param>
    public static RuleLoadResult Load(string pack = "") => new RuleLoader(RuleFolder.Options(ModelSet.Load())).LoadFrom(Path.Combine(Repository.Root, "rules", "packs", pack));

    /// <summary>Evaluates a stream.</summary>
    /// <param name="pack">A folder below rules/packs; empty for all.</param>
    /// <param name="lines">The events, at most <paramref name="disorder"/> out of order; later ones are left out as late.</param>
    /// <param name="disorder">How far behind the newest event the watermark is.</param>
    public static List<AlertTransition> Run(string pack, IEnumerable<ReadOnlyMemory<byte>> lines, TimeSpan disorder)
    {
        var rules = Load(pack).Rules;
        var vocabulary = new Vocabulary();
        var decoder = new EventDecoder(EventDecoderOptions.Default, vocabulary, new Pseudonymizer(new PseudonymKeys("p1", new byte[32])));
        var evaluator = new RuleEvaluator(rules, default, vocabulary);
        var buffer = new ReorderBuffer(disorder);
        var batch = new EventBatch();
        var transitions = new List<AlertTransition>();
        var (newest, offset) = (EventTime.MinValue, 0L);
        foreach (var line in lines)
        {
            batch.Clear();
            decoder.DecodeRecord(offset++, line.Span, null, batch, []);
            if (batch.Count == 0 || batch[0].Time < evaluator.Now) continue;
            buffer.Add(batch[0], batch);
            if (batch[0].Time <= newest) continue;
            newest = batch[0].Time;
            AdvanceTo(newest - disorder);
        }

        AdvanceTo(newest);
        return transitions;

        void AdvanceTo(EventTime watermark)
        {
            buffer.Release(watermark, (events, index) => evaluator.Observe(events, index));
            evaluator.AdvanceTo(watermark);
            evaluator.Drain(transitions);
        }
    }
}
