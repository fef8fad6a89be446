using RiskEngine.Core.Time;
using RiskEngine.Reading;
using RiskEngine.Reading.History;
using RiskEngine.Service.Http.Answers;
using RiskEngine.Service.Http.Api.Shapes;

namespace RiskEngine.Service.Http.Api;

/// <summary><c>/audit</c>, <c>/suppressed</c> and <c>/silences</c>: who did what, and what people are not told of.</summary>
internal sealed class DeskOperations(ApiSources sources)
{
    private const int MostPutAside = 5_000;
    private static readonly ApiParameter About = new("about", "the incident, alert or silence");
    private static readonly ApiParameter Action = new("action", "actions, with commas between") { IsList = true };
    private static readonly ApiParameter By = new("by", "who");
    private static readonly ApiParameter Alert = new("alert", "alert id");
    private static readonly ApiParameter Reason = new("reason", "reasons, with commas between") { IsList = true };
    private static readonly ApiParameter Rule = new("rule", "rule id");

    public IEnumerable<ApiOperation> All() =>
    [
        new("/audit", "Who did what, newest first.", typeof(ItemList<object>), request => Entries(request, new EntryFilter(EntryKind.Audit)
        {
            About = request.Text(About.Name) is { } about ? [about] : [], What = request.List(Action.Name), By = request.Text(By.Name),
        }))
        {
            Parameters = [About, Action, By, ApiParameter.Area, ApiParameter.Since, ApiParameter.Until, ApiParameter.Limit, ApiParameter.Cursor],
        },
        new("/suppressed", "Transitions that people were not told of, newest first.", typeof(ItemList<object>), request => Entries(request, new EntryFilter(EntryKind.Suppressed)
        {
            About = request.Text(Alert.Name) is { } alert ? [alert] : [], What = request.List(Reason.Name), Rule = request.Text(Rule.Name),
        }))
        {
            Parameters = [Alert, Reason, Rule, ApiParameter.Area, ApiParameter.Since, ApiParameter.Until, ApiParameter.Limit, ApiParameter.Cursor],
        },
        new("/silences", "What people are not told of for a time.", typeof(ItemList<SilenceView>), _ => Silences()),
    ];

    private object Entries(ApiRequest request, EntryFilter filter)
    {
        if (sources.Model is not { } model) return ApiProblem.Disabled();
        if (Pages.FaultOf(model) is { } fault) return fault;
        var entries = model.History.Entries(filter with { Area = request.Area, Since = request.Since, Until = request.Until }, request.After, request.Limit + 1);
        return new ItemList<object>([.. Pages.Cut(entries, request.Limit, entry => entry.ListPlace, out var next).Select(entry => (object)WholeRecord.Of(entry.Json))], next);
    }

    private object Silences()
    {
        if (sources.Model is not { } model) return new ItemList<SilenceView>([.. OfFile()]);
        return Pages.FaultOf(model) is { } fault ? fault : new ItemList<SilenceView>([.. OfFile(), .. OfPeople(model)]);
    }

    private IEnumerable<SilenceView> OfFile() => sources.Silences.Select(silence => new SilenceView
    {
        Id = silence.Id,
        Kind = "silence",
        From = "file",
        By = silence.By,
        Why = silence.Why,
        Since = silence.From > EventTime.MinValue ? $"{silence.From}" : null,
        Until = silence.To?.ToString(),
        Rules = Some(silence.Match.Rules),
        Areas = Some(silence.Match.Areas),
        Sources = Some(silence.Match.Sources),
        Causes = Some(silence.Match.Causes),
        Labels = silence.Match.Labels.Count > 0 ? silence.Match.Labels : null,
        Schedule = silence.Recurring is null ? null : true,
    });

    /// <summary>What was asked for, was done, has not been taken back and is not over.</summary>
    private IEnumerable<SilenceView> OfPeople(ReadModel model)
    {
        string[] ends = ["unsilence", "unshelve", "silence over", "shelf over"];
        var ended = new HashSet<string>(StringComparer.Ordinal);
        var now = EventTime.From(sources.Time.GetUtcNow());
        foreach (var entry in model.History.Entries(new EntryFilter(EntryKind.Audit) { What = [.. ends, "silence", "shelve"] }, null, MostPutAside))
        {
            var fields = WholeRecord.Of(entry.Json);
            if (Text("outcome") == "refused" || !ended.Add(entry.About) || ends.Contains(entry.What)) continue;
            if (Text("until") is not { } until || !ApiParameter.TryTime(until, out var end) || end <= now) continue;
            yield return new SilenceView
            {
                Id = entry.Id,
                Kind = entry.What == "silence" ? "silence" : "shelf",
                From = "people",
                By = entry.By,
                Why = Text("why") ?? "",
                Since = $"{entry.At}",
                Until = until,
                Area = entry.Area.Length > 0 ? entry.Area : null,
                About = entry.About,
                Rules = fields.TryGetValue("rules", out var rules) && rules.ValueKind == System.Text.Json.JsonValueKind.Array
                    ? [.. rules.EnumerateArray().Select(rule => $"{rule}")] : null,
            };

            string? Text(string name) => fields.TryGetValue(name, out var field) && field.ValueKind == System.Text.Json.JsonValueKind.String ? field.GetString() : null;
        }
    }

    private static IReadOnlyList<string>? Some(IReadOnlyList<string> words) => words.Count > 0 ? words : null;
}
