using System.Text;
using RiskEngine.Workbench.Inputs;

namespace RiskEngine.Workbench.Tests.Inputs;

public sealed class CsvEventsTests : IDisposable
{
    private const string Badge = """
        time: {column: when, format: "yyyy-MM-dd HH:mm", offset: "+08:00"}
        events:
          - kind: access.badge
            source: "door-{door}"
            site: hq/main
            id: "{who}-{line}"
            value: {column: what, map: {in: 1, out: -1}, skip: [test]}
            attributes: {credential: "{who}", fixed: x}
        """;

    private const string Channels = """
        delimiter: ";"
        time: {column: t, format: unix_s}
        events:
          - each: {T: temperature, "p H": ph}
            kind: sensor.water.{name}
            source: "w-{column}"
            site: works
            unit: u
            value: {skip: [NA, "-1"]}
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_row_becomes_an_event()
    {
        var events = Read("when,door,who,what\n2025-11-17 04:00,7,\"Li, \"\"A\"\"\",in\n", Badge);

        Assert.Equal(
            ["""{"id":"Li, \u0022A\u0022-2","kind":"access.badge","source":"door-7","site":"hq/main","time":"2025-11-16T20:00:00.000Z","value":"""
                + """1,"attributes":{"credential":"Li, \u0022A\u0022","fixed":"x"}}"""],
            events);
    }

    [Fact]
    public void A_skipped_text_gives_no_event() =>
        Assert.Single(Read("when,door,who,what\n2025-11-17 04:00,7,a,test\n2025-11-17 04:01,7,a,out\n", Badge));

    [Fact]
    public void Columns_become_events_of_their_own_and_gaps_none()
    {
        var events = Read("t;T;p H\n10.5;6.5;8\n11;;-1\n12;NA;7.25\n", Channels);

        Assert.Equal(
            [
                """{"id":"rows:2:w-T","kind":"sensor.water.temperature","source":"w-T","site":"works","time":"1970-01-01T00:00:10.500Z","value":6.5,"unit":"u"}""",
                """{"id":"rows:2:w-p H","kind":"sensor.water.ph","source":"w-p H","site":"works","time":"1970-01-01T00:00:10.500Z","value":8,"unit":"u"}""",
                """{"id":"rows:4:w-p H","kind":"sensor.water.ph","source":"w-p H","site":"works","time":"1970-01-01T00:00:12.000Z","value":7.25,"unit":"u"}""",
            ],
            events);
    }

    [Fact]
    public void A_file_out_of_order_is_sorted_where_the_mapping_says_so()
    {
        const string rows = "when,door,who,what\n2025-11-17 05:00,1,a,in\n2025-11-17 04:00,2,b,in\n2025-11-17 05:00,3,c,in\n";

        Assert.Equal(["door-1", "door-2", "door-3"], Read(rows, Badge).Select(Source));
        Assert.Equal(["door-2", "door-1", "door-3"], Read(rows, "sort: true\n" + Badge).Select(Source));
    }

    [Fact]
    public void Rows_can_be_chosen_and_values_be_texts_or_truths()
    {
        const string mapping = """
            time: {column: t, format: unix_ms}
            events:
              - {kind: access.door, source: d, site: s, value: {column: v, type: text}, when: {k: [a, b]}}
              - {kind: access.open, source: d, site: s, value: {column: v, type: boolean}, when: {k: c}}
            """;

        var events = Read("t,k,v\n1,a,x\n2,c,true\n3,d,x\n4,c,0\n", mapping);

        Assert.Equal(["\"x\"", "true", "false"], events.Select(e => e.Split("\"value\":")[1].TrimEnd('}')));
    }

    [Theory]
    [InlineData("bad time", "when,door,who,what\n17/11/25,7,a,in\n", ":2: time '17/11/25' is not of the form yyyy-MM-dd HH:mm")]
    [InlineData("unmapped value", "when,door,who,what\n2025-11-17 04:00,7,a,jump\n", ":2: value 'jump' is not in value.map; add it there or to value.skip")]
    [InlineData("ragged row", "when,door,who,what\n2025-11-17 04:00,7,a,in\n2025-11-17 04:00,7\n", ":3: 2 cells, but 4 columns")]
    [InlineData("open quote", "when,door,who,what\n2025-11-17 04:00,\"7,a,in\n", ":2: a quote is never closed")]
    [InlineData("no time column", "at,door,who,what\n", "time column 'when' is not in")]
    [InlineData("missing columns", "when,gate\n", "has no column door, what, who; it has when, gate")]
    [InlineData("column twice", "when,when\n", ":1: column 'when' appears twice")]
    public void A_row_that_does_not_fit_is_named_with_a_remedy(string _, string rows, string expected) =>
        Assert.Contains(expected, Assert.Throws<InputException>(() => Read(rows, Badge)).Message);

    [Fact]
    public void A_cell_that_is_no_number_is_named() =>
        Assert.Contains(":2: value 'x' is no number", Assert.Throws<InputException>(() => Read("t;T;p H\n1;x;1\n", Channels)).Message);

    [Theory]
    [InlineData("true", "On", "YES", "open", "y", "T", "1", "1.0")]
    [InlineData("false", "oFF", "No", "CLOSED", "N", "f", "0", "0.0")]
    public void Words_for_true_and_false_are_known_in_any_case(string value, params string[] words) =>
        Assert.All(Read("t,v\n" + string.Concat(words.Select(word => $"1,{word}\n")), Truths), e => Assert.EndsWith($"\"value\":{value}}}", e));

    [Theory]
    [InlineData("wahr")]
    [InlineData("?????")]
    [InlineData("2")]
    [InlineData("ture")]
    [InlineData("-1")]
    public void A_word_that_is_neither_is_named_with_its_line(string word) => Assert.Contains(
        $":3: value '{word}' is neither true nor false (known are true/false, t/f, yes/no, y/n, on/off, open/closed, 1/0); add it to value.map or to value.skip",
        Assert.Throws<InputException>(() => Read($"t,v\n1,on\n1,{word}\n", Truths)).Message);

    [Fact]
    public void A_word_of_ones_own_is_mapped() => Assert.EndsWith("\"value\":1}", Assert.Single(Read("t,v\n1,wahr\n", Truths.Replace("boolean", "boolean, map: {wahr: 1}"))));

    [Fact]
    public void A_csv_file_needs_a_mapping()
    {
        var path = _folder.Write("rows.csv", "a\n1\n");

        Assert.Contains("a CSV file needs a mapping", Assert.Throws<InputException>(() => RecordedEvents.Open([path])).Message);
    }

    private const string Truths = """
        time: {column: t, format: unix_ms}
        events: [{kind: access.open, source: d, site: s, value: {column: v, type: boolean}}]
        """;

    private List<string> Read(string rows, string mapping) =>
        [.. RecordedEvents.Open([_folder.Write("rows.csv", rows)], _folder.Write("m.yaml", mapping)).Select(e => Encoding.UTF8.GetString(e.Json.Span))];

    private static string Source(string json) => json.Split("\"source\":\"")[1].Split('"')[0];
}
