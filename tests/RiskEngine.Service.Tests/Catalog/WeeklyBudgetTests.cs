using RiskEngine.Core.Alerts;
using RiskEngine.Core.Detection;
using RiskEngine.Core.Events;
using RiskEngine.Core.Time;
using RiskEngine.Rules;
using RiskEngine.Service.Catalog;

namespace RiskEngine.Service.Tests.Catalog;

/// <summary>Rules with the shipped models over simulated weeks: what <c>false_alarms_per_week</c> and <c>learn: false</c> promise.</summary>
public sealed class WeeklyBudgetTests
{
    private const int RowsOfDay = 288;
    private const int Series = 4;
    private static readonly EventTime Start = EventTime.From(new DateTimeOffset(2026, 1, 5, 0, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("type: score, model: auto", "gaussian")]
    [InlineData("type: score, model: auto", "autocorrelated")]
    [InlineData("type: score, model: auto", "seasonal")]
    [InlineData("type: baseline, model: auto", "gaussian")]
    [InlineData("type: baseline, model: auto", "seasonal")]
    [InlineData("type: baseline, model: auto", "heavy-tailed")]
    [InlineData("type: baseline, model: counts, measure: sum(value), window: {size: 30m, every: 5m}", "counts")]
    [InlineData("type: baseline, model: counts, measure: sum(value), window: {size: 30m, every: 5m}", "seasonal")]
    public void Stationary_series_alarm_no_more_than_about_once_a_week(string detect, string noise)
    {
        const int weeks = 12;
        var random = new Random(11);
        var values = Enumerable.Range(0, Series).Select(_ => Noise(noise, new Random(random.Next())).Take(weeks * 7 * RowsOfDay).ToArray()).ToArray();
        var alarms = Run($"{{{detect}, false_alarms_per_week: 1}}", values).Count(transition => transition.Number == 1);

        // Measured between 0 and 0.8; twelve weeks of four series scatter.
        Assert.InRange(alarms / (double)(weeks * Series), 0, 1.3);
    }

    [Theory]
    [InlineData("auto")]
    [InlineData("counts")]
    public void Step_keeps_the_alert_open_where_nothing_is_learned_meanwhile_and_else_becomes_usual(string model)
    {
        var random = new Random(3);
        var step = Noise("gaussian", random).Take(7 * RowsOfDay).Concat(Noise("gaussian", random).Take(14 * RowsOfDay).Select(value => value + 60)).ToArray();
        var resting = Run($"{{type: baseline, model: {model}, learn: false}}", [step], ">= 2");
        var learning = Run($"{{type: baseline, model: {model}}}", [step], ">= 2");
        var stepAt = Start + TimeSpan.FromDays(7);

        var raised = Assert.Single(resting, transition => transition.Number == 1 && transition.At >= stepAt);
        Assert.InRange(raised.At - stepAt, TimeSpan.Zero, TimeSpan.FromHours(1));
        Assert.DoesNotContain(resting, transition => transition.State == AlertState.Resolved && transition.At > raised.At);
        Assert.Contains(learning, transition => transition.Number == 1 && transition.At >= stepAt && transition.At < stepAt + TimeSpan.FromHours(1));
        Assert.Contains(learning, transition => transition.State == AlertState.Resolved && transition.At > stepAt && transition.At < stepAt + TimeSpan.FromDays(10));
    }

    private static List<AlertTransition> Run(string detect, double[][] series, string grade = ">= 1")
    {
        var text = $"id: a-rule\ntitle: A rule\non: sensor.gas\nby: source\ndetect: {detect}\ngrades: {{yellow: '{grade}'}}\nclear: {{for: 1h}}\n";
        var loaded = new RuleLoader(RuleFolder.Options(ModelSet.Load())).LoadText("a-rule.yaml", text);
        Assert.False(loaded.HasErrors, string.Join('\n', loaded.Diagnostics));
        var vocabulary = new Vocabulary();
        var evaluator = new RuleEvaluator(loaded.Rules, new TaskId("events", 0), vocabulary);
        var batch = new EventBatch();
        var transitions = new List<AlertTransition>();
        var (kind, site) = (vocabulary.Kinds.Intern("sensor.gas"), vocabulary.Sites.Intern("a/b/c/d"));
        var sources = series.Select((_, i) => vocabulary.Sources.Intern($"s{i}")).ToArray();
        for (var row = 0; row < series[0].Length; row++)
        {
            for (var i = 0; i < series.Length; i++)
            {
                batch.Clear();
                batch.Add(new Event
                {
                    Kind = kind, Source = sources[i], Site = site, Time = Start + (TimeSpan.FromMinutes(5) * row),
                    ValueKind = EventValueKind.Number, Number = series[i][row], Offset = ((long)row * series.Length) + i, Line = -1,
                });
                evaluator.Observe(batch, 0);
            }
        }

        evaluator.Drain(transitions);
        return transitions;
    }

    private static IEnumerable<double> Noise(string kind, Random random)
    {
        var carried = 0.0;
        for (var row = 0; ; row++)
        {
            carried = (0.9 * carried) + (0.43 * Normal(random));
            yield return kind switch
            {
                "gaussian" => 20 + (3 * Normal(random)),
                "autocorrelated" => 20 + carried,
                "heavy-tailed" => 20 + (Normal(random) / Math.Sqrt((Square(random) + Square(random) + Square(random)) / 3)),
                "counts" => Math.Max(0, Math.Round(12 + (3.5 * Normal(random)))),
                _ => 20 + (8 * Math.Sin(2 * Math.PI * row / RowsOfDay)) + Normal(random),
            };
        }
    }

    private static double Square(Random random) => Math.Pow(Normal(random), 2);

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
