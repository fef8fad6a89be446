using System.Globalization;
using RiskEngine.Core.Time;
using RiskEngine.Workbench.Verifying;

namespace RiskEngine.Workbench.Reporting;

/// <summary>Works out which rules to keep, to tune and to retire.</summary>
public static class RuleReporter
{
    /// <summary>Fewer closed alerts than this say nothing of a rule.</summary>
    public const int LeastJudged = 5;

    private const double FalseToTune = 0.3;
    private const double FalseToRetire = 0.8;
    private const double LargePart = 0.2;
    private const int ManyAlerts = 20;
    private static readonly TimeSpan Fleeting = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan StaleAfter = TimeSpan.FromDays(1);
    private static readonly TimeSpan LongEnough = TimeSpan.FromDays(30);

    /// <summary>Works it out.</summary>
    /// <param name="transitions">Transitions as they were published, each once, in any order; at least one.</param>
    /// <param name="judgements">What people have closed as true or false.</param>
    /// <param name="known">Ids of the rules that there are, so that those that told nothing are named too.</param>
    /// <param name="until">End of the span; null for the last transition.</param>
    public static RuleReport Of(IReadOnlyList<PublishedAlert> transitions, IReadOnlyList<Judgement> judgements, IReadOnlyCollection<string> known, EventTime? until = null)
    {
        var alerts = RaisedAlert.Of(transitions);
        var from = alerts.Count > 0 ? alerts[0].Raised : until ?? EventTime.Epoch;
        var to = until ?? transitions.Max(transition => transition.At);
        var byRule = alerts.GroupBy(alert => alert.Rule).ToDictionary(rule => rule.Key, rule => rule.ToList());
        var ids = byRule.Keys.Concat(known).Distinct().Order(StringComparer.Ordinal);
        var rules = ids.Select(id => Judged(FiguresOf(id, byRule.GetValueOrDefault(id) ?? [], alerts.Count, judgements, to), to - from))
            .OrderByDescending(rule => rule.Advice).ThenByDescending(rule => rule.Alerts).ThenBy(rule => rule.Rule, StringComparer.Ordinal).ToList();
        return new RuleReport(from, to, rules, AlarmsOf(alerts, from, to));
    }

    private static RuleFigures FiguresOf(string id, List<RaisedAlert> alerts, int all, IReadOnlyList<Judgement> judgements, EventTime to)
    {
        var lives = alerts.Where(alert => alert.Ended is not null).Select(alert => alert.Ended!.Value - alert.Raised).Order().ToList();
        return new RuleFigures(id)
        {
            Alerts = alerts.Count,
            ByGrade = GradesOf(alerts),
            True = judgements.Count(judgement => judgement.WasTrue && judgement.Rules.Contains(id)),
            False = judgements.Count(judgement => !judgement.WasTrue && judgement.Rules.Contains(id)),
            MedianLife = lives.Count > 0 ? lives[lives.Count / 2] : null,
            Stale = alerts.Count(alert => IsStale(alert, to)),
            Chattering = alerts.GroupBy(alert => alert.Key).Count(IsChattering),
            Part = all == 0 ? 0 : (double)alerts.Count / all,
        };
    }

    private static RuleFigures Judged(RuleFigures rule, TimeSpan span)
    {
        var retire = new List<string>();
        var tune = new List<string>();
        if (rule.FalseShare is { } share && rule.True + rule.False >= LeastJudged && share >= FalseToTune)
        {
            var of = string.Create(CultureInfo.InvariantCulture, $"{rule.False} of {rule.True + rule.False} closed alerts were false");
            if (share >= FalseToRetire) retire.Add($"{of}: retire it, or look for another measure");
            else tune.Add($"{of}: raise the limits of its lightest grade, or wait longer ('for')");
        }

        if (rule.Alerts == 0 && span >= LongEnough)
        {
            var of = string.Create(CultureInfo.InvariantCulture, $"no alert in {span.TotalDays:0} days");
            retire.Add($"{of}: rehearse what it is to find with 'rules test'; retire it where that cannot happen");
        }

        if (rule.Chattering > 0)
            tune.Add($"{Counted(rule.Chattering, "key chatters", "keys chatter")}: more distance between 'grades' and 'clear', or a longer 'for' and 'clear.for'");
        if (rule.Stale > 0)
        {
            var of = Counted(rule.Stale, "alert was", "alerts were");
            tune.Add($"{of} open for longer than a day: somebody has to act, or the rule wants 'no_data: resolve' or a 'clear' that can be reached");
        }

        if (rule.MedianLife < Fleeting && rule.Alerts >= ManyAlerts) tune.Add("half of its alerts were over within a minute: wait longer ('for')");
        if (rule.Part >= LargePart && rule.Alerts >= ManyAlerts)
            tune.Add(string.Create(CultureInfo.InvariantCulture, $"{100 * rule.Part:0} % of all alerts are its own: raise its limits, or evaluate it by a larger area"));
        return rule with { Advice = retire.Count > 0 ? RuleAdvice.Retire : tune.Count > 0 ? RuleAdvice.Tune : RuleAdvice.Keep, Because = [.. retire, .. tune] };
    }

    private static AlarmFigures AlarmsOf(IReadOnlyList<RaisedAlert> alerts, EventTime from, EventTime to)
    {
        if (alerts.Count == 0) return new AlarmFigures();
        var start = from.FloorTo(AlarmFigures.Slot);
        var slots = (int)((to - start) / AlarmFigures.Slot) + 1;
        var inSlots = alerts.CountBy(alert => alert.Raised.FloorTo(AlarmFigures.Slot)).Select(slot => slot.Value).ToList();
        var byAlarm = alerts.GroupBy(alert => (alert.Rule, alert.Key)).ToList();
        return new AlarmFigures
        {
            Alarms = alerts.Count,
            Slots = slots,
            MostInSlot = inSlots.Max(),
            InFlood = (double)inSlots.Count(count => count > AlarmFigures.Flood) / slots,
            TopTen = (double)byAlarm.Select(alarm => alarm.Count()).OrderDescending().Take(10).Sum() / alerts.Count,
            StaleADay = alerts.Count(alert => IsStale(alert, to)) / Math.Max(1, (to - from).TotalDays),
            Chattering = byAlarm.Count(IsChattering),
            Grades = [.. GradesOf(alerts).Select(count => (double)count / alerts.Count)],
        };
    }

    private static int[] GradesOf(IReadOnlyList<RaisedAlert> alerts)
    {
        var grades = new int[4];
        foreach (var alert in alerts) grades[alert.Worst]++;
        return grades;
    }

    private static bool IsStale(RaisedAlert alert, EventTime to) => (alert.Ended ?? to) - alert.Raised > StaleAfter;

    private static bool IsChattering(IEnumerable<RaisedAlert> ofKey)
    {
        var alerts = ofKey.ToList();
        if (alerts.Exists(alert => alert.Flapped)) return true;
        for (var i = 2; i < alerts.Count; i++)
        {
            if (alerts[i].Raised - alerts[i - 2].Raised <= AlarmFigures.Slot) return true;
        }

        return false;
    }

    private static string Counted(int count, string one, string many) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)}");
}
