using RiskEngine.Core.State;
using RiskEngine.Core.Time;
using RiskEngine.Core.Windows;

namespace RiskEngine.Core.Tests.Windows;

/// <summary>Aggregates that know when values came: slopes and averages over time.</summary>
public sealed class TimeAggregateTests
{
    private const long Second = 1_000_000;
    private static readonly long Start = new DateTimeOffset(2026, 11, 21, 10, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds() * 1000;
    private static readonly AggregateCall Slope = new(AggregateKind.Slope);
    private static readonly AggregateCall Mean = new(AggregateKind.TimeMean);
    private static readonly AggregateCall Integral = new(AggregateKind.TimeIntegral);

    /// <summary>Readings a millisecond apart, at today's times, on a high level: sums of squares of such times would lose the slope in their last digits.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(50)]
    public void Slope_keeps_its_digits_in_any_number_of_panes(int panes)
    {
        var layout = new PaneLayout([Slope]);
        var all = new double[layout.Width];
        for (var pane = 0; pane < panes; pane++)
        {
            var cells = new double[layout.Width];
            for (var i = 0; i < 20; i++)
            {
                var n = (pane * 20) + i;
                layout.Add(cells, 50_000 + (0.25 * n), 0, new EventTime(Start + (n * 1000)), n);
            }

            layout.Merge(all, cells);
        }

        Assert.Equal(250, layout.Read(Slope, all, null), 1e-7);
        Assert.Equal(250 * 3600, layout.Read(Slope with { Parameter = 3600 }, all, null), 1e-3);
    }

    [Fact]
    public void Slope_needs_three_values_at_two_times()
    {
        Assert.Equal(double.NaN, OneWindow(Slope, (0, 1), (10, 2)));
        Assert.Equal(double.NaN, OneWindow(Slope, (10, 1), (10, 2), (10, 3)));
        Assert.Equal(0.1, OneWindow(Slope, (0, 1), (10, 1), (10, 3)), 12);
        Assert.Equal(0, OneWindow(Slope, (0, 0.1), (10, 0.1), (20, 0.1), (30, 0.1)));
    }

    /// <summary>The pump of the manual: busy minutes are reported each, quiet ones hardly.</summary>
    [Fact]
    public void Uneven_reporting_does_not_skew_the_average()
    {
        (int, double)[] readings = [(0, 0), .. Enumerable.Range(10, 8).Select(second => (second, 50.0)), (20, 2), (40, 10)];
        Assert.Equal(((10 * 0) + (10 * 50) + (20 * 2) + (20 * 10)) / 60.0, OneWindow(Mean, readings), 12);
        Assert.Equal(740 / 3600.0, OneWindow(Integral, readings), 12);
        Assert.Equal(740, OneWindow(Integral with { Parameter = 1 }, readings), 9);
    }

    [Theory]
    [InlineData(59, 20)]
    [InlineData(20, 20)]
    [InlineData(19, 30)]
    public void Value_before_a_window_holds_from_its_start_where_it_is_no_further_from_the_first_than_the_window_is_long(int before, double mean)
    {
        var table = Table(Mean);
        table.Add(1, 10, 0, At(before), 0);
        table.Add(1, 30, 0, At(80), 1);
        table.Add(1, 30, 0, At(90), 2);
        Assert.Equal(mean is 20 ? ((20 * 10) + (40 * 30)) / 60.0 : 30, Read(table, Mean, 60), 12);
    }

    [Fact]
    public void Rings_that_are_longer_for_others_change_nothing()
    {
        var (own, shared) = (Table(Mean), Table(Mean, panes: 40));
        var random = new Random(3);
        var at = 0;
        for (var i = 0; i < 400; i++)
        {
            at += random.Next(25);
            var value = random.Next(100);
            own.Add(1, value, 0, At(at), i);
            shared.Add(1, value, 0, At(at), i);
            var window = (at / 10 * 10) - 50;
            if (window >= 0) Assert.Equal(Read(own, Mean, window), Read(shared, Mean, window));
        }
    }

    [Fact]
    public void Sliding_window_goes_on_after_a_restore_as_before()
    {
        var layout = new PaneLayout([Mean, Slope]);
        var (straight, restored) = (new SlidingSamples(layout), new SlidingSamples(layout));
        for (var i = 0; i < 50; i++)
        {
            straight.RemoveUntil(At((i * 7) - 60));
            straight.Add(i % 9, 0, At(i * 7), i);
            var writer = new StateWriter();
            straight.Save(writer);
            var reader = new StateReader(writer.Written);
            restored.Restore(ref reader);
            Assert.True(reader.AtEnd);
            Assert.Equal(Window(straight, layout, i * 7), Window(restored, layout, i * 7));
        }
    }

    private static double[] Window(SlidingSamples samples, PaneLayout layout, int end)
    {
        var columns = new double[layout.Width];
        samples.Read(columns, null, At(end - 60), At(end));
        return columns;
    }

    /// <summary>A table of ten-second panes for windows of a minute.</summary>
    private static PaneTable Table(AggregateCall call, int panes = 6) => new(new PaneLayout([call]), TimeSpan.FromSeconds(10), panes);

    /// <summary>The window of a minute that starts so many seconds after the start.</summary>
    private static double Read(PaneTable table, AggregateCall call, int start)
    {
        var columns = new double[table.Layout.Width];
        Assert.True(table.TryRow(1, out var row));
        var first = table.PaneOf(At(start));
        table.Merge(row, first, first + 5, columns, null);
        return table.Layout.Read(call, columns, null);
    }

    private static double OneWindow(AggregateCall call, params (int Second, double Value)[] readings)
    {
        var table = Table(call);
        foreach (var (second, value) in readings) table.Add(1, value, 0, At(second), second);
        return Read(table, call, 0);
    }

    private static EventTime At(int second) => new(Start + (second * Second));
}
