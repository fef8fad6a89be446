using RiskEngine.Core.State;
using RiskEngine.Models.Auto;
using RiskEngine.Models.Univariate;
using Xunit;

namespace RiskEngine.Models.Tests.Univariate;

/// <summary>Each part alone: it fires on what it is for, is quiet on noise, restores bit for bit, and is not built where its weight is 0.</summary>
public sealed class PartTests
{
    private const int Rows = 8000;
    private static readonly AutoParameters Off = new()
    {
        Season = 0, Range = 0, Step = 0, ShortPath = 0, ShortAtHour = 0, LongPath = 0, LongLevel = 0, UnrestAtHour = 0, UnrestInWeek = 0,
        Slope = 0, Flatline = 0, Frequency = 0, Shape = 0,
    };

    private static readonly Dictionary<string, (AutoParameters Weights, Action<double[]> Plant)> Parts = new()
    {
        ["season"] = (Off with { Season = 1 }, values => Add(values, 6000, 6010, 14)),
        ["range"] = (Off with { Range = 1 }, values => Add(values, 6000, 6001, 40)),
        ["step"] = (Off with { Step = 1 }, values => Add(values, 6000, 6001, 40)),
        ["short-path"] = (Off with { ShortPath = 1 }, values => Add(values, 6000, 6030, 14)),
        ["short-at-hour"] = (Off with { ShortAtHour = 1 }, values => Add(values, 6000, 6030, 14)),
        ["long-path"] = (Off with { LongPath = 1 }, values => Add(values, 6000, 6200, 10)),
        ["long-level"] = (Off with { LongLevel = 1 }, values => Add(values, 6000, 6200, 10)),
        ["unrest-at-hour"] = (Off with { UnrestAtHour = 1 }, values => Stretch(values, 6000, 6060, 5)),
        ["unrest-in-week"] = (Off with { UnrestInWeek = 1 }, values => Stretch(values, 6000, 6060, 5)),
        ["slope"] = (Off with { Slope = 1 }, values => Climb(values, 6000, 6060, 0.6)),
        ["flatline"] = (Off with { Flatline = 1 }, values => Array.Fill(values, values[6000], 6000, 36)),
        ["frequency"] = (Off with { Frequency = 1 }, values => Alternate(values, 6000, 6100)),
        ["shape"] = (Off with { Shape = 1 }, values => Saw(values, 6000, 6150)),
    };

    public static TheoryData<string> Names => new(Parts.Keys);

    public static TheoryData<string, string> OnNoises
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var name in Parts.Keys)
                foreach (var noise in Noise.Kinds) data.Add(name, noise);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Fires_on_what_it_is_for_and_says_so(string name)
    {
        var (weights, plant) = Parts[name];
        var values = Usual(name);
        plant(values);
        var part = Assert.Single(AutoParts.Of(weights));
        double best = 0;
        var words = "";
        for (var row = 0; row < 6250; row++)
        {
            part.Observe(Readings.At(values, row));
            if (row < 6000 || part.Evidence <= best) continue;
            best = part.Evidence;
            words = Assert.Single(part.Findings(Readings.At(values, row), "UTC"), finding => finding.Share > 0 && finding.Part == name).Words;
        }

        Assert.InRange(best, 1.0, 50);
        Assert.Contains(' ', words);
    }

    [Theory]
    [MemberData(nameof(OnNoises))]
    public void Is_quiet_on_noise(string name, string noise)
    {
        var part = Assert.Single(AutoParts.Of(Parts[name].Weights));
        var evidence = Readings.Evidence(part, Noise.Of(noise, 20_000, 5));
        Assert.InRange(evidence.Skip(3000).Count(one => one > 1) / 17_000.0, 0, 0.03);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Goes_on_after_a_restore_as_before_it(string name)
    {
        var (weights, plant) = Parts[name];
        var values = Usual(name);
        plant(values);
        var kept = Assert.Single(AutoParts.Of(weights));
        for (var row = 0; row < 6005; row++) kept.Observe(Readings.At(values, row));
        var writer = new StateWriter();
        kept.Save(writer);
        var reader = new StateReader(writer.Written);
        var restored = Assert.Single(AutoParts.Of(weights));
        restored.Restore(ref reader);
        Assert.True(reader.AtEnd);
        Assert.Equal(0, restored.Evidence);
        for (var row = 6005; row < Rows; row++)
        {
            var reading = Readings.At(values, row);
            kept.Observe(reading);
            restored.Observe(reading);
            Assert.Equal(kept.Evidence, restored.Evidence);
            Assert.Equal(kept.Unknown, restored.Unknown);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Unlearned_readings_are_judged_again_alike(string name)
    {
        if (name is "flatline" or "shape") return;
        var (weights, plant) = Parts[name];
        var values = Usual(name);
        plant(values);
        var part = Assert.Single(AutoParts.Of(weights));
        var evidence = Readings.Evidence(part, values, learned: 6000);
        Assert.InRange(evidence[6000..6250].Max(), 0.5, 50);
    }

    [Fact]
    public void A_part_of_weight_0_is_not_built()
    {
        Assert.Empty(AutoParts.Of(Off));
        Assert.Equal(13 - 3, AutoParts.Of(Off with
        {
            Season = 1,
            Range = 1,
            Step = 1,
            ShortPath = 1,
            ShortAtHour = 1,
            LongPath = 1,
            LongLevel = 1,
            UnrestAtHour = 1,
            UnrestInWeek = 1,
            Slope = 1,
            Flatline = 1,
            Frequency = 1,
            Shape = 1,
        }).Length);
    }

    [Fact]
    public void A_stuck_sensor_is_told_in_hours()
    {
        var values = Noise.Of("gaussian", Rows, 3);
        Array.Fill(values, values[6000], 6000, 37);
        var part = new Flatline(1);
        for (var row = 0; row <= 6036; row++) part.Observe(Readings.At(values, row));
        Assert.Equal("no change for 3 h, usually at most 5 min", Assert.Single(part.Findings(Readings.At(values, 6036), "UTC")).Words);
        Assert.Equal(0, Readings.Evidence(new Flatline(1), Enumerable.Repeat(7.0, 3000).ToArray()).Max());
    }

    /// <summary>Waves with noise for the parts that judge courses, else noise alone.</summary>
    private static double[] Usual(string name) => name == "shape"
        ? Noise.Of("gaussian", Rows, 7).Select((value, row) => (value / 10) + 9 + (8 * Math.Sin(2 * Math.PI * row / 144))).ToArray()
        : Noise.Of(name == "frequency" ? "autocorrelated" : "gaussian", Rows, 7);

    private static void Add(double[] values, int from, int to, double by)
    {
        for (var row = from; row < to; row++) values[row] += by;
    }

    private static void Stretch(double[] values, int from, int to, double by)
    {
        for (var row = from; row < to; row++) values[row] = 10 + ((values[row] - 10) * by);
    }

    private static void Climb(double[] values, int from, int to, double by)
    {
        for (var row = from; row < to; row++) values[row] += (row - from) * by;
    }

    private static void Alternate(double[] values, int from, int to)
    {
        for (var row = from; row < to; row++) values[row] = row % 2 == 0 ? 1 : -1;
    }

    private static void Saw(double[] values, int from, int to)
    {
        for (var row = from; row < to; row++) values[row] = 10 + (row / 12 % 2 == 0 ? 8 : -8);
    }
}
