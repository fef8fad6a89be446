using RiskEngine.Core.Alerts;
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
        using var run = new RuleSetRun(request.Rules, request.Lateness, request.Disorder, request.Deduplicate, Take, survey, inputs: request.Recording.Inputs);
        using var changed = request.Changed is { } rules ? new RuleSetRun(rules, request.Lateness, request.Disorder, request.Deduplicate, inputs: request.Recording.Inputs) : null;
        var recorded = request.Recording.Feed(changed is null ? [run] : [run, changed], cancellationToken);
        return new BacktestResult
        {
            Recorded = recorded,
            Ledger = run.Task.Ledger,
            History = run.History,
            MatchedEvents = run.Task.Evaluator.MatchedEvents(),
            ConditionErrors = run.Task.Evaluator.ConditionErrors(),
            Rejections = run.Rejections.Counts,
            FirstConditionErrors = run.Task.Evaluator.FirstConditionErrors(),
            PassedOver = run.Task.Evaluator.PassedOver(),
            ClockFaults = run.Task.WorstClocks(MostClockFaults),
            OpenAtEnd = run.Task.Evaluator.OpenAlerts,
            Labels = request.Incidents is { } incidents ? LabelScore.Of(incidents, request.Window, run.History, recorded) : null,
            Comparison = changed is null ? null : RuleSetComparison.Of(run.History, changed.History),
            Series = survey is null ? [] : Record(request, SeriesSelection.Of(run.History, survey, recorded), cancellationToken),
        };

        void Take(TaskOutput output)
        {
            foreach (var transition in output.Transitions) publish?.Invoke(transition);
        }
    }

    /// <summary>Evaluates once more, now that it is known which keys and how much time there are; so no series has to grow.</summary>
    private static IReadOnlyList<MeasureSeries> Record(BacktestRequest request, IReadOnlyList<MeasureSeries> series, CancellationToken cancellationToken)
    {
        var recorder = new SeriesRecorder(series);
        using var run = new RuleSetRun(request.Rules, request.Lateness, request.Disorder, request.Deduplicate, observer: recorder, inputs: request.Recording.Inputs);
        request.Recording.Feed([run], cancellationToken);
        return series;
    }
}
