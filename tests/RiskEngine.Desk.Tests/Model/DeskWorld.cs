using FsCheck;
using FsCheck.Fluent;
using RiskEngine.Core.Desk;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;

namespace RiskEngine.Desk.Tests.Model;

/// <summary>A few alarms and a policy that has everything, with all times in whole minutes.</summary>
internal static class DeskWorld
{
    public const int Wait = 2;
    public const int Linger = 3;
    public const int Within = 10;
    public const int Remember = 20;
    public const int Budget = 6;
    public const int Shift = 30;
    public const int LongestInhibition = 15;
    public static readonly (int From, int To) Works = (10, 25);
    public static readonly (int After, string To)[] Steps = [(4, "leader"), (9, "head")];

    /// <summary>Rule, key and place of each.</summary>
    public static readonly (string Rule, string Key, string Place)[] Alarms =
    [
        ("main-burst", "m-1", "huaxi/c1/g1/b1"), ("flat-pressure", "f-1", "huaxi/c1/g1/b1"), ("flat-pressure", "f-2", "huaxi/c1/g2/b2"),
        ("flat-pressure", "f-3", "huaxi/c2/g1/b1"), ("gas-rising", "g-1", "huaxi/c1/g1/b1"), ("gas-co", "g-2", "huaxi/c1/g1/b1"), ("main-valve", "v-1", "huaxi/c1/g1/b3"),
    ];

    public static readonly DeskPolicy Policy = new()
    {
        Incidents = new IncidentPolicy
        {
            Wait = TimeSpan.FromMinutes(Wait), Linger = TimeSpan.FromMinutes(Linger), Within = TimeSpan.FromMinutes(Within), Picture = TimeSpan.FromMinutes(1),
        },
        Remember = TimeSpan.FromMinutes(Remember),
        Silences = [new SilencePolicy("works", new AlertMatcher { Rules = ["gas-co"] }, DeskTrial.At(Works.From), DeskTrial.At(Works.To), "desk", "works")],
        Inhibitions =
        [
            new InhibitionPolicy("main", new AlertMatcher { Rules = ["main-*"] }, new AlertMatcher { Rules = ["flat-*"] }, 2, TimeSpan.FromMinutes(LongestInhibition)),
        ],
        Budget = new BudgetPolicy(2, Budget,
            [.. Enumerable.Range(0, 24 * 60 / Shift).Select(shift => new DailyTime(TimeOnly.MinValue.AddMinutes(shift * Shift), TimeZoneInfo.Utc))]),
        Escalation = new EscalationPolicy(Grade.Orange, [.. Steps.Select(step => new EscalationStep(TimeSpan.FromMinutes(step.After), step.To, null))]),
    };

    /// <summary>Lives of a desk.</summary>
    public static Arbitrary<DeskStep[]> Lives { get; } = Arb.From(
        Gen.ArrayOf(
            from kind in Gen.Frequency(
                (8, Gen.Constant(DeskStepKind.Fire)), (5, Gen.Constant(DeskStepKind.End)), (2, Gen.Constant(DeskStepKind.Again)),
                (1, Gen.Constant(DeskStepKind.Repeat)), (6, Gen.Constant(DeskStepKind.Wait)),
                (1, Gen.Constant(DeskStepKind.AcknowledgeIncident)), (1, Gen.Constant(DeskStepKind.AcknowledgeAlert)), (1, Gen.Constant(DeskStepKind.Shelve)),
                (1, Gen.Constant(DeskStepKind.Unshelve)), (1, Gen.Constant(DeskStepKind.Silence)), (1, Gen.Constant(DeskStepKind.Unsilence)),
                (1, Gen.Constant(DeskStepKind.CloseIncident)))
            from of in Gen.Choose(0, Alarms.Length - 1)
            from grade in Gen.Choose(1, 4)
            from minutes in Gen.Choose(1, 7)
            select new DeskStep(kind, of, (Grade)grade, minutes),
            120),
        Shorter);

    private static IEnumerable<DeskStep[]> Shorter(DeskStep[] steps)
    {
        for (var length = steps.Length / 2; length > 0; length /= 2)
        {
            for (var from = 0; from + length <= steps.Length; from += length) yield return [.. steps[..from], .. steps[(from + length)..]];
        }
    }
}
