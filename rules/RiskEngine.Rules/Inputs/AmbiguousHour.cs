namespace RiskEngine.Rules.Inputs;

/// <summary>What a local time means that a clock shows twice, when summer time ends.</summary>
internal enum AmbiguousHour
{
    /// <summary>The first, of summer time.</summary>
    Earlier,

    /// <summary>The second, of standard time.</summary>
    Later,

    /// <summary>Nobody knows: a dead letter.</summary>
    Reject,
}
