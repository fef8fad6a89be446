using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;
using RiskEngine.Reading;
using RiskEngine.Reading.History;
using RiskEngine.Reading.Records;
using RiskEngine.Service.Http.Answers;
using RiskEngine.Service.Http.Api.Shapes;

namespace RiskEngine.Service.Http.Api;

/// <summary><c>/rules</c>, <c>/rules/{id}</c> and <c>/models</c>.</summary>
internal sealed class RuleOperations(ApiSources sources)
{
    private const int LongestText = 1024 * 1024;
    private const int MostJudgements = 10_000;
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);
    private static readonly ApiParameter Mode = new("mode", "which") { Words = [.. Enum.GetNames<RuleMode>().Select(name => name.ToLowerInvariant())] };

    public IEnumerable<ApiOperation> All() =>
    [
        new("/rules", "The rules in force, by id.", typeof(RuleList), List) { Parameters = [Mode, ApiParameter.Text, ApiParameter.Limit, ApiParameter.Cursor] },
        new("/rules/{id}", "A rule with its text.", typeof(RuleDetail), One) { IdMeaning = "rule id" },
        new("/models", "The models that rules may ask.", typeof(ItemList<ModelView>), _ => Models()),
    ];

    private RuleList List(ApiRequest request)
    {
        var text = request.Text(ApiParameter.Text.Name) ?? "";
        var rules = sources.Rules.Current.Loaded.Where(rule => request.Text(Mode.Name) is not { } mode || ModeOf(rule) == mode)
            .Where(rule => rule.Id.Contains(text, StringComparison.OrdinalIgnoreCase) || rule.Title.Contains(text, StringComparison.OrdinalIgnoreCase))
            .Where(rule => request.After is not { } after || string.CompareOrdinal(rule.Id, after.Id) > 0).OrderBy(rule => rule.Id, StringComparer.Ordinal)
            .Take(request.Limit + 1).ToList();
        var page = Pages.Cut(rules, request.Limit, rule => new ListPlace(0, rule.Id), out var next);
        var view = Viewer();
        var active = sources.Rules;
        var fault = active.LastFault is { } words ? sources.Secrets.Mask(words) : null;
        return new RuleList([.. page.Select(view)], next, new RuleList.Reloads(active.Current.Version, active.Reloads, active.Failures, fault));
    }

    private object One(ApiRequest request)
    {
        if (sources.Rules.Current.Loaded.FirstOrDefault(rule => rule.Id == request.Id) is not { } rule)
            return ApiProblem.NotFound($"no rule has the id '{(request.Id.Length <= 60 ? request.Id : request.Id[..57])}'");
        var passed = sources.Tasks().SelectMany(task => task.PassedOver).Where(one => one.Rule == rule.Id).GroupBy(one => (one.Kind, Reason: $"{one.Reason}", one.What))
            .Select(same => new RuleDetail.Passed(same.Key.Kind, same.Key.Reason, same.Key.What.Length > 0 ? same.Key.What : null, same.Sum(one => one.Count)));
        return new RuleDetail(Viewer()(rule), TextOf(rule), RuleLimits.Of(rule), [.. passed]);
    }

    /// <summary>Gathers what all rules are counted by once.</summary>
    private Func<Rule, RuleView> Viewer()
    {
        var open = sources.Model?.Picture.Alerts(static _ => true, null, int.MaxValue).CountBy(shown => shown.Alert.Rule).ToDictionary();
        var isKept = sources.Model is { History.State: HistoryState.Ready };
        var since = sources.Time.GetUtcNow() - Week;
        var alerts = isKept ? sources.Model!.History.AlertsByRule(since) : null;
        var judged = isKept ? Judged(sources.Model!, since) : null;
        var errors = sources.Tasks().SelectMany(task => task.ConditionErrors).GroupBy(entry => entry.Key).ToDictionary(rule => rule.Key, rule => rule.Sum(entry => entry.Value));
        var crossing = sources.Rules.Current.Crossing.Select(rule => rule.Id).ToHashSet();
        return rule => new RuleView
        {
            Id = rule.Id,
            Title = rule.Title,
            Hash = rule.Hash,
            Mode = ModeOf(rule),
            File = FileOf(rule),
            On = [.. rule.On.Select(pattern => pattern.Text)],
            By = $"{rule.By}",
            Type = rule.Detection.Type,
            Measure = rule.Detection.Measure,
            Unit = rule.Unit.Length > 0 ? rule.Unit : null,
            Owner = rule.Owner,
            Runbook = rule.Runbook,
            Labels = rule.Labels.Count > 0 ? rule.Labels : null,
            Description = rule.Description,
            FalsePositives = rule.FalsePositives.Count > 0 ? rule.FalsePositives : null,
            Scope = crossing.Contains(rule.Id) ? "signals" : "partition",
            OpenAlerts = open is null ? null : open.GetValueOrDefault(rule.Id),
            AlertsIn7Days = alerts is null ? null : alerts.GetValueOrDefault(rule.Id),
            FalseIn7Days = judged is null ? null : judged.GetValueOrDefault(rule.Id),
            Errors = errors.GetValueOrDefault(rule.Id),
            Changed = File.Exists(rule.File) ? $"{EventTime.From(File.GetLastWriteTimeUtc(rule.File))}" : null,
        };
    }

    /// <summary>How often people judged alerts of each rule false.</summary>
    private static Dictionary<string, int> Judged(ReadModel model, DateTimeOffset since)
    {
        var counts = new Dictionary<string, int>();
        var filter = new EntryFilter(EntryKind.Audit) { What = ["close false"], Since = EventTime.From(since) };
        foreach (var entry in model.History.Entries(filter, null, MostJudgements))
        {
            var fields = WholeRecord.Of(entry.Json);
            if (!fields.TryGetValue("rules", out var rules) || rules.ValueKind != System.Text.Json.JsonValueKind.Array) continue;
            if (fields.TryGetValue("outcome", out var outcome) && outcome.ToString() == "refused") continue;
            foreach (var rule in rules.EnumerateArray()) counts[rule.ToString()] = counts.GetValueOrDefault(rule.ToString()) + 1;
        }

        return counts;
    }

    private ItemList<ModelView> Models()
    {
        var rules = sources.Rules.Current.Loaded;
        return new ItemList<ModelView>(
        [
            .. sources.Models.Entries.Select(entry => new ModelView(entry.Model.Name, entry.Kind, entry.Purpose, entry.Model.Version, entry.Model.ParameterHash,
                Path.GetFileName(entry.File), [.. rules.Where(rule => Asks(rule, entry.Model.Name)).Select(rule => rule.Id)])),
        ]);
    }

    private static bool Asks(Rule rule, string model) => rule.Detection.Judge?.Name == model || rule.Scores.Any(score => score.Model.Name == model);

    /// <summary>Below the folder of the rules: where that lies on the machine is nobody's business.</summary>
    private string FileOf(Rule rule)
    {
        var path = Path.GetRelativePath(Directory.Exists(sources.RulesPath) ? sources.RulesPath : Path.GetDirectoryName(Path.GetFullPath(sources.RulesPath)) ?? ".", rule.File);
        return path.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(path) ? Path.GetFileName(rule.File) : path.Replace('\\', '/');
    }

    private string? TextOf(Rule rule)
    {
        try
        {
            return new FileInfo(rule.File) is { Exists: true, Length: <= LongestText } ? sources.Secrets.Mask(File.ReadAllText(rule.File)) : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string ModeOf(Rule rule) => $"{rule.Mode}".ToLowerInvariant();
}
