using RiskEngine.Core.Desk;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;
using RiskEngine.Rules.Reading;
using RiskEngine.Rules.Text;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Desk;

/// <summary>Reads the desk's file.</summary>
internal sealed class DeskReader(FileReport report, IReadOnlyList<string> areaLevels, DeskPolicy byDefault)
{
    private readonly DeskPlaces _places = new(report, areaLevels, byDefault.AreaDepth);

    public DeskPolicy Read(YamlNode root)
    {
        if (MapReader.Open(root, DeskKeys.Desk, "", report) is not { } map) return byDefault;
        var policy = byDefault with
        {
            Causes = ReadCauses(map),
            Incidents = ReadIncidents(map),
            Silences = [.. Items(map, DeskKeys.Silences, DeskKeys.SilenceKeys).Select(ReadSilence).OfType<SilencePolicy>()],
            Inhibitions = [.. Items(map, DeskKeys.Inhibit, DeskKeys.InhibitKeys).Select(ReadInhibition).OfType<InhibitionPolicy>()],
            Budget = map.Map(DeskKeys.Budget, DeskKeys.BudgetKeys) is { } budget ? ReadBudget(budget) : null,
            Escalation = map.Map(DeskKeys.Escalation, DeskKeys.EscalationKeys) is { } escalation ? ReadEscalation(escalation) : null,
            Corroborations = [.. Items(map, DeskKeys.Corroborate, DeskKeys.CorroborationKeys).Select(ReadCorroboration).OfType<CorroborationPolicy>()],
            Places = ReadPlaces(map),
            Remember = map.Duration(DeskKeys.Remember) ?? byDefault.Remember,
            LongestShelf = map.Duration(DeskKeys.LongestShelf) ?? byDefault.LongestShelf,
            MostAlerts = (int)(map.Number(DeskKeys.MostAlerts) ?? byDefault.MostAlerts),
        };
        return policy;
    }

    private List<CausePolicy> ReadCauses(MapReader map)
    {
        var causes = new List<CausePolicy>();
        if (map.Node(DeskKeys.Causes) is not { } node) return causes;
        if (node is not YamlMap table)
        {
            report.Add(DiagnosticCodes.WrongShape, node.Span, $"causes is {node.Describe()}", "write a map of causes to rules, e.g. fire: [smoke-*, heat-*]");
            return causes;
        }

        foreach (var (name, value) in table.Entries)
        {
            var items = value is YamlList list ? list.Items : [value];
            var patterns = items.Select(item => Scalar.Of(item, $"causes.{name.Value}", new TextShape(200, "a rule id, with * for any characters"), report)).OfType<YamlScalar>();
            causes.Add(new CausePolicy(name.Value, [.. patterns.Select(pattern => pattern.Value.Trim())]));
        }

        return causes;
    }

    private IncidentPolicy ReadIncidents(MapReader map)
    {
        if (map.Map(DeskKeys.Incidents, DeskKeys.IncidentKeys) is not { } incidents) return byDefault.Incidents;
        var levels = new Dictionary<string, int>();
        if (incidents.Node(DeskKeys.Levels) is YamlMap table)
        {
            foreach (var (cause, value) in table.Entries)
            {
                if (Scalar.Of(value, $"incidents.levels.{cause.Value}", DeskKeys.Level.Shape, report) is { } scalar && _places.DepthOf(scalar, "incidents.levels") is { } depth)
                    levels[cause.Value] = depth;
            }
        }

        var standard = byDefault.Incidents;
        return new IncidentPolicy
        {
            Depth = _places.Depth(incidents, DeskKeys.Level) ?? standard.Depth,
            DepthOf = levels,
            Within = incidents.Duration(DeskKeys.Within) ?? standard.Within,
            Linger = incidents.Duration(DeskKeys.Linger) ?? standard.Linger,
            Wait = incidents.Duration(DeskKeys.Wait) ?? standard.Wait,
            Picture = incidents.Duration(DeskKeys.Picture) ?? standard.Picture,
        };
    }

    private PlacePolicy ReadPlaces(MapReader map)
    {
        var standard = byDefault.Places;
        if (map.Map(DeskKeys.Places, DeskKeys.PlaceKeys) is not { } places) return standard;
        return new PlacePolicy
        {
            HalfLife = places.Duration(DeskKeys.HalfLife) ?? standard.HalfLife,
            Days = (int)(places.Number(DeskKeys.Days) ?? standard.Days),
            ChronicIncidents = (int)(places.Number(DeskKeys.ChronicIncidents) ?? standard.ChronicIncidents),
            TroubleAbove = places.Number(DeskKeys.ChronicIndex) ?? standard.TroubleAbove,
            ChronicShare = (places.Number(DeskKeys.ChronicShare) ?? (standard.ChronicShare * 100)) / 100,
        };
    }

    private SilencePolicy? ReadSilence(MapReader map)
    {
        var schedule = ScheduleReader.Read(map);
        var match = Matcher(map, DeskKeys.Match);
        var (from, to) = (_places.Time(map, DeskKeys.From), _places.Time(map, DeskKeys.To));
        if (!map.Has(DeskKeys.To) && schedule is null)
            report.Add(DeskCodes.SilenceTimes, map.PlaceOf(DeskKeys.From), "the silence has no end", "add to: with the time at which it ends, or a schedule for hours that recur");
        else if (from is { } start && to is { } end && end <= start)
            report.Add(DeskCodes.SilenceTimes, map.PlaceOf(DeskKeys.To), "the silence ends before it starts", "write a later time");
        return map.Text(DeskKeys.Id) is { } id && map.Text(DeskKeys.By) is { } by && map.Text(DeskKeys.Why) is { } why && match is not null && from is not null
            ? new SilencePolicy(id, match, from.Value, to, by, why) { Recurring = schedule } : null;
    }

    private InhibitionPolicy? ReadInhibition(MapReader map)
    {
        var (source, target, depth) = (Matcher(map, DeskKeys.Source), Matcher(map, DeskKeys.Target), _places.Depth(map, DeskKeys.Equal));
        var longest = map.Duration(DeskKeys.Longest) ?? TimeSpan.FromDays(1);
        return map.Text(DeskKeys.Id) is { } id && source is not null && target is not null && depth is { } known
            ? new InhibitionPolicy(id, source, target, known, longest) : null;
    }

    private BudgetPolicy? ReadBudget(MapReader map)
    {
        var zone = ZoneReader.Read(map, DeskKeys.TimeZone) ?? TimeZoneInfo.Utc;
        var shifts = new List<DailyTime>();
        foreach (var scalar in map.Scalars(DeskKeys.Shifts, Shapes.Line, 24))
        {
            if (ScheduleReader.Hour(scalar.Value) is { } hour) shifts.Add(new DailyTime(hour, zone));
            else report.Add(DiagnosticCodes.Schedule, scalar.Span, $"budget.shifts {Quote.Of(scalar.Value)} is no time of day", "write e.g. \"06:00\"");
        }

        if (shifts.Count == 0) shifts.Add(new DailyTime(TimeOnly.MinValue, zone));
        return map.Number(DeskKeys.Notifications) is { } most
            ? new BudgetPolicy(_places.Depth(map, DeskKeys.Level) ?? byDefault.AreaDepth, (int)most, [.. shifts.OrderBy(shift => shift.Time)]) : null;
    }

    private EscalationPolicy ReadEscalation(MapReader map)
    {
        var steps = new List<EscalationStep>();
        foreach (var item in Items(map, DeskKeys.Steps, DeskKeys.StepKeys))
        {
            if (item.Duration(DeskKeys.After) is not { } after || item.Text(DeskKeys.Whom) is not { } to) continue;
            if (steps.Count > 0 && after <= steps[^1].After)
                report.Add(DeskCodes.Steps, item.PlaceOf(DeskKeys.After), "the step does not come after the one before", "write the steps in order of time");
            steps.Add(new EscalationStep(after, to, item.Text(DeskKeys.Sink)));
        }

        return new EscalationPolicy(Grade(map, DeskKeys.FromGrade) ?? Core.Rules.Grade.Orange, steps);
    }

    private CorroborationPolicy? ReadCorroboration(MapReader map)
    {
        var (with, against) = (map.Has(DeskKeys.With) ? Matcher(map, DeskKeys.With) : null, map.Has(DeskKeys.Against) ? Matcher(map, DeskKeys.Against) : null);
        var depth = map.Has(DeskKeys.Level) ? _places.Depth(map, DeskKeys.Level) : byDefault.AreaDepth;
        return map.Text(DeskKeys.Cause) is { } cause && depth is { } known
            ? new CorroborationPolicy(cause, known, map.Duration(DeskKeys.Near) ?? byDefault.Incidents.Within)
            {
                With = with, Against = against, Families = (int)(map.Number(DeskKeys.Families) ?? 2), RaiseTo = Grade(map, DeskKeys.RaiseTo),
            }
            : null;
    }

    private AlertMatcher? Matcher(MapReader map, KeySpec key)
    {
        if (map.Map(key, DeskKeys.MatchKeys) is not { } match) return null;
        var labels = new Dictionary<string, string>();
        if (match.Node(DeskKeys.Labels) is YamlMap table)
        {
            foreach (var (name, value) in table.Entries)
            {
                if (Scalar.Of(value, $"{match.Path}.labels.{name.Value}", Shapes.Line, report) is { } scalar) labels[name.Value] = scalar.Value;
            }
        }

        var matcher = new AlertMatcher
        {
            Rules = Texts(match, DeskKeys.Rules), Areas = Texts(match, DeskKeys.Areas), Sources = Texts(match, DeskKeys.Sources), Causes = Texts(match, DeskKeys.CausesOf),
            Labels = labels, AtMost = Grade(match, DeskKeys.AtMost) ?? Core.Rules.Grade.Red,
        };
        if (!matcher.IsEmpty) return matcher;
        report.Add(DeskCodes.Everything, match.Span, $"{match.Path} means every alert", "add rules, areas, sources, causes or labels; rules: \"*\" for all");
        return null;
    }

    private static string[] Texts(MapReader map, KeySpec key) => [.. map.Scalars(key, Shapes.Line, Shapes.MostItems).Select(scalar => scalar.Value.Trim().TrimEnd('/'))];

    private static Grade? Grade(MapReader map, KeySpec key) => map.Has(key) ? map.Word(key) switch
    {
        "blue" => Core.Rules.Grade.Blue,
        "yellow" => Core.Rules.Grade.Yellow,
        "orange" => Core.Rules.Grade.Orange,
        "red" => Core.Rules.Grade.Red,
        _ => null,
    } : null;

    /// <summary>The maps of a list; two of them with one id are reported.</summary>
    private List<MapReader> Items(MapReader map, KeySpec key, MapSpec spec)
    {
        var items = new List<MapReader>();
        if (map.Node(key) is not { } node) return items;
        if (node is not YamlList list)
        {
            report.Add(DiagnosticCodes.WrongShape, node.Span, $"{map.PathOf(key)} is {node.Describe()}", $"expected {key.Shape.Wants}");
            return items;
        }

        var ids = new HashSet<string>();
        foreach (var (index, item) in list.Items.Index())
        {
            if (MapReader.Open(item, spec, $"{map.PathOf(key)}[{index + 1}]", report) is not { } reader) continue;
            items.Add(reader);
            if (spec.Find(DeskKeys.Id.Name) is null || reader.Scalar(DeskKeys.Id) is not { } id) continue;
            if (!SuggestedId.IsId(id.Value))
                report.Add(DiagnosticCodes.RuleId, id.Span, $"id {Quote.Of(id.Value)} is malformed", "write words in small letters joined by hyphens");
            if (!ids.Add(id.Value)) report.Add(DeskCodes.SameId, id.Span, $"the id {Quote.Of(id.Value)} stands above too", "give each an id of its own");
        }

        return items;
    }
}
