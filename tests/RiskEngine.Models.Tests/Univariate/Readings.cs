using RiskEngine.Models.Univariate;

namespace RiskEngine.Models.Tests.Univariate;

/// <summary>Feeds one part alone with readings five minutes apart.</summary>
internal static class Readings
{
    /// <summary>The evidence of every reading; <paramref name="learned"/> says how many rows are learned, all by default.</summary>
    public static double[] Evidence(Part part, IReadOnlyList<double> values, int learned = int.MaxValue)
    {
        var found = new double[values.Count];
        for (var row = 0; row < values.Count; row++)
        {
            part.Observe(At(values, row, row < learned));
            found[row] = part.Evidence;
        }

        return found;
    }

    public static Observation At(IReadOnlyList<double> values, int row, bool learn = true)
    {
        var at = Noise.Time(row);
        return new()
        {
            At = at,
            Value = values[row],
            Change = row == 0 ? 0 : values[row] - values[row - 1],
            Expected = 10,
            Low = 2,
            High = 18,
            Deviation = (float)((values[row] - 10) / 1.6),
            Scale = 1.6,
            StepMicros = 300e6f,
            Hour = (byte)(row / 12 % 24),
            WeekPart = (byte)(row / 36 % 56),
            Rows = row + 1,
            Pace = learn ? 1 : 0,
        };
    }
}
