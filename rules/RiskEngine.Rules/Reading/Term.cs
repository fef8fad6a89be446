namespace RiskEngine.Rules.Reading;

/// <summary>A part of a measure: a number, an aggregate, or a calculation of them.</summary>
/// <param name="Of">Its value, from the results of the aggregates.</param>
/// <param name="Trend">How it moves while the window fills.</param>
/// <param name="Number">The number that it is; null where it is none.</param>
internal sealed record Term(Func<double[], double> Of, WindowTrend Trend, double? Number)
{
    /// <summary>The part with the other sign.</summary>
    public Term Negated => new(v => -Of(v), Reversed(Trend), -Number);

    public static Term Sum(Term a, Term b)
    {
        var trend = a.Trend == WindowTrend.Same ? b.Trend : b.Trend == WindowTrend.Same || a.Trend == b.Trend ? a.Trend : WindowTrend.Estimates;

        // What moves away from 0 does so from nowhere else.
        if (trend == WindowTrend.Moves) trend = WindowTrend.Estimates;
        return new(v => a.Of(v) + b.Of(v), trend, a.Number + b.Number);
    }

    public static Term Product(Term a, Term b) => new(v => a.Of(v) * b.Of(v), Scaled(a, b.Number) ?? Scaled(b, a.Number) ?? Both(a, b), a.Number * b.Number);

    public static Term Quotient(Term a, Term b) => new(v => Divide(a.Of(v), b.Of(v)), Scaled(a, b.Number) ?? Both(a, b), b.Number is { } by ? a.Number / by : null);

    private static WindowTrend? Scaled(Term term, double? by) => by switch
    {
        null => null,
        0 => WindowTrend.Same,
        < 0 => Reversed(term.Trend),
        _ => term.Trend,
    };

    private static WindowTrend Both(Term a, Term b) => a.Trend == WindowTrend.Same && b.Trend == WindowTrend.Same ? WindowTrend.Same : WindowTrend.Estimates;

    private static WindowTrend Reversed(WindowTrend trend) => trend switch
    {
        WindowTrend.Rises => WindowTrend.Falls,
        WindowTrend.Falls => WindowTrend.Rises,
        _ => trend,
    };

    private static double Divide(double a, double b) => b == 0 ? double.NaN : a / b;
}
