using RiskEngine.Models.Univariate;

namespace RiskEngine.Models.Auto;

/// <summary>The parts of <c>auto</c>, in the order in which they are run, saved and restored. A part whose weights are 0 is not built.</summary>
internal static class AutoParts
{
    /// <summary>Builds the parts that the parameters give weight.</summary>
    public static Part[] Of(AutoParameters weights)
    {
        var parts = new List<Part>();
        if (weights.Season > 0) parts.Add(new SeasonalDeviation(weights.Season));
        if (weights.Range > 0) parts.Add(new UnseenRange(weights.Range));
        if (weights.Step > 0) parts.Add(new UnseenStep(weights.Step));
        if (weights.ShortPath > 0 || weights.ShortAtHour > 0) parts.Add(LevelShift.Short(weights.ShortPath, weights.ShortAtHour));
        if (weights.LongPath > 0 || weights.LongLevel > 0) parts.Add(LevelShift.Long(weights.LongPath, weights.LongLevel));
        if (weights.UnrestAtHour > 0 || weights.UnrestInWeek > 0) parts.Add(new VarianceChange(weights.UnrestAtHour, weights.UnrestInWeek));
        if (weights.Slope > 0) parts.Add(new SlopeShift(weights.Slope));
        if (weights.Flatline > 0) parts.Add(new Flatline(weights.Flatline));
        if (weights.Frequency > 0) parts.Add(new FrequencyChange(weights.Frequency));
        if (weights.Shape > 0) parts.Add(new ShapeNovelty(weights.Shape));
        return [.. parts];
    }
}
