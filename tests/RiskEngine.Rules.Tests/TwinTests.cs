using System.Globalization;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Rules;
using RiskEngine.Tests;
using RiskEngine.Workbench.RuleTests;
using Xunit;

namespace RiskEngine.Rules.Tests;

/// <summary>Every rule type, from its file to its alerts, against a slow, obvious twin on random streams.</summary>
public sealed class TwinTests
{
    private static readonly int Streams = Effort.Of(400);
    private const int Window = 60;

    private sealed record Reading(int At, double Value, string Door);

    public static TheoryData<string, string> Sliding() => new()
    {
        { "count", "{type: frequency, window: 1m}" },
        { "avg", "{type: metric, measure: avg(value), window: {size: 1m, coverage: 0}}" },
        { "spread", "{type: metric, measure: max(value) - min(value), window: 1m}" },
        { "delta", "{type: change, window: 1m}" },
        { "percent", "{type: change, as: percent, window: 1m}" },
        { "increase", "{type: change, as: increase, window: 1m, register: {tolerance: 0, max_step: 1000}}" },
        { "distinct", "{type: cardinality, of: attributes.door, window: 1m}" },
        { "share", "{type: percentage, of: value > 5.0, at_least: 3, window: 1m}" },
    };

    [Theory]
    [MemberData(nameof(Sliding))]
    public void Sliding_type_agrees_with_its_twin(string twin, string detect)
    {
        var random = new Random(17);
        for (var i = 0; i < Streams; i++)
        {
            var stream = RandomStream(random);
            var (yellow, red) = twin switch { "count" or "distinct" => (3, 5), "percent" or "share" => (40, 70), _ => (4.05, 8.05) };
            var grades = string.Create(CultureInfo.InvariantCulture, $"{{yellow: '>= {yellow}', red: '>= {red}'}}");
            var shown = stream;
            if (twin == "increase") (stream, shown) = Registers(stream);
            Assert.Equal(ByTime(SlidingTwin(stream, twin, yellow, red)), ByTime(Run(shown, detect, grades)));
        }
    }

    [Fact]
    public void Threshold_agrees_with_its_twin()
    {
        var random = new Random(18);
        for (var i = 0; i < Streams; i++)
        {
            var stream = RandomStream(random);
            var book = new Book(4, 8);
            foreach (var reading in stream) book.Measure(reading.At, reading.Value);
            Assert.Equal(book.Changes, Run(stream, "{type: threshold}", "{yellow: '>= 4', red: '>= 8'}"));
        }
    }

    [Fact]
    public void Absence_agrees_with_its_twin()
    {
        var random = new Random(19);
        for (var i = 0; i < Streams; i++)
        {
            var stream = RandomStream(random);
            var book = new Book(40, 90);
            for (var k = 0; k < stream.Count; k++)
            {
                book.Measure(stream[k].At, 0);
                var next = k + 1 < stream.Count ? stream[k + 1].At : int.MaxValue;
                foreach (var silence in new[] { 40, 90 })
                {
                    if (stream[k].At + silence < next) book.Measure(stream[k].At + silence, silence);
                }
            }

            Assert.Equal(book.Changes, Run(stream, "{type: absence}", "{yellow: 40s, red: 90s}"));
        }
    }

    [Fact]
    public void Flatline_agrees_with_its_twin()
    {
        var random = new Random(20);
        for (var i = 0; i < Streams; i++)
        {
            var stream = RandomStream(random);
            var book = new Book(30, 80);
            for (var k = 0; k < stream.Count; k++)
            {
                // The stretch starts at the reading after the last one that differed from the start of its own stretch.
                var start = 0;
                for (var j = 1; j <= k; j++)
                {
                    if (Math.Abs(stream[j].Value - stream[start].Value) > 4) start = j;
                }

                book.Measure(stream[k].At, stream[k].At - stream[start].At);
            }

            Assert.Equal(book.Changes, Run(stream, "{type: flatline, tolerance: 4}", "{yellow: 30s, red: 80s}"));
        }
    }

    /// <summary>Readings outside the hours are not seen, and seconds outside them do not count.</summary>
    [Fact]
    public void Flatline_with_a_schedule_agrees_with_its_twin()
    {
        static bool IsOpen(int second) => second / 60 is (>= 2 and < 4) or 5 or (>= 7 and < 19);
        var random = new Random(21);
        for (var i = 0; i < Streams; i++)
        {
            var stream = RandomStream(random);
            var seen = stream.Where(reading => IsOpen(reading.At)).ToList();
            var book = new Book(30, 80);
            for (var k = 0; k < seen.Count; k++)
            {
                var start = 0;
                for (var j = 1; j <= k; j++)
                {
                    if (Math.Abs(seen[j].Value - seen[start].Value) > 4) start = j;
                }

                book.Measure(seen[k].At, Enumerable.Range(seen[start].At, seen[k].At - seen[start].At).Count(IsOpen));
            }

            var detect = "{type: flatline, tolerance: 4}\nschedule: {hours: [\"00:02-00:04\", \"00:05-00:06\", \"00:07-00:19\"]}";
            Assert.Equal(book.Changes, Run(stream, detect, "{yellow: '>= 30s', red: '>= 80s'}"));
        }
    }

    private static List<string> SlidingTwin(IReadOnlyList<Reading> stream, string twin, double yellow, double red)
    {
        var book = new Book(yellow, red);
        var last = stream[^1].At + (2 * Window);
        for (var now = 0; now <= last; now++)
        {
            for (var k = 0; k < stream.Count; k++)
            {
                if (stream[k].At == now) book.Measure(now, Measure(InWindow(stream.Take(k + 1), now), twin));
            }

            // A reading leaves exactly one window after it came; while an alert is open that is measured too, after the readings of the moment.
            if (book.IsOpen && stream.Any(reading => reading.At == now - Window))
            {
                var left = InWindow(stream.Where(reading => reading.At <= now), now);
                if (left.Count > 0 || twin == "count") book.Measure(now, Measure(left, twin));
            }
        }

        return book.Changes;
    }

    private static List<Reading> InWindow(IEnumerable<Reading> stream, int now) => [.. stream.Where(reading => reading.At > now - Window && reading.At <= now)];

    private static double Measure(List<Reading> window, string twin)
    {
        switch (twin)
        {
            case "count": return window.Count;
            case "avg": return window.Average(reading => reading.Value);
            case "spread": return window.Max(reading => reading.Value) - window.Min(reading => reading.Value);
            case "delta": return window[^1].Value - window[0].Value;
            case "percent": return window[0].Value == 0 ? double.NaN : 100 * (window[^1].Value - window[0].Value) / Math.Abs(window[0].Value);
            case "increase": return window[^1].Value - window[0].Value;
            case "distinct": return window.Select(reading => reading.Door).Distinct().Count();
            default: return window.Count < 3 ? double.NaN : 100.0 * window.Count(reading => reading.Value > 5) / window.Count;
        }
    }

    private static List<Reading> RandomStream(Random random)
    {
        var stream = new List<Reading>();
        var at = 0;
        for (var k = random.Next(1, 25); k > 0; k--)
        {
            at += random.Next(4) == 0 ? random.Next(1, 150) : random.Next(1, 20);
            stream.Add(new Reading(at, random.Next(0, 11), $"d{random.Next(7)}"));
        }

        return stream;
    }

    /// <summary>What a register that grows by the values had counted, and what it showed: 0 now and then for one reading, at which nothing is known to have grown.</summary>
    private static (List<Reading> Counted, List<Reading> Shown) Registers(List<Reading> stream)
    {
        var (counted, shown, total) = (new List<Reading>(), new List<Reading>(), 100.0);
        foreach (var reading in stream)
        {
            var isZero = reading.Value == 0 && shown is [.., { Value: > 0 } before] && before.At < reading.At;
            total += isZero ? 0 : reading.Value / 2;
            counted.Add(reading with { Value = total });
            shown.Add(reading with { Value = isZero ? 0 : total });
        }

        return (counted, shown);
    }

    private static List<string> Run(IReadOnlyList<Reading> stream, string detect, string grades)
    {
        var events = stream.Select(
            reading => string.Create(CultureInfo.InvariantCulture, $"      - {{at: {reading.At}s, value: {reading.Value}, attributes: {{door: {reading.Door}}}}}"));
        var rule = $"id: twin\ntitle: Twin\non: sensor.gas\nby: source\ndetect: {detect}\ngrades: {grades}\nflapping: off\ntests:\n  - name: t\n    events:\n"
            + string.Join('\n', events) + $"\n    expect: nothing\n    until: {stream[^1].At + (2 * Window)}s\n";
        var loaded = new RuleLoader().LoadText("twin.yaml", rule);
        Assert.False(loaded.HasErrors, string.Join('\n', loaded.Diagnostics));
        var result = RuleTestRunner.RunAll(loaded.Documents)[0];
        return [.. result.Transitions.Select(transition => Change((int)(transition.At - result.Test.Start).TotalSeconds,
            transition.State == AlertState.Resolved ? Grade.None : transition.Grade))];
    }

    /// <summary>An alert that ends and another that begins at one time come in the order of their numbers, not of their causes.</summary>
    private static IEnumerable<string> ByTime(IEnumerable<string> changes) =>
        changes.OrderBy(change => int.Parse(change.Split(' ')[2], CultureInfo.InvariantCulture)).ThenBy(change => change, StringComparer.Ordinal);

    private static string Change(int at, Grade grade) => $"{grade} at {at}";

    /// <summary>An alert without dwell times.</summary>
    private sealed class Book(double yellow, double red)
    {
        private Grade _grade;

        public List<string> Changes { get; } = [];

        public bool IsOpen => _grade != Grade.None;

        /// <summary>Takes in a measure; one that is unknown says nothing.</summary>
        public void Measure(int at, double measure)
        {
            if (double.IsNaN(measure)) return;
            var grade = measure >= red ? Grade.Red : measure >= yellow ? Grade.Yellow : Grade.None;
            if (grade != _grade) Changes.Add(Change(at, grade));
            _grade = grade;
        }
    }
}
