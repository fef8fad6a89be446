using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Rules.Cases;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Expressions;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;
using RiskEngine.Rules.Reading;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules;

/// <summary>Reads the rule of one file.</summary>
internal sealed class RuleReader(RuleLoadOptions options)
{
    /// <summary>The rule and its tests; null where it has an error.</summary>
    public ReadRule? Read(YamlNode root, FileReport report)
    {
        if (MapReader.Open(DetectRepair.Read(root, options.Types, report), RuleKeys.Rule, "", report) is not { } map) return null;
        var scores = new ScoreCalls(options.Models) { IsInWhere = true, AreaLevels = options.AreaLevels };
        var id = RuleId.Read(map);
        var title = map.Text(RuleKeys.Title);
        var written = KindsReader.Read(map, RuleKeys.On);
        var where = map.Text(RuleKeys.Where) is not null && map.Scalar(RuleKeys.Where) is { } scalar
            ? RuleExpressions.Condition(new ExpressionText(RuleKeys.Where.Name, scalar, report, scores))
            : null;
        scores.IsInWhere = false;
        var schedule = ScheduleReader.Read(map);
        var deduplicate = map.Duration(RuleKeys.Deduplicate);
        var type = DetectReader.FindType(map, options.Types);
        if (type is { InDurations: true, CountsOpenTime: false } && schedule is not null)
            report.Add(DiagnosticCodes.Conflict, map.PlaceOf(ScheduleKeys.Schedule), $"schedule does not go with {type.Name}: its time would go on outside the hours",
                "delete schedule");
        var detection = type is null ? null : DetectReader.Read(map, type, scores);
        CheckKinds(map, type);
        CheckGrades(map, type);
        var on = detection?.Kinds ?? written;
        var by = ByReader.Read(map, on, options.AreaLevels, options.PersonAttributes);
        var limits = LimitsReader.Read(map);
        var conditions = new ConditionReader(type?.InDurations ?? false, limits);
        if (type is { OnlyBySource: true } && by is { IsOfOneSource: false })
            report.Add(DiagnosticCodes.Conflict, map.PlaceOf(RuleKeys.By), $"{type.Name} looks at one device, and by: {by} would mix several", "write by: source");
        if (type is { ComparesSources: true } && by is { IsOfOneSource: true })
            report.Add(DiagnosticCodes.Conflict, map.PlaceOf(RuleKeys.By), $"{type.Name} compares the devices of a place, and by: {by} knows one each", "write by: site");
        if (detection?.OnlyBySource is { } key && by is { Kind: not KeyKind.Source })
            report.Add(DiagnosticCodes.Conflict, map.PlaceOf(RuleKeys.By), $"{key} names sources, and the rule is evaluated by {by}", "write by: source");
        if (by is { } place && detection?.Misplaced?.Invoke(place) is { } fault) report.Add(DiagnosticCodes.Conflict, map.PlaceOf(RuleKeys.By), fault.Message, fault.Remedy);
        var grades = detection is null ? null : GradesReader.Read(map, detection, conditions);
        var clear = ReadClear(map, type is null ? null : conditions);
        GradesReader.CheckEnd(grades, clear?.When, report);
        LimitsReader.Check(map, limits, type, by, options.PersonAttributes);
        var tests = CaseReader.Read(map, report.HasFound(DiagnosticCodes.Kind) || (written.Count == 0 && type is not { NamesItsKinds: true }) ? null : on);
        var details = RuleDetails.Read(map);
        var messages = ReadMessages.Of(map, details.Labels, type);
        if (report.HasErrors || id is null || title is null || by is null || type is null || detection is null || grades is null) return null;

        var ladder = new GradeLadder(
            grades.Conditions.ToDictionary(pair => pair.Key, pair => detection.Coverage?.Of(pair.Value, limits) ?? pair.Value.Condition),
            grades.Recoveries.ToDictionary(pair => pair.Key, pair => pair.Value.Condition));
        var built = detection.Build(ladder);
        var rule = new Rule
        {
            Id = id,
            Title = title,
            Hash = "",
            File = report.Source.File,
            On = [.. on.Select(text => new KindPattern(text))],
            Where = Once(deduplicate, schedule is null || type.SeesAllHours ? where : During(schedule, where)),
            Deduplicate = deduplicate,
            Scores = [.. scores.All],
            By = by.Value,
            Detection = built,
            Grades = ladder,
            Limits = limits is { IsUsed: true } ? limits.Build() : null,
            For = details.For.Time,
            ForReadings = details.For.Readings(detection.ForReadings),
            Clear = new ClearPolicy(clear?.When?.Condition, clear?.For ?? TimeSpan.Zero),
            Times = grades.TimesOf(detection.ForReadings),
            KeepFiringFor = details.KeepFiringFor,
            Flapping = details.Flapping,
            Reopen = details.Reopen,
            NoData = details.NoData,
            Schedule = schedule,
            Mode = details.Mode,
            Message = messages.Rising,
            FallingMessage = messages.Falling,
            ResolvedMessage = messages.Resolved,
            Translations = messages.Translations,
            ShownAttributes = messages.Attributes,
            Unit = details.Unit,
            EventUnit = EventUnits.Of(details.Unit, built),
            CapCategory = details.Category,
            Description = details.Description,
            Runbook = details.Runbook,
            Owner = details.Owner,
            FalsePositives = details.FalsePositives,
            Labels = details.Labels,
        };
        return new ReadRule(RuleHash.Of(rule, detection.Meaning), tests, detection, grades.Conditions, clear?.When)
        {
            Recoveries = grades.Recoveries, Type = type, Map = map, Limits = limits, SaysAtLeast = details.For.AtLeast is not null,
        };
    }

    /// <summary>Most types need <c>on</c>; those that name their kinds themselves must not have it.</summary>
    private static void CheckKinds(MapReader map, RuleType? type)
    {
        if (type is not { NamesItsKinds: true })
        {
            if (!map.Has(RuleKeys.On)) map.Report.AddMissing(map.PlaceOf(RuleKeys.Id), "on is missing: the kinds of events it looks at", $"add e.g. on: {RuleKeys.On.Examples[0]}");
            return;
        }

        var reason = type.LooksAtAlerts ? "looks at alerts of rules, not at events" : "names the kinds inside detect";
        KeySpec[] excluded = type.LooksAtAlerts ? [RuleKeys.On, RuleKeys.Where, RuleKeys.Deduplicate, ScheduleKeys.Schedule] : [RuleKeys.On];
        foreach (var key in excluded.Where(map.Has))
            map.Report.Add(DiagnosticCodes.Conflict, map.PlaceOf(key), $"{key.Name} does not go with {type.Name}, which {reason}", $"delete {key.Name}");
    }

    /// <summary>Types whose finding has one grade take no ladder; said even where the rest of <c>detect</c> is wrong.</summary>
    private static void CheckGrades(MapReader map, RuleType? type)
    {
        if (type is { HasOneGrade: true } && map.Has(RuleKeys.Grades))
            map.Report.Add(DiagnosticCodes.Conflict, map.PlaceOf(RuleKeys.Grades), $"grades does not go with {type.Name}, whose finding has one grade",
                "delete grades, and write grade: yellow (or another one) in detect");
    }

    /// <summary>Outside its schedule a rule sees no events.</summary>
    private static EventCondition During(Schedule schedule, EventCondition? where) => where is null
        ? new EventCondition($"during {schedule.Text}", e => schedule.Contains(e.Event.Time) ? Outcome.True : Outcome.False)
        {
            Explain = e => [InHours(schedule, e)],
        }
        : new EventCondition($"({where.Text}) during {schedule.Text}", e => schedule.Contains(e.Event.Time) ? where.Evaluate(e) : Outcome.False)
        {
            Explain = e => [InHours(schedule, e), .. where.Explain?.Invoke(e) ?? []],
        };

    private static ConditionLeaf InHours(Schedule schedule, EventCursor e) =>
        new($"time within schedule {schedule.Text.Trim()}", schedule.Contains(e.Event.Time) ? Outcome.True : Outcome.False,
            "", [KeyValuePair.Create("time", e.Event.Time.ToString())]);

    /// <summary>Of an event that is delivered again a rule sees the first delivery.</summary>
    private static EventCondition? Once(TimeSpan? within, EventCondition? where)
    {
        if (within is not { } span) return where;
        var text = $"delivered for the first time in {Durations.Write(span)}";
        Func<EventCursor, Outcome> isFirst = e => e.SinceLastDelivery <= span ? Outcome.False : Outcome.True;
        return new EventCondition(where is null ? text : $"({where.Text}) {text}", e => isFirst(e) == Outcome.True ? where?.Evaluate(e) ?? Outcome.True : Outcome.False)
        {
            Explain = e => [new ConditionLeaf(text, isFirst(e), "", []), .. where?.Explain?.Invoke(e) ?? []],
        };
    }

    private static ReadClear? ReadClear(MapReader map, ConditionReader? conditions)
    {
        if (map.Has(RuleKeys.Clear) && map.Node(RuleKeys.Clear) is YamlScalar { IsNull: false } text)
        {
            var instead = Durations.TryParse(text.Value, out _) ? $"{{for: {text.Value}}}" : $"{{when: {YamlText.Quoted(text.Value)}}}";
            map.Report.Add(DiagnosticCodes.WrongShape, text.Span, $"clear is {text.Describe()}", $"write clear: {instead}", map.Replace(RuleKeys.Clear, instead));
            return null;
        }

        if (!map.Has(RuleKeys.Clear) || map.Map(RuleKeys.Clear, RuleKeys.ClearKeys) is not { } clear) return null;
        var when = conditions is not null && clear.Scalar(RuleKeys.ClearWhen) is { } scalar
            ? conditions.Read(scalar, clear.PathOf(RuleKeys.ClearWhen), map.Report)
            : null;
        return new ReadClear(when, clear.Duration(RuleKeys.ClearFor) ?? TimeSpan.Zero);
    }
}
