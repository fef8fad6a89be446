using RiskEngine.Core.Alerts;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;
using RiskEngine.Pipeline.Tasks;
using RiskEngine.Workbench.Backtesting;
using RiskEngine.Workbench.Inputs;

namespace RiskEngine.Workbench.Explaining;

/// <summary>Finds the moment that is asked for, and explains it: the recording is read once or twice.</summary>
public static class Explainer
{
    private const int MostReasons = 5;

    /// <summary>Explains.</summary>
    /// <exception cref="InputException">The recording has no such event, alert, rule or key.</exception>
    public static Explanation Explain(ExplainRequest request, CancellationToken cancellationToken)
    {
        if (request.Alert is { } alert) return At(request, MomentOfAlert(request, alert, cancellationToken), cancellationToken);
        if (request.Key is { } key) return At(request, MomentOfKey(request, key, cancellationToken), cancellationToken);
        var name = request.Event ?? "";
        long? offset = long.TryParse(name, out var number) ? number : null;
        return At(request, new SoughtMoment(offset, name, null, null, EventTime.MaxValue), cancellationToken);
    }

    private static Explanation At(ExplainRequest request, SoughtMoment moment, CancellationToken cancellationToken)
    {
        var observer = new MomentObserver(request, moment);
        string? fate = null;
        EventWalk? self = null;
        using var walk = self = new EventWalk(request, observer)
        {
            OnEvent = cursor => observer.Before(self ?? throw new InvalidOperationException("no walk"), cursor),
            AfterEvent = observer.After,
            OnTransition = observer.Add,
            OnLate = late => fate ??= Names(moment, late)
                ? $"the event came late: it happened at {late.At}, when its clock had come to {late.Watermark}; no rule saw it (--lateness, --disorder)" : null,
            OnDuplicate = (cursor, since) => fate ??= moment.Offset == cursor.Event.Offset
                ? $"the event had been delivered before ({since:g} earlier by its time) and does not count again; no rule saw it (--deduplicate)"
                : null,
            OnRejected = (rejection, place) => fate ??= moment.Offset == rejection.Offset
                ? $"{place}: the record was rejected, no rule saw it: {RejectionCount.Say(rejection.Reason, rejection.Detail, rejection.IsMapped)}" : null,
        };
        walk.Run(request.Recording, cancellationToken);
        if (observer.HasMetEvent || moment.Rule is not null) return observer.Explanation();
        if (moment.Offset is not null && moment.EventId is { } id && fate is null) return At(request, moment with { Offset = null, EventId = id }, cancellationToken);
        throw new InputException(fate ?? $"no event '{request.Event}' in the recording: give the id of an event, or its number from 0{RejectedOf(walk)}");
    }

    /// <summary>What else may be the cause that something is not found.</summary>
    private static string RejectedOf(EventWalk walk) => string.Concat(walk.Rejections.Counts.Take(MostReasons).Select(rejected =>
        $"\n{rejected.Place}: {Wording.Count(rejected.Count)} rejected: {rejected.Sentence}"));

    private static bool Names(SoughtMoment moment, LateEvent late)
    {
        if (moment.Offset is { } offset) return late.Offset == offset;
        using var json = System.Text.Json.JsonDocument.Parse(late.Json);
        return json.RootElement.TryGetProperty("id", out var id) && id.GetString() == moment.EventId;
    }

    private static SoughtMoment MomentOfAlert(ExplainRequest request, string id, CancellationToken cancellationToken)
    {
        AlertTransition? found = null;
        using var walk = new EventWalk(request) { OnTransition = transition => found ??= transition.Fingerprint == id || transition.Id == id ? transition : null };
        walk.Run(request.Recording, cancellationToken);
        if (found is null) throw new InputException($"no alert '{id}' with these rules and events; backtest writes the ids (alert, or id of one transition){RejectedOf(walk)}");
        long? offset = found.Evidence.LastOffset >= 0 ? found.Evidence.LastOffset : null;
        return new SoughtMoment(offset, null, found.Rule, found.Key, found.At, found.Measurement);
    }

    private static SoughtMoment MomentOfKey(ExplainRequest request, string key, CancellationToken cancellationToken)
    {
        var rule = request.Rules.FirstOrDefault(one => one.Id == request.RuleId)
            ?? throw new InputException($"no rule '{request.RuleId}'; there are {string.Join(", ", request.Rules.Select(one => one.Id).Take(20))}");
        var until = request.At ?? EventTime.MaxValue;
        var last = EventTime.MinValue;
        (long? matching, long? other) = (null, null);
        using var walk = new EventWalk(request) { OnEvent = Look };
        walk.Run(request.Recording, cancellationToken);
        if (matching is null && other is null)
        {
            throw new InputException(
                $"no event with the key '{key}' ({rule.By}) of the kinds of rule {rule.Id} before {(request.At is { } at ? at.ToString() : "the end")}{RejectedOf(walk)}");
        }

        return new SoughtMoment(matching ?? other, null, rule, key, request.At ?? last);

        void Look(EventCursor cursor)
        {
            last = EventTime.Max(last, cursor.Event.Time);
            if (cursor.Event.Time > until || !rule.Concerns(cursor.Kind) || KeyText.Of(cursor, rule.By) != key) return;
            if (rule.Where is null || rule.Where.Evaluate(cursor) == Outcome.True) matching = cursor.Event.Offset;
            else other = cursor.Event.Offset;
        }
    }
}
