using System.Text;
using RiskEngine.Core.Events;
using RiskEngine.Core.Time;
using RiskEngine.Workbench.Inputs;

namespace RiskEngine.Workbench.Tests.Inputs;

public sealed class JsonLinesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("plain", "e.jsonl")]
    [InlineData("gzipped", "e.jsonl.gz")]
    [InlineData("ndjson", "e.ndjson")]
    public void Bytes_pass_unchanged(string _, string name)
    {
        var lines = Enumerable.Range(0, 5_000).Select(i => Line($"gas-{i}", i)).ToList();

        var events = Read(_folder.Write(name, string.Join('\n', lines)));

        Assert.Equal(lines, events.Select(Text));
    }

    [Fact]
    public void Lines_stay_valid_while_reading_goes_on()
    {
        var lines = Enumerable.Range(0, 20_000).Select(i => Line($"gas-{i}", i)).ToList();

        var kept = Read(_folder.Write("e.jsonl", string.Join('\n', lines))).ToList();

        Assert.Equal(lines[0], Text(kept[0]));
        Assert.Equal(lines[^1], Text(kept[^1]));
    }

    [Fact]
    public void Family_site_and_time_are_read()
    {
        var e = Assert.Single(Read(_folder.Write("e.jsonl", Line("gas-1", 7))));

        Assert.Equal(EventFamily.Sensor, e.Family);
        Assert.Equal("huaxi/c11", e.Site);
        Assert.Equal(new EventTime(1_763_323_207_000_000), e.Time);
    }

    [Fact]
    public void Epoch_milliseconds_and_structured_cloud_events_are_understood()
    {
        var path = _folder.Write(
            "e.jsonl",
            """
            {"time":1763323200000,"site":"a","kind":"flow.people","source":"x"}
            {"specversion":"1.0","id":"1","time":"2025-11-16T20:00:00Z","data":{"extra":{"site":"no"},"kind":"access.door","source":"x","site":"b"}}
            """);

        var events = Read(path).ToList();

        Assert.Equal([EventFamily.Flow, EventFamily.Access], events.Select(e => e.Family));
        Assert.Equal(["a", "b"], events.Select(e => e.Site));
        Assert.Equal(events[0].Time, events[1].Time);
    }

    [Theory]
    [InlineData("truncated", """{"kind":"sensor.gas","sou""")]
    [InlineData("no site", """{"kind":"sensor.gas","source":"s","time":"2025-11-16T20:00:00Z"}""")]
    [InlineData("time without offset", """{"kind":"sensor.gas","site":"s","time":"2025-11-16T20:00:00"}""")]
    [InlineData("no object", "[1]")]
    [InlineData("unknown family", """{"kind":"weather.rain","site":"s","time":"2025-11-16T20:00:00Z"}""")]
    public void A_line_that_is_no_event_passes_with_the_time_before_it(string _, string bad)
    {
        var events = Read(_folder.Write("e.jsonl", Line("gas-1", 5) + "\n" + bad + "\n" + Line("gas-1", 6))).ToList();

        Assert.Equal(3, events.Count);
        Assert.Equal(bad, Text(events[1]));
        Assert.Equal(events[0].Time, events[1].Time);
        Assert.Equal("", events[1].Site);
    }

    [Fact]
    public void Windows_line_ends_and_empty_lines_are_passed_over()
    {
        var events = Read(_folder.Write("e.jsonl", Line("a", 1) + "\r\n\r\n\n" + Line("b", 2) + "\r\n"));

        Assert.Equal([Line("a", 1), Line("b", 2)], events.Select(Text));
    }

    [Fact]
    public void A_line_longer_than_a_block_is_one_line()
    {
        var huge = Line(new string('x', 200_000), 1);

        var events = Read(_folder.Write("e.jsonl", Line("a", 0) + "\n" + huge + "\n" + Line("b", 2)));

        Assert.Equal([Line("a", 0), huge, Line("b", 2)], events.Select(Text));
    }

    [Fact]
    public void Files_follow_one_another_unless_merged()
    {
        var first = _folder.Write("1.jsonl", Line("a", 1) + "\n" + Line("a", 4));
        var second = _folder.Write("2.jsonl.gz", Line("b", 0) + "\n" + Line("b", 4) + "\n" + Line("b", 5));

        Assert.Equal([1, 4, 0, 4, 5], Seconds(RecordedEvents.Open([first, second])));
        Assert.Equal([0, 1, 4, 4, 5], Seconds(RecordedEvents.Open([first, second], merge: true)));
        Assert.Equal(["b", "a", "a", "b", "b"], RecordedEvents.Open([first, second], merge: true).Select(e => Text(e).Split("\"source\":\"")[1][..1]));
    }

    [Theory]
    [InlineData("\"2025-11-16 20:00:07Z\"")]
    [InlineData("\"2025-11-16t20:00:07.00000000000000000000z\"")]
    [InlineData("1763323207000.0")]
    [InlineData("1.763323207e12")]
    public void Every_form_of_a_time_keeps_its_place_among_the_others(string time)
    {
        var odd = $$"""{"kind":"flow.people","source":"b","site":"lobby","time":{{time}},"value":1}""";
        var first = _folder.Write("1.jsonl", Line("a", 6) + "\n" + Line("a", 8));
        var second = _folder.Write("2.jsonl", odd);

        var events = RecordedEvents.Open([first, second], merge: true).ToList();

        Assert.Equal([6, 7, 8], Seconds(events));
        Assert.Equal((EventFamily.Flow, "lobby", odd), (events[1].Family, events[1].Site, Text(events[1])));
    }

    [Theory]
    [InlineData("\uFEFF", "\n")]
    [InlineData("\uFEFF", "")]
    [InlineData("\uFEFF\r\n", "\r\n")]
    public void A_byte_order_mark_costs_no_event(string before, string after)
    {
        var e = Assert.Single(Read(_folder.Write("e.jsonl", before + Line("gas-1", 7) + after)));

        Assert.Equal((Line("gas-1", 7), "huaxi/c11"), (Text(e), e.Site));
    }

    [Fact]
    public void Utf_16_is_named()
    {
        var path = Path.Combine(_folder.Root, "wide.jsonl");
        File.WriteAllText(path, Line("gas-1", 7), Encoding.Unicode);

        Assert.Contains("wide.jsonl: the file is UTF-16; save it as UTF-8", Assert.Throws<InputException>(() => Read(path).Count()).Message);
    }

    [Fact]
    public void Gzip_is_recognised_by_its_bytes_and_not_by_its_name()
    {
        var packed = _folder.Write("e.jsonl.gz", Line("gas-1", 7));
        var renamed = Path.Combine(_folder.Root, "packed.jsonl");
        File.Copy(packed, renamed);
        var plain = Path.Combine(_folder.Root, "plain.jsonl.gz");
        File.WriteAllText(plain, Line("gas-1", 8));

        Assert.Equal([7, 8], Seconds(RecordedEvents.Open([renamed, plain])));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(60)]
    [InlineData(-1)]
    [InlineData(-9)]
    [InlineData(-2_000)]
    public void A_gzip_file_that_ends_early_is_an_error(int kept)
    {
        var lines = Enumerable.Range(0, 20_000).Select(i => Line($"gas-{i * 7919 % 20_011}", i));
        var whole = File.ReadAllBytes(_folder.Write("whole.jsonl.gz", string.Join('\n', lines)));
        var cut = Path.Combine(_folder.Root, "cut.jsonl.gz");
        File.WriteAllBytes(cut, whole[..(kept < 0 ? whole.Length + kept : kept)]);

        Assert.Contains("cut.jsonl.gz: the gzip file ends early", Assert.Throws<InputException>(() => Read(cut).Count()).Message);
    }

    [Fact]
    public void Gzip_files_that_were_joined_are_read_to_the_end()
    {
        var first = File.ReadAllBytes(_folder.Write("1.jsonl.gz", Line("a", 1) + "\n"));
        var second = File.ReadAllBytes(_folder.Write("2.jsonl.gz", Line("b", 2) + "\n"));
        var joined = Path.Combine(_folder.Root, "joined.jsonl.gz");
        File.WriteAllBytes(joined, [.. first, .. second]);

        Assert.Equal([1, 2], Seconds(Read(joined)));
    }

    [Fact]
    public void All_missing_files_are_named_at_once()
    {
        var e = Assert.Throws<InputException>(() => RecordedEvents.Open(["no-1.jsonl", "no-2.csv"]));

        Assert.Contains("no-1.jsonl: no such file", e.Message);
        Assert.Contains("no-2.csv: no such file", e.Message);
    }

    private static IEnumerable<RecordedEvent> Read(string path) => RecordedEvents.Open([path]);

    private static string Text(RecordedEvent e) => Encoding.UTF8.GetString(e.Json.Span);

    private static IEnumerable<long> Seconds(IEnumerable<RecordedEvent> events) => events.Select(e => (e.Time.Micros / 1_000_000) - 1_763_323_200);

    private static string Line(string source, int second)
    {
        var time = $"{DateTimeOffset.FromUnixTimeSeconds(1_763_323_200 + second):yyyy-MM-dd'T'HH:mm:ss'Z'}";
        return $$"""{"kind":"sensor.gas","source":"{{source}}","site":"huaxi/c11","time":"{{time}}","value":1}""";
    }
}
