using System.IO.Compression;
using System.Text;
using RiskEngine.Rules;
using RiskEngine.Rules.Inputs;
using RiskEngine.Workbench.Backtesting;
using RiskEngine.Workbench.Inputs;

namespace RiskEngine.Workbench.Tests.Inputs;

/// <summary>Files as spreadsheets and loggers write them: each row is an event, or a rejection that names its line and why.</summary>
public sealed class CsvFileTests : IDisposable
{
    private const string Mapping = """
        id: pumps
        title: Pumps
        topics: pumps
        codec: csv
        source: "{{ payload.Pumpe }}"
        site: works/hall-1
        time: {of: payload.Zeit, format: "dd.MM.yyyy HH:mm", zone: Europe/Berlin}
        events: [{kind: utility.water.pump, value: payload.Druck, unit: bar}]
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _notices = [];
    private readonly List<string> _rejected = [];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("decimal comma", "Zeit;Pumpe;Druck\n01.03.2026 10:00;p1;3,5\n")]
    [InlineData("byte order mark and quotes", "\uFEFF\"Zeit\";\"Pumpe\";\"Druck\"\r\n\"01.03.2026 10:00\";\"p1\";\"3,5\"\r\n")]
    [InlineData("tabs", "Zeit\tPumpe\tDruck\n01.03.2026 10:00\tp1\t3.5\n")]
    [InlineData("sep line", "sep=|\nZeit|Pumpe|Druck\n01.03.2026 10:00|p1|3.5\n")]
    [InlineData("sep line of another file", "sep=,\nZeit;Pumpe;Druck\n01.03.2026 10:00;p1;3,5\n")]
    [InlineData("title and export date", "Werk Nord;;\nErstellt: 02.03.2026\n\n\nZeit;Pumpe;Druck\n01.03.2026 10:00;p1;3,5\n")]
    [InlineData("names in other case with blanks", "ZEIT ; pumpe;Druck\n01.03.2026 10:00;p1;3,5\n")]
    [InlineData("more columns in another order", "Druck;;Note;Zeit;Pumpe\n3,5;x;\"a;b\";01.03.2026 10:00;p1\n")]
    [InlineData("line end of an old Macintosh", "Zeit;Pumpe;Druck\r01.03.2026 10:00;p1;3,5\r")]
    [InlineData("empty rows", "Zeit;Pumpe;Druck\n;;\n\n01.03.2026 10:00;p1;3,5\n;;;\n")]
    public void Forms_of_one_row_give_one_event(string _, string text)
    {
        var e = Assert.Single(Read(Encoding.UTF8.GetBytes(text)));

        Assert.Equal("""{"kind":"utility.water.pump","source":"p1","site":"works/hall-1","time":"2026-03-01T09:00:00.000Z","value":3.5,"unit":"bar"}""", e);
        Assert.Empty(_rejected);
        Assert.Empty(_notices);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    public void A_byte_order_mark_tells_the_encoding(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        Assert.Equal("p-\u00fc", Source(Assert.Single(Read([.. encoding.GetPreamble(), .. encoding.GetBytes("Zeit;Pumpe;Druck\r\n01.03.2026 10:00;p-\u00fc;3,5\r\n")]))));
    }

    [Fact]
    public void Devices_that_differ_in_a_letter_of_Windows_1252_stay_apart_and_the_guess_is_told()
    {
        var events = Read(Encoding.Latin1.GetBytes("Zeit;Pumpe;Druck\n01.03.2026 10:00;p-\u00fc;1\n01.03.2026 10:00;p-\u00f6;1\n01.03.2026 10:00;p-\u00e4;1\n"));

        Assert.Equal(["p-\u00fc", "p-\u00f6", "p-\u00e4"], events.Select(Source));
        Assert.EndsWith("is read as Windows-1252; say csv.encoding in the mapping where it is another", Assert.Single(_notices));
    }

    [Fact]
    public void An_encoding_that_the_mapping_says_is_read_without_a_word()
    {
        var cyrillic = Rules.Inputs.Csv.CsvEncoding.Find("windows-1251")!.GetBytes("Zeit;Pumpe;Druck\n01.03.2026 10:00;\u043d\u0430\u0441\u043e\u0441;1\n");

        Assert.Equal("\u043d\u0430\u0441\u043e\u0441", Source(Assert.Single(Read(cyrillic, Mapping + "\ncsv: {encoding: windows-1251}"))));
        Assert.Empty(_notices);
    }

    [Theory]
    [InlineData("inch sign", "3\" p;3,5\n01.03.2026 10:01;p2;3,5\n01.03.2026 10:02;4\" p", "3\" p,p2,4\" p")]
    [InlineData("quote at the start that is never closed", "\"3 p;3,5\n01.03.2026 10:01;p2;3,5\n01.03.2026 10:02;p3", "\"3 p,p2,p3")]
    [InlineData("quotes around one word", "\"big\" p;3,5\n01.03.2026 10:01;p2;3,5\n01.03.2026 10:02;p3", "\"big\" p,p2,p3")]
    [InlineData("doubled quotes", "\"3\"\" p\";3,5\n01.03.2026 10:01;p2;3,5\n01.03.2026 10:02;p3", "3\" p,p2,p3")]
    [InlineData("delimiter in quotes", "\"p;1\";3,5\n01.03.2026 10:01;p2;3,5\n01.03.2026 10:02;p3", "p;1,p2,p3")]
    public void Quotes_are_as_they_are_written_and_swallow_no_row(string _, string rows, string sources)
    {
        var events = Read(Encoding.UTF8.GetBytes($"Zeit;Pumpe;Druck\n01.03.2026 10:00;{rows};3,5\n"));

        Assert.Equal(sources, string.Join(',', events.Select(e => System.Text.Json.JsonDocument.Parse(e).RootElement.GetProperty("source").GetString())));
        Assert.Empty(_rejected);
    }

    [Fact]
    public void A_cell_may_hold_line_ends_in_quotes()
    {
        var events = Read(Encoding.UTF8.GetBytes("Zeit;Pumpe;Druck;Notiz\n01.03.2026 10:00;p1;3,5;\"dicht\n\nseit gestern\"\n01.03.2026 10:01;p2;3,5;\n01.03.2026 10:02;;3,5;\n"));

        Assert.Equal(["p1", "p2"], events.Select(Source));
        Assert.Equal("rows.csv:6: source: payload.Pumpe: the cell is empty", Assert.Single(_rejected));
    }

    [Theory]
    [InlineData("footer", "Summe: 3,5", "row: has 1 cell, and there are 3 columns: it is cut off, a total, or of another delimiter")]
    [InlineData("cut off", "01.03.2026 10:01;p", "row: has 2 cells, and there are 3 columns: it is cut off")]
    [InlineData("longer", "01.03.2026 10:01;p;3;5", "row: has 4 cells, and there are 3 columns: a delimiter stands inside a cell")]
    [InlineData("units", ";;bar", "value: payload.Druck: is a text that is no number; say value.as")]
    [InlineData("thousands or decimals", "01.03.2026 10:01;p;1.234", "value: payload.Druck: may mean thousands or decimals: it has one separator")]
    [InlineData("time", "gestern;p;3,5", "time: is not of the form dd.MM.yyyy HH:mm")]
    [InlineData("empty time", ";p;3,5", "time: payload.Zeit: the cell is empty")]
    [InlineData("no number", "01.03.2026 10:01;p;3,5 bar", "value: payload.Druck: is a text that is no number")]
    public void A_row_that_is_no_event_is_told_with_its_line(string _, string row, string why)
    {
        Assert.Single(Read(Encoding.UTF8.GetBytes($"Zeit;Pumpe;Druck\n01.03.2026 10:00;p1;3,5\n{row}\n")));
        Assert.StartsWith("rows.csv:3: " + why, Assert.Single(_rejected), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("empty", "", "rows.csv: there is no row, not even a header")]
    [InlineData("other columns", "Time,Pump,Pressure\n1,2,3\n", "rows.csv: no row names the columns Pumpe, Zeit, Druck")]
    [InlineData("column twice", "Zeit;Pumpe;Druck;pumpe;Druck\n1;2;3;4;5\n", "rows.csv: the column 'Druck' is there 2 times; rename one")]
    [InlineData("UTF-16 without a mark", "Z\0e\0i\0t\0;\0P\0u\0m\0p\0e\0\n\0", "rows.csv: holds zero bytes: it may be UTF-16 without a byte order mark; say csv.encoding: utf-16")]
    public void A_file_that_cannot_be_read_is_refused_with_the_cause(string _, string text, string why) =>
        Assert.Contains(why, Assert.Throws<InputException>(() => Read(Encoding.UTF8.GetBytes(text))).Message);

    [Fact]
    public void Packed_files_are_read_and_those_that_end_early_refused()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes("Zeit;Pumpe;Druck\n" + string.Concat(Enumerable.Range(0, 500).Select(i => $"01.03.2026 10:00;p{i * 7919};3,5\n"))));
        }

        Assert.Equal(500, Read(packed.ToArray()).Count);
        Assert.Contains("the gzip file ends early", Assert.Throws<InputException>(() => Read(packed.ToArray()[..^200])).Message);
    }

    [Fact]
    public void A_header_without_rows_is_told()
    {
        Assert.Empty(Read("Zeit;Pumpe;Druck\n"u8.ToArray()));
        Assert.EndsWith("has a header row and no row below it", Assert.Single(_notices));
    }

    [Fact]
    public void Backtest_shows_the_rows_that_it_rejects()
    {
        var rows = _folder.Write("pumps.csv", "Zeit;Pumpe;Druck\n01.03.2026 10:00;p1;3,5\n01.03.2026 10:01;p1;hoch\n01.03.2026 10:02;p1;tief\n");
        var result = Backtest.Run(new BacktestRequest
        {
            Rules = new RuleLoader().LoadText("r.yaml", "id: r\ntitle: R\non: utility.water.pump\nby: source\ndetect: {type: threshold}\ngrades: {yellow: \"> 3\"}\n").Rules,
            Recording = new Recording([rows]) { Inputs = new MappedInputs(Inputs(Mapping)) },
        }, null, default);

        Assert.Equal((1, 2), (result.Ledger.Evaluated, result.Ledger.DeadLettered));
        Assert.Single(result.History.Alerts);
        Assert.Contains($"(first: {rows}:3 \"01.03.2026 10:01;p1;hoch\", {rows}:4 \"01.03.2026 10:02;p1;tief\")", FiguresText.Render(result));
    }

    [Fact]
    public void A_csv_file_needs_a_mapping()
    {
        var path = _folder.Write("rows.csv", "a\n1\n");

        Assert.Contains("a CSV file needs a mapping", Assert.Throws<InputException>(() => RecordedEvents.Open([path])).Message);
    }

    private List<string> Read(byte[] bytes, string mapping = Mapping)
    {
        var path = Path.Combine(_folder.Root, "rows.csv");
        File.WriteAllBytes(path, bytes);
        var inputs = new MappedInputs(Inputs(mapping))
        {
            CsvTopic = "pumps",
            AsEvents = true,
            OnNotice = _notices.Add,
            OnRejected = (rejection, place) => _rejected.Add($"{Path.GetFileName(place.File)}:{place.Line}: {rejection.Detail}"),
        };
        return [.. RecordedEvents.Open([path], inputs: inputs).Select(e => Encoding.UTF8.GetString(e.Json.Span))];
    }

    private static InputSet Inputs(string mapping)
    {
        var loaded = new InputLoader().LoadBytes("pumps.yaml", Encoding.UTF8.GetBytes(mapping));
        Assert.False(loaded.HasErrors, string.Join('\n', loaded.Diagnostics));
        return loaded.Inputs;
    }

    private static string Source(string json) => System.Text.Json.JsonDocument.Parse(json).RootElement.GetProperty("source").GetString() ?? "";
}
