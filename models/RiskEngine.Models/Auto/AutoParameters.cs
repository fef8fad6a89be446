using RiskEngine.Core.Scoring;
using RiskEngine.Models.Catalog;

namespace RiskEngine.Models.Auto;

/// <summary>Weights of the parts of <c>auto</c>. One set serves every series; the catalogue gives them, and ships the defaults.</summary>
public sealed record AutoParameters
{
    /// <summary>The shipped parameters.</summary>
    public static readonly AutoParameters Default = new();

    /// <summary>Weight of the deviation from what the clock lets expect.</summary>
    [Parameter(Most = 100)]
    public double Season { get; init; } = 1;

    /// <summary>Weight of values outside the range seen so far.</summary>
    [Parameter(Most = 100)]
    public double Range { get; init; } = 2.4;

    /// <summary>Weight of changes from one reading to the next unlike any before.</summary>
    [Parameter(Most = 100)]
    public double Step { get; init; } = 1.3;

    /// <summary>Weight of a short mean (12 rows) that moved as it never did.</summary>
    [Parameter(Most = 100)]
    public double ShortPath { get; init; } = 1;

    /// <summary>Weight of a short mean unseen at this hour.</summary>
    [Parameter(Most = 100)]
    public double ShortAtHour { get; init; } = 0.7;

    /// <summary>Weight of a long mean (72 rows) that moved as it never did.</summary>
    [Parameter(Most = 100)]
    public double LongPath { get; init; } = 1;

    /// <summary>Weight of a long mean outside all seen before.</summary>
    [Parameter(Most = 100)]
    public double LongLevel { get; init; } = 0.7;

    /// <summary>Weight of unrest or calm unseen at this hour.</summary>
    [Parameter(Most = 100)]
    public double UnrestAtHour { get; init; } = 1.3;

    /// <summary>Weight of unrest or calm unseen in this part of the week.</summary>
    [Parameter(Most = 100)]
    public double UnrestInWeek { get; init; } = 1;

    /// <summary>Weight of a slope steeper than any before.</summary>
    [Parameter(Most = 100)]
    public double Slope { get; init; }

    /// <summary>Weight of a run of equal values longer than any before.</summary>
    [Parameter(Most = 100)]
    public double Flatline { get; init; } = 0.2;

    /// <summary>Weight of a pace of ups and downs unlike any before.</summary>
    [Parameter(Most = 100)]
    public double Frequency { get; init; }

    /// <summary>Weight of a course of twelve points far from every known one.</summary>
    [Parameter(Most = 100)]
    public double Shape { get; init; } = 0.6;

    /// <summary>Whether the season part looks for rhythms that are not of the clock.</summary>
    public bool FindPeriod { get; init; } = true;

    /// <summary>Rows after a report during which only a markedly stronger finding is reported.</summary>
    [Parameter(Key = "refractory_rows", Most = 1_000_000)]
    public int Refractory { get; init; } = 90;

    /// <summary>Hours after which a report is no longer the last word even where fewer rows passed, but not before ten rows did.</summary>
    [Parameter(Key = "refractory_hours", Most = 100_000)]
    public double RefractoryHours { get; init; } = 16;

    /// <summary>Without the parts that go by a rhythm which is not the one to go by.</summary>
    internal AutoParameters For(Seasonality seasonality) => seasonality switch
    {
        Seasonality.None => this with { FindPeriod = false, ShortAtHour = 0, UnrestAtHour = 0, UnrestInWeek = 0 },
        Seasonality.Daily => this with { FindPeriod = false, UnrestInWeek = 0 },
        Seasonality.Weekly => this with { FindPeriod = false },
        _ => this,
    };
}
