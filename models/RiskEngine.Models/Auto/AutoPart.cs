namespace RiskEngine.Models.Auto;

/// <summary>The parts of <c>auto</c>, in the order of its evidence.</summary>
internal enum AutoPart
{
    Season,
    Range,
    Step,
    ShortPath,
    ShortAtHour,
    LongPath,
    LongLevel,
    UnrestAtHour,
    UnrestInWeek,
}
