using RiskEngine.Core.Detection.Types.Threshold;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Tests.Streams;

namespace RiskEngine.Core.Tests.Alerts.Ladder;

/// <summary>The ladder of a rule in plain numbers: blue from 10 on, yellow from 20, orange from 30, red from 40; times are whole seconds.</summary>
internal sealed record LadderRule
{
    private readonly Rung?[] _rungs = new Rung?[5];

    private LadderRule(Random random)
    {
        for (var level = 1; level <= 4; level++) _rungs[level] = random.Next(4) > 0 ? Rung.Make(random, level) : null;
        if (_rungs.All(rung => rung is null)) _rungs[2] = Rung.Make(random, 2);
        Lowest = Array.FindIndex(_rungs, rung => rung is not null);
        For = random.Next(3) == 0 ? random.Next(1, 6) : 0;
        Readings = random.Next(4) == 0 ? random.Next(2, 4) : 1;
        ClearFor = random.Next(2) == 0 ? random.Next(1, 9) : 0;
        KeepFiringFor = random.Next(4) == 0 ? random.Next(1, 15) : 0;
        Clear = random.Next(3) == 0 ? 6 : null;
        if (Clear is not null) _rungs[Lowest] = _rungs[Lowest]! with { Recover = null };
        var enter = random.Next(20, 45);
        Flapping = random.Next(3) > 0 ? new FlapPolicy(enter, enter - random.Next(8), random.Next(5, 21), TimeSpan.FromSeconds(random.Next(10, 90))) : null;
        Reopen = random.Next(2) == 0 ? random.Next(1, 20) : 0;
        EndsBySilence = random.Next(2) == 0;
    }

    public int Lowest { get; }

    public int For { get; }

    public int Readings { get; }

    public int ClearFor { get; }

    public int KeepFiringFor { get; }

    /// <summary>The alert ends below it; null where no grade's condition holding ends it.</summary>
    public double? Clear { get; }

    public FlapPolicy? Flapping { get; }

    public int Reopen { get; }

    public bool EndsBySilence { get; }

    public static LadderRule Make(Random random) => new(random);

    public int GradeOf(double value)
    {
        for (var level = 4; level >= 1; level--)
        {
            if (_rungs[level] is not null && value >= level * 10) return level;
        }

        return 0;
    }

    /// <summary>The rung of a grade, or the next one above where it has none.</summary>
    public Rung? RungOf(int level)
    {
        while (level <= 4 && _rungs[level] is null) level++;
        return level <= 4 ? _rungs[level] : null;
    }

    public (int For, int Readings, int RecoverFor, int Dwell, bool HasRecovery) TimesOf(int level) => RungOf(level) is { } rung
        ? (rung.For ?? For, rung.Readings ?? Readings, rung.RecoverFor ?? ClearFor, rung.Dwell, rung.Recover is not null)
        : (For, Readings, ClearFor, 0, false);

    /// <summary>The same for the engine.</summary>
    public Rule ToRule()
    {
        var (rungs, recoveries, times) = (new Dictionary<Grade, MeasureCondition>(), new Dictionary<Grade, MeasureCondition>(), new Dictionary<Grade, GradeTimes>());
        for (var level = 1; level <= 4; level++)
        {
            if (_rungs[level] is not { } rung) continue;
            var grade = (Grade)level;
            rungs.Add(grade, new MeasureCondition($">= {level * 10}", Comparison.GreaterOrEqual, level * 10));
            if (rung.Recover is { } below) recoveries.Add(grade, new MeasureCondition($"< {below}", Comparison.Less, below));
            times.Add(grade, new GradeTimes(Seconds(rung.For), rung.Readings, Seconds(rung.RecoverFor), TimeSpan.FromSeconds(rung.Dwell)));
        }

        return YellowRule.Of(new ThresholdDetection(EventNumber.Value), id: "ladder") with
        {
            Grades = new GradeLadder(rungs, recoveries),
            Times = times,
            For = TimeSpan.FromSeconds(For),
            ForReadings = Readings,
            Clear = new ClearPolicy(Clear is { } clear ? new MeasureCondition($"< {clear}", Comparison.Less, clear) : null, TimeSpan.FromSeconds(ClearFor)),
            KeepFiringFor = TimeSpan.FromSeconds(KeepFiringFor),
            Flapping = Flapping,
            Reopen = TimeSpan.FromSeconds(Reopen),
            NoData = EndsBySilence ? NoDataPolicy.Resolve : NoDataPolicy.Hold,
        };
    }

    private static TimeSpan? Seconds(int? seconds) => seconds is { } some ? TimeSpan.FromSeconds(some) : null;

    /// <summary>What one grade says of its own.</summary>
    internal sealed record Rung(int? For, int? Readings, double? Recover, int? RecoverFor, int Dwell)
    {
        public static Rung Make(Random random, int level) => new(
            random.Next(3) == 0 ? random.Next(6) : null,
            random.Next(5) == 0 ? random.Next(1, 4) : null,
            random.Next(3) == 0 ? (level * 10) - random.Next(1, 8) : null,
            random.Next(3) == 0 ? random.Next(8) : null,
            random.Next(3) == 0 ? random.Next(1, 15) : 0);
    }
}
