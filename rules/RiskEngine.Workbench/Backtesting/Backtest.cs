using RiskEngine.Core.Alerts;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Detection.Observing;
using RiskEngine.Core.Detection.Plan;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Tasks;
using RiskEngine.Core.Time;
using RiskEngine.Pipeline.Tasks;

namespace RiskEngine.Workbench.Backtesting;

/// <summary>Evaluates rules over a recording and answers what their author asks.</summary>
public static class Backtest
{
    private const int MostClockFaults = 8;

    /// <summary>Runs it.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="publish">Receives every transition of the rules, not of the changed ones, in order.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="Inputs.InputException">The recording cannot be read.</exception>
    public static BacktestResult Run(BacktestRequest request, Action<AlertTransition>? publish, CancellationToken cancellationToken)
    {
        var survey = request.WithSeries ? new MeasureSurvey() : null;
        using var run = RunOf(request, request.Rules, Take, survey);
        using var changed = request.Changed is { } rules ? RunOf(request, rules) : null;
        var recorded = request.Recording.Feed(changed is null ? [run] : [run, changed], cancellationToken);
        var evaluators = run.Tasks.Select(task => task.Evaluator).ToList();
        return new BacktestResult
        {
            Recorded = recorded,
            Ledger = run.Tasks.Aggregate(default(Ledger), (sum, task) => sum + task.Ledger),
            History = run.History,
            MatchedEvents = SumsOf(evaluators.Select(evaluator => evaluator.MatchedEvents())),
            ConditionErrors = SumsOf(evaluators.Select(evaluator => evaluator.ConditionErrors())),
            Rejections = run.Rejections.Counts,
            FirstConditionErrors = evaluators.SelectMany(evaluator => evaluator.FirstConditionErrors()).DistinctBy(error => error.Key).ToDictionary(),
            PassedOver = SumsOf(evaluators.SelectMany(evaluator => evaluator.PassedOver())),
            ReadTimes = [.. run.Tasks.SelectMany(task => task.Decoder.ReadTimes).GroupBy(times => times.Unit).Select(SumOf)],
            KeysNotSite = run.Tasks.Sum(task => task.Decoder.Counters.KeysNotSite - task.Decoder.Counters.KeysMissing),
            ClockFaults = [.. run.Tasks.SelectMany(task => task.WorstClocks(MostClockFaults)).Take(MostClockFaults)],
            OpenAtEnd = evaluators.Sum(evaluator => evaluator.OpenAlerts),
            Labels = request.Incidents is { } incidents ? LabelScore.Of(incidents, request.Window, run.History, recorded) : null,
            Comparison = changed is null ? null : RuleSetComparison.Of(run.History, changed.History),
            Series = survey is null ? [] : Record(request, SeriesSelection.Of(run.History, survey, recorded), cancellationToken),
        };

        void Take(TaskOutput output)
        {
            foreach (var transition in output.Transitions) publish?.Invoke(transition);
        }
    }

    private static RuleSetRun RunOf(BacktestRequest request, IReadOnlyList<Rule> rules, Action<TaskOutput>? take = null, IMeasurementObserver? observer = null) =>
        new(rules, request.Lateness, request.Disorder, request.Deduplicate, take, observer, inputs: request.Recording.Inputs, ticks: request.Recording.Ticks);

    private static ReadTimes SumOf(IGrouping<UnixUnit, ReadTimes> same) => same.Aggregate(static (sum, next) =>
        new ReadTimes(sum.Unit, sum.Count + next.Count, [.. sum.Sources.Union(next.Sources)], sum.HasMore || next.HasMore));

    private static IReadOnlyList<PassedOver> SumsOf(IEnumerable<PassedOver> counts) =>
        [.. counts.GroupBy(count => count with { Count = 0 }).Select(same => same.Key with { Count = same.Sum(count => count.Count) })];

    private static Dictionary<string, long> SumsOf(IEnumerable<IReadOnlyDictionary<string, long>> counts) =>
        counts.SelectMany(count => count).GroupBy(count => count.Key).ToDictionary(same => same.Key, same => same.Sum(count => count.Value));

    /// <summary>Evaluates once more, now that it is known which keys and how much time there are; so no series has to grow.</summary>
    private static IReadOnlyList<MeasureSeries> Record(BacktestRequest request, IReadOnlyList<MeasureSeries> series, CancellationToken cancellationToken)
    {
        var recorder = new SeriesRecorder(series);
        using var run = RunOf(request, request.Rules, observer: recorder);
        request.Recording.Feed([run], cancellationToken);
        return series;
    }
}
