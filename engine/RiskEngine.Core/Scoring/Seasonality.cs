namespace RiskEngine.Core.Scoring;

/// <summary>Which rhythm of the clock a model goes by.</summary>
public enum Seasonality : byte
{
    /// <summary>The one that it finds to forecast best.</summary>
    Learned,

    /// <summary>None: the hour does not matter.</summary>
    None,

    /// <summary>The day.</summary>
    Daily,

    /// <summary>The week, and where a part of it has not been seen yet the day.</summary>
    Weekly,
}
